/**
 * `npm run bundle`: makes dist-cli/, the `four-tables` command as a package of one file that needs
 * nothing but Node 20. `npm install --global ./dist-cli` installs it; `npm pack ./dist-cli` packs it.
 */
import { chmodSync, copyFileSync, readFileSync, writeFileSync } from 'node:fs';
import { build } from 'esbuild';

const out = 'dist-cli';
const { name, version, description, license, engines } = JSON.parse(readFileSync('package.json', 'utf8'));
const file = `${name}.mjs`;

await build({
  entryPoints: ['src/cli/main.ts'],
  outfile: `${out}/${file}`,
  bundle: true,
  platform: 'node',
  target: 'node20',
  format: 'esm',
  // yaml is CommonJS inside and asks for `require`.
  banner: {
    js: "import { createRequire } from 'node:module';\nconst require = createRequire(import.meta.url);",
  },
  logLevel: 'warning',
});
chmodSync(`${out}/${file}`, 0o755);
copyFileSync('LICENSE', `${out}/LICENSE`);
writeFileSync(
  `${out}/package.json`,
  `${JSON.stringify({ name, version, description, license, type: 'module', engines, bin: { [name]: file } }, null, 2)}\n`,
);
