/** The `four-tables` command as one file for Node 20 or later. */
import { build } from 'esbuild';

/** Writes the bundle to `outfile`, and gives the paths of the files it is made of, relative to `root`. */
export const bundleCommand = async (root, outfile) => {
  const { metafile } = await build({
    absWorkingDir: root,
    entryPoints: ['src/cli/main.ts'],
    outfile,
    bundle: true,
    metafile: true,
    platform: 'node',
    target: 'node20',
    format: 'esm',
    // Only `check` reads Markdown, with a parser that is no JavaScript.
    external: ['satteri'],
    // yaml is CommonJS inside and asks for `require`.
    banner: {
      js: "import { createRequire as requireFrom } from 'node:module';\nconst require = requireFrom(import.meta.url);",
    },
    logLevel: 'warning',
  });
  return Object.keys(metafile.inputs);
};
