/** Finds a Chromium for the end-to-end tests, and installs one where there is none. */
import { existsSync } from 'node:fs';
import { platform } from 'node:os';
import { run } from './install.mjs';

const systemPaths = [
  process.env.CHROMIUM,
  // The same browser without its windows: the browser tests take half the time.
  '/usr/bin/chromium-headless-shell',
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
];

/** The path of Playwright's own browser, null where it was not downloaded. */
const downloaded = async () => {
  const { chromium } = await import('playwright');
  const path = chromium.executablePath();
  return path && existsSync(path) ? path : null;
};

const onSystem = () => systemPaths.find((path) => path && existsSync(path)) ?? null;

/** The path of a browser that is on this machine already, null where there is none. */
export const findChromium = async () => (await downloaded()) ?? onSystem();

/**
 * A browser's path: Playwright's own, the system's, or a fresh one: Debian's package where we are root, else
 * Playwright's download if it comes within two minutes. Null where none of them worked.
 */
export const installChromium = async () => {
  const own = await downloaded();
  if (own) return own;
  if (onSystem()?.endsWith('-shell') || process.env.CHROMIUM) return onSystem();
  const debian = platform() === 'linux' && process.getuid?.() === 0 && existsSync('/etc/debian_version');
  if (debian) await installDebian(['chromium-headless-shell']);
  if (onSystem()) return onSystem();
  console.log('Installing a Chromium for the end-to-end tests…');
  await run('npx', ['playwright', 'install', 'chromium'], { show: false, limit: 120 });
  const fresh = await downloaded();
  // A download without its libraries does not start; Debian's package brings them.
  if (fresh && (await run(fresh, ['--version'], { show: false, limit: 20 })).status === 0) return fresh;
  if (debian) await installDebian(['chromium']);
  return onSystem();
};

/** Installs Debian packages; only for root, and silent unless it fails. */
export const installDebian = async (packages) => {
  const quietly = { show: false, limit: 600, env: { DEBIAN_FRONTEND: 'noninteractive' } };
  await run('apt-get', ['update', '-q'], quietly);
  const { status, text } = await run(
    'apt-get',
    ['install', '-y', '-q', '--no-install-recommends', ...packages],
    quietly,
  );
  if (status !== 0) console.error(`apt-get install ${packages.join(' ')} failed:\n${text.slice(-2000)}`);
};
