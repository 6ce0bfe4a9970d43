import { build } from 'esbuild';

/** The script of a SCORM package's outer page: `four-tables export scorm` takes it from the built site. */
export const GET = async (): Promise<Response> => {
  const { outputFiles } = await build({
    entryPoints: ['src/lab/scorm/frame.ts'],
    bundle: true,
    write: false,
    format: 'iife',
    target: 'es2022',
    minify: true,
    define: { 'import.meta.env.BASE_URL': JSON.stringify(import.meta.env.BASE_URL) },
    logLevel: 'warning',
  });
  return new Response(outputFiles[0]!.text);
};
