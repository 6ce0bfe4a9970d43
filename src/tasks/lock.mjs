/**
 * `npm run lock`, after every change of a dependency: adds to package-lock.json the optional packages for
 * other platforms that npm left out because its registry did not have them at the time. Without them `npm ci`
 * refuses the lock file. They carry no integrity: npm asks the registry on the platform that needs them.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';

const systems = [
  'android',
  'darwin',
  'linux',
  'win32',
  'windows',
  'freebsd',
  'openbsd',
  'netbsd',
  'aix',
  'sunos',
  'openharmony',
];
const processors = [
  'arm64',
  'x64',
  'arm',
  'ia32',
  'ppc64',
  'riscv64',
  's390x',
  'loong64',
  'mips64el',
  'wasm32',
];

/** What a platform package's name says of the platform it is for. */
export const platformOf = (name) => {
  const words = name.split('/').at(-1).split('-');
  const os = words.find((word) => systems.includes(word));
  const cpu = words.find((word) => processors.includes(word));
  const libc = words.includes('musl') ? 'musl' : words.includes('gnu') ? 'glibc' : null;
  return {
    ...(cpu ? { cpu: [cpu] } : {}),
    ...(os ? { os: [os === 'windows' ? 'win32' : os] } : {}),
    ...(libc ? { libc: [libc] } : {}),
  };
};

/** The optional packages that a lock file's packages ask for and it does not hold: [name, entry]. */
export const missing = (packages) => {
  const found = new Map();
  for (const [path, { optionalDependencies = {}, dev }] of Object.entries(packages)) {
    for (const [name, version] of Object.entries(optionalDependencies)) {
      const at = [`${path}/node_modules/${name}`, `node_modules/${name}`];
      if (at.some((place) => packages[place])) continue;
      // Only exact versions: a range would be a guess.
      if (!/^\d+\.\d+\.\d+$/.test(version)) continue;
      found.set(`node_modules/${name}`, {
        version,
        ...platformOf(name),
        ...(dev ? { dev } : {}),
        optional: true,
      });
    }
  }
  return [...found];
};

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const lock = JSON.parse(readFileSync('package-lock.json', 'utf8'));
  const added = missing(lock.packages);
  const { '': self, ...rest } = lock.packages;
  const sorted = Object.entries({ ...rest, ...Object.fromEntries(added) }).sort(([a], [b]) =>
    a.localeCompare(b, 'en'),
  );
  lock.packages = { '': self, ...Object.fromEntries(sorted) };
  writeFileSync('package-lock.json', `${JSON.stringify(lock, null, 2)}\n`);
  console.log(`${added.length} packages added`);
}
