/**
 * `npm run bundle`: makes dist-cli/, the `four-tables` command as a package of one file for Node 20;
 * only its `check` needs another package, the parser of Markdown. `npm install --global ./dist-cli` installs it; `npm pack ./dist-cli` packs it.
 */
import { chmodSync, copyFileSync, readFileSync, writeFileSync } from 'node:fs';
import { bundleCommand } from './bundle-command.mjs';

const out = 'dist-cli';
const { name, version, description, license, engines, dependencies } = JSON.parse(
  readFileSync('package.json', 'utf8'),
);
const file = `${name}.mjs`;

await bundleCommand(process.cwd(), `${out}/${file}`);
chmodSync(`${out}/${file}`, 0o755);
copyFileSync('LICENSE', `${out}/LICENSE`);
writeFileSync(
  `${out}/package.json`,
  `${JSON.stringify({ name, version, description, license, type: 'module', engines, dependencies: { satteri: dependencies.satteri }, bin: { [name]: file } }, null, 2)}\n`,
);
