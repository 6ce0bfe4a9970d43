/**
 * `npm run four-tables`: runs the command from a bundle that is made again when a source has changed. The bundle
 * and what V8 compiled of it are kept in node_modules/.cache. Where there is no esbuild, or the folder cannot be
 * written, the command runs from its sources, slower and otherwise the same.
 */
import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import module from 'node:module';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));
// Two checkouts may share one node_modules.
const folder = join(root, 'node_modules', '.cache', 'four-tables', hash(root));
const list = join(folder, 'bundle.json');

function hash(text) {
  return createHash('sha256').update(text).digest('hex').slice(0, 16);
}

/** A file's time and size, null where it is gone. */
const stamp = (path) => {
  const found = statSync(join(root, path), { throwIfNoEntry: false });
  return found ? `${found.mtimeMs} ${found.size}` : null;
};

/** The bundle's path, null where there is none or one of its sources has changed. */
const current = () => {
  try {
    const { bundle, inputs } = JSON.parse(readFileSync(list, 'utf8'));
    return existsSync(bundle) && inputs.every(([path, was]) => stamp(path) === was) ? bundle : null;
  } catch {
    return null;
  }
};

/**
 * Makes the bundle beside the old one. A bundle is named by its content, and its list is renamed into place last,
 * so that of several that start at once each reads a whole list and runs a whole bundle.
 */
const make = async () => {
  const { bundleCommand } = await import('./bundle-command.mjs');
  mkdirSync(folder, { recursive: true });
  const fresh = join(folder, `${process.pid}.mjs`);
  const started = Date.now();
  try {
    const paths = await bundleCommand(root, fresh);
    // A source that changed meanwhile may be in the bundle as it was before: the next start makes it again.
    const inputs = paths.map((path) => [
      path,
      statSync(join(root, path)).mtimeMs < started ? stamp(path) : '',
    ]);
    const bundle = join(folder, hash(readFileSync(fresh)), 'four-tables.mjs');
    mkdirSync(join(bundle, '..'), { recursive: true });
    renameSync(fresh, bundle);
    writeFileSync(`${fresh}.json`, JSON.stringify({ bundle, inputs }));
    renameSync(`${fresh}.json`, list);
    for (const other of readdirSync(folder, { withFileTypes: true }))
      if (other.isDirectory() && !bundle.startsWith(join(folder, other.name)))
        rmSync(join(folder, other.name), { recursive: true, force: true });
    return bundle;
  } finally {
    rmSync(fresh, { force: true });
  }
};

/** What to import: a bundle that is up to date, or the sources. */
const command = async () => {
  // A new course takes the whole package with it. Several may be made at once.
  if (process.argv[2] === 'new-course') {
    const { makePackage } = await import('./package.mjs');
    const own = mkdtempSync(join(root, 'dist-package-'));
    process.on('exit', () => rmSync(own, { recursive: true, force: true }));
    return join(await makePackage(own), 'cli', 'four-tables.mjs');
  }
  try {
    const bundle = current() ?? (await make());
    module.enableCompileCache?.(join(bundle, '..', 'compiled'));
    return bundle;
  } catch {
    return join(root, 'src', 'cli', 'main.ts');
  }
};

await import(pathToFileURL(await command()).href);
