/** What the newcomer's two commands share: running a program, and installing what is missing. */
import { spawn } from 'node:child_process';
import { existsSync, statSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('../..', import.meta.url));

/** The checkout's own Node (24) goes before the machine's, for every program started from here. */
export const environment = () => ({
  ...process.env,
  PATH: join(root, 'node_modules', '.bin') + delimiter + (process.env.PATH ?? ''),
  ASTRO_TELEMETRY_DISABLED: '1',
});

/**
 * Runs a program in the checkout and gives its exit status (1 where it cannot start) and what it printed.
 * `show: false` keeps its output to itself; `limit` is in seconds.
 */
export const run = (program, args, { show = true, limit = 1800, env = {} } = {}) =>
  new Promise((done) => {
    const child = spawn(program, args, {
      cwd: root,
      env: { ...environment(), ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
      shell: process.platform === 'win32',
    });
    let text = '';
    const timer = setTimeout(() => child.kill('SIGKILL'), limit * 1000);
    for (const [from, to] of [
      [child.stdout, process.stdout],
      [child.stderr, process.stderr],
    ]) {
      from.setEncoding('utf8');
      from.on('data', (chunk) => {
        text += chunk;
        if (show) to.write(chunk);
      });
    }
    const end = (status) => {
      clearTimeout(timer);
      done({ status, text });
    };
    child.on('error', () => end(1));
    child.on('close', (status) => end(status ?? 1));
  });

/** Whether node_modules is there and not older than package-lock.json. */
const installed = () => {
  const mark = join(root, 'node_modules', '.package-lock.json');
  const lock = join(root, 'package-lock.json');
  return existsSync(mark) && statSync(mark).mtimeMs >= statSync(lock).mtimeMs;
};

/** Runs `npm ci` where the packages are missing or older than package-lock.json. */
export const installPackages = async () => {
  if (installed()) return;
  console.log('Installing packages (npm ci)…');
  const quiet = ['--no-audit', '--no-fund', '--include=dev', '--loglevel=error'];
  let { status, text } = await run('npm', ['ci', ...quiet], { show: false });
  if (status !== 0) {
    // A registry that lacks some other platform's packages makes npm ci give up where npm install does not.
    ({ status, text } = await run('npm', ['install', '--no-save', ...quiet], { show: false }));
  }
  if (status !== 0) {
    console.error(text);
    console.error('The packages could not be installed: is the npm registry reachable?');
    process.exit(1);
  }
};
