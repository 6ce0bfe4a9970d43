/**
 * `npm run budgets`: how fast the built site's pages are, beside a bare Starlight page in the same run. Prints
 * Markdown. `npm run budgets -- pages` measures one part: pages, bytes or keys; TIMES=1 is quicker and rougher.
 */
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { release } from 'node:os';
import { join } from 'node:path';
import { serve } from '../../src/tasks/serve.mjs';
import { useEditor, useTerminal, wakeLabs, weigh } from '../e2e/scripts.ts';
import { buildBare } from './budgets/bare.ts';
import { bareCodeMirror, bareTextArea } from './budgets/bareEditor.ts';
import { launch } from './budgets/browser.ts';
import { keyCosts, kubeProxy, labEditor, longestTask } from './budgets/keys.ts';
import { measure } from './budgets/lighthouse.ts';

const lessons = readdirSync('content/lessons')
  .filter((file) => file.endsWith('.mdx'))
  .sort()
  .map((file) => `lessons/${file.replace(/^\d+-|\.mdx$/g, '')}/`);
const addresses = ['', ...lessons, 'explain/'];
const html = (address: string): string => readFileSync(join('dist', address, 'index.html'), 'utf8');

const row = (...cells: readonly (string | number)[]): void => console.log(`| ${cells.join(' | ')} |`);
const table = (title: string, ...head: readonly string[]): void => {
  console.log(`\n### ${title}\n`);
  row(...head);
  row(...head.map((_, i) => (i === 0 ? '---' : '---:')));
};
const seconds = (ms: number): string => (ms / 1000).toFixed(2);
const kB = (bytes: number): string => (bytes / 1000).toFixed(0);

const pagesPart = async (site: string): Promise<void> => {
  mkdirSync('test-results', { recursive: true });
  const folder = mkdtempSync('test-results/bare-starlight-');
  const bare = await serve({ root: await buildBare(folder), port: 4640 });
  const port = 9000 + Math.floor(Math.random() * 900);
  const browser = await launch(port);
  try {
    const times = Number(process.env['TIMES']) || 5;
    const urls = [bare.url, ...addresses.map((address) => site + address)];
    const measured = await measure(urls, port, times);
    table(
      `Lighthouse, mobile, median of ${times}`,
      'page',
      'performance / accessibility / best practices / search',
      'LCP (s)',
      '/ bare',
      'blocked (ms)',
      'shift',
    );
    for (const [i, { scores, lcp, blocking, shift }] of measured.entries())
      row(
        i === 0 ? 'bare Starlight' : `/${addresses[i - 1]}`,
        scores.join(' / '),
        seconds(lcp),
        (lcp / measured[0]!.lcp).toFixed(2),
        blocking.toFixed(0),
        shift.toFixed(3),
      );
  } finally {
    await browser.close();
    bare.server.close();
    rmSync(folder, { recursive: true });
  }
};

const bytesPart = async (site: string): Promise<void> => {
  const browser = await launch();
  table('Script, compressed, workers included (kB)', 'page', 'untouched', 'labs awake', 'editor', 'terminal');
  for (const address of addresses) {
    const page = await browser.newPage();
    const weights = weigh(page);
    const now = async () => kB(await weights.sum('script'));
    await page.goto(site + address, { waitUntil: 'networkidle' });
    const untouched = await now();
    await wakeLabs(page);
    const awake = await now();
    const terminal = html(address).includes('class="ft-terminal"');
    const editor = !terminal && html(address).includes('class="ft-editor"');
    if (terminal) await useTerminal(page);
    if (editor) await useEditor(page);
    row(`/${address}`, untouched, awake, editor ? await now() : '', terminal ? await now() : '');
    await page.close();
  }
  await browser.close();
};

/** Every lab with an editor, as [address, id, how much the build drew of it]. */
const labs = addresses.flatMap((address) =>
  html(address)
    .split(/(?=<section class="ft-lab)/)
    .filter((part) => part.startsWith('<section') && part.includes('class="ft-editor"'))
    .map((part) => [address, /data-lab="([^"]+)"/.exec(part)![1]!, part.length] as const),
);

const keysPart = async (site: string): Promise<void> => {
  const browser = await launch();
  const [address, lab] = [...labs].sort(([, , a], [, , b]) => b - a)[0]!;
  table(
    'A key in an editor, main thread at 4x slow-down (ms)',
    'editor',
    'half of the keys',
    '95 of 100',
    'all',
  );
  const rules = labs.find(([, id]) => id === 'laptop') ?? labs[0]!;
  const text = kubeProxy();
  for (const [name, editor] of [
    ['a text area alone on a page, 139 rules', () => bareTextArea(browser, text)],
    ['CodeMirror alone on a page, 139 rules', () => bareCodeMirror(browser, text)],
    [`/${address} ${lab}, the largest`, () => labEditor(browser, site + address, lab, null)],
    [
      `/${rules[0]} ${rules[1]}, 139 rules of kube-proxy`,
      () => labEditor(browser, site + rules[0], rules[1], text),
    ],
  ] as const) {
    const costs = await keyCosts(await editor());
    row(name, costs.median.toFixed(1), costs.p95.toFixed(1), costs.most.toFixed(1));
  }
  table('The longest task while a lab wakes, no slow-down (ms)', 'lab', 'longest');
  row(`/${address} ${lab}`, (await longestTask(browser, site + address, lab)).toFixed(1));
  await browser.close();
};

const { server, url } = await serve({ port: 4620 });
try {
  console.log(`Node ${process.version}, Linux ${release()}.`);
  const parts = { pages: pagesPart, bytes: bytesPart, keys: keysPart };
  for (const [name, run] of Object.entries(parts))
    if (process.argv.length === 2 || process.argv.includes(name)) await run(url);
} finally {
  server.close();
}
process.exit();
