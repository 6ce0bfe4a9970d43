/**
 * `npm test`: installs what is missing and runs every test there is: types, lint, unit, course and
 * conformance, the build, the browser. Goes on after a failure where the next step can still tell
 * something, and closes with what failed and the counts: of a long output, machines keep the end.
 */
import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { installChromium, installDebian } from './chromium.mjs';
import { installPackages, run } from './install.mjs';

const reports = mkdtempSync(join(tmpdir(), 'four-tables-test-'));
const total = { passed: 0, failed: 0, skipped: 0 };
const report = (name) => JSON.parse(readFileSync(join(reports, name), 'utf8'));
/** Names and first lines of what failed, and names of browser tests that passed at the second try. */
const told = [];
const firstLines = (message) => stripVTControlCharacters(message).split('\n').slice(0, 12).join('\n    ');

const tellVitest = ({ testResults }) => {
  for (const { name, message, assertionResults } of testResults) {
    if (message) told.push(`${name}\n    ${firstLines(message)}`);
    for (const { status, fullName, failureMessages } of assertionResults)
      if (status === 'failed')
        told.push(`${name} › ${fullName}\n    ${firstLines(failureMessages.join('\n'))}`);
  }
};

const tellPlaywright = ({ suites = [], specs = [] }) => {
  for (const suite of suites) tellPlaywright(suite);
  for (const { file, line, title, tests } of specs)
    for (const { status, results } of tests)
      if (status === 'unexpected' || status === 'flaky') {
        const error = results.find((result) => result.error)?.error?.message ?? '';
        const again = status === 'flaky' ? ' (passed at the second try)' : '';
        told.push(`${file}:${line} › ${title}${again}\n    ${firstLines(error)}`);
      }
};

/**
 * Runs one step, prints its time, and adds what `count` makes of its end. A crash of the runner is one
 * failure.
 */
const step = async (name, work, count) => {
  console.log(`\n── ${name}`);
  const start = Date.now();
  const { status } = await work();
  let counted = { passed: status === 0 ? 1 : 0, failed: status === 0 ? 0 : 1, skipped: 0 };
  if (count) {
    try {
      counted = count();
    } catch {
      counted = { passed: 0, failed: 1, skipped: 0 };
    }
    // The runner failed outside any test: an error at load, no tests at all.
    if (status !== 0 && counted.failed === 0) counted.failed = 1;
  }
  for (const key of Object.keys(total)) total[key] += counted[key];
  const { passed, failed, skipped } = counted;
  console.log(
    `── ${name}: ${passed} passed, ${failed} failed, ${skipped} skipped in ${((Date.now() - start) / 1000).toFixed(1)} s`,
  );
  return failed === 0;
};

const has = async (program) => (await run('which', [program], { show: false })).status === 0;

/**
 * The real commands the conformance tests replay against; where they cannot be had, those tests skip
 * themselves.
 */
const installKernelTools = async () => {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return;
  const tools = {
    iptables: 'iptables',
    ip: 'iproute2',
    conntrack: 'conntrack',
    python3: 'python3',
    curl: 'curl',
    nc: 'netcat-openbsd',
    ping: 'iputils-ping',
    tcpdump: 'tcpdump',
    sysctl: 'procps',
    ipset: 'ipset',
  };
  const missing = [];
  for (const [program, name] of Object.entries(tools)) if (!(await has(program))) missing.push(name);
  if (missing.length === 0 || !(await has('apt-get'))) return;
  console.log(`Installing ${missing.join(', ')} for the conformance tests…`);
  await installDebian(missing);
};

await installPackages();
await installKernelTools();

await step('types of the site (astro check)', () => run('npx', ['astro', 'check']));
await step('types of the engine (tsc)', () => run('npx', ['tsc', '-p', 'tsconfig.engine.json']));
await step('lint and format (biome)', () => run('npx', ['biome', 'ci']));
await step(
  'unit, course and conformance (vitest)',
  () =>
    run('npx', [
      'vitest',
      'run',
      '--reporter=default',
      '--reporter=json',
      `--outputFile.json=${join(reports, 'vitest.json')}`,
    ]),
  () => {
    const vitest = report('vitest.json');
    tellVitest(vitest);
    const { numPassedTests, numFailedTests, numPendingTests, numTodoTests } = vitest;
    return { passed: numPassedTests, failed: numFailedTests, skipped: numPendingTests + numTodoTests };
  },
);
const built = await step('build (astro)', () => run('npx', ['astro', 'build']));
if (built) {
  const chromium = await installChromium();
  if (chromium === null) {
    await step('browser (playwright)', async () => {
      console.error('No Chromium: install one, or name it in the environment variable CHROMIUM.');
      return { status: 1 };
    });
  } else {
    await step(
      'browser (playwright)',
      () =>
        run('npx', ['playwright', 'test', '--reporter=line,json'], {
          env: { CHROMIUM: chromium, PLAYWRIGHT_JSON_OUTPUT_FILE: join(reports, 'playwright.json') },
        }),
      () => {
        const playwright = report('playwright.json');
        tellPlaywright(playwright);
        const { expected, unexpected, flaky, skipped } = playwright.stats;
        return { passed: expected + flaky, failed: unexpected, skipped };
      },
    );
  }
}

for (const one of told) console.log(`\n${one}`);
console.log(`\n${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`);
process.exit(total.failed > 0 || total.passed === 0 ? 1 : 0);
