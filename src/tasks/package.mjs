/**
 * `npm run package`: makes dist-package/, the package that a course of its own depends on: the command as one file, the site,
 * and this course to take lessons from. `four-tables new-course` packs it.
 */
import { chmodSync, cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { bundleCommand } from './bundle-command.mjs';
import { root } from './install.mjs';

/** Makes the package in a folder of the checkout, which it gives. */
export const makePackage = async (out = join(root, 'dist-package')) => {
  const { name, version, description, license, dependencies, devDependencies, allowScripts } = JSON.parse(
    readFileSync(join(root, 'package.json'), 'utf8'),
  );
  rmSync(out, { recursive: true, force: true });
  mkdirSync(join(out, 'site', 'content'), { recursive: true });
  const command = join(out, 'cli', 'four-tables.mjs');
  await bundleCommand(root, command);
  chmodSync(command, 0o755);
  cpSync(join(root, 'LICENSE'), join(out, 'LICENSE'));
  // The guide for authors is part of the course that it was written for.
  const kept = (path) => !/[\\/]public[\\/]screenshots|[\\/]src[\\/]pages[\\/]authors/.test(path);
  for (const part of ['src', 'public', 'astro.config.mjs', 'tsconfig.json'])
    cpSync(join(root, part), join(out, 'site', part), { recursive: true, filter: kept });
  for (const part of ['lessons', 'networks', 'recorded', 'reference'])
    cpSync(join(root, 'content', part), join(out, 'site', 'content', part), { recursive: true });
  const { esbuild, node } = devDependencies;
  const json = (value) => `${JSON.stringify(value, null, 2)}\n`;
  // Astro looks there for the packages that have components.
  writeFileSync(
    join(out, 'site', 'package.json'),
    json({ name: 'course-site', private: true, type: 'module', dependencies }),
  );
  writeFileSync(
    join(out, 'package.json'),
    json({
      name,
      version,
      description,
      license,
      type: 'module',
      bin: { [name]: 'cli/four-tables.mjs' },
      dependencies: { ...dependencies, esbuild, node },
      allowScripts,
    }),
  );
  return out;
};

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) console.log(`made ${await makePackage()}`);
