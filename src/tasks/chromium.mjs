/** Finds a Chromium for the end-to-end tests, and installs one where there is none. */
import { existsSync } from 'node:fs';
import { platform } from 'node:os';
import { run } from './install.mjs';

const systemPaths = [
  process.env.CHROMIUM,
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

/** The path of a browser that is on this machine already, null where there is none. */
export const findChromium = async () => (await downloaded()) ?? systemPaths.find((path) => path && existsSync(path)) ?? null;

/**
 * A browser's path: Playwright's own, the system's, or a fresh one: Playwright's download if it comes
 * within two minutes, else Debian's package where we are root. Null where none of them worked.
 */
export const installChromium = async () => {
  const found = await findChromium();
  if (found) return found;
  console.log('Installing a Chromium for the end-to-end tests…');
  await run('npx', ['playwright', 'install', 'chromium'], { show: false, limit: 120 });
  const own = await downloaded();
  // A download without its libraries does not start; Debian's package brings them.
  if (own && (await run(own, ['--version'], { show: false, limit: 20 })).status === 0) return own;
  if (platform() === 'linux' && process.getuid?.() === 0) {
    await installDebian(['chromium']);
  }
  return systemPaths.find((path) => path && existsSync(path)) ?? null;
};

/** Installs Debian packages; only for root, and silent unless it fails. */
export const installDebian = async (packages) => {
  const quiet = { show: false, limit: 600, env: { DEBIAN_FRONTEND: 'noninteractive' } };
  await run('apt-get', ['update', '-q'], quiet);
  const { status, text } = await run('apt-get', ['install', '-y', '-q', '--no-install-recommends', ...packages], quiet);
  if (status !== 0) console.error(`apt-get install ${packages.join(' ')} failed:\n${text.slice(-2000)}`);
};
