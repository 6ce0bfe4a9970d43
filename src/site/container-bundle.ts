import { build } from 'esbuild';

/**
 * The one file that the commands of the full terminal run: the engine, the shell and the course for Node 20 or
 * later, as CommonJS.
 */
export const containerBundle = async (): Promise<string> => {
  const { outputFiles } = await build({
    entryPoints: ['src/container/inside/index.ts'],
    bundle: true,
    write: false,
    platform: 'node',
    target: 'node20',
    format: 'cjs',
    minify: true,
    logLevel: 'warning',
  });
  return outputFiles[0]!.text;
};
