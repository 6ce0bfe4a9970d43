/**
 * `npm run bench:freeze`: the longest task of the page's main thread, in the built site, while it gets inputs that are
 * too much. No slow-down. Prints Markdown; nothing in it should be over 200 ms.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { release } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright';
import { serve } from '../../src/tasks/serve.mjs';
import { launch } from './budgets/browser.ts';
import { longestDuring } from './budgets/longest.ts';

const rules = (count: number, table = '*filter\n'): string =>
  `${table}${Array.from({ length: count }, (_, i) => `-A INPUT -s 10.${i >> 8}.${i & 255}.1/32 -p tcp -m tcp --dport ${(i % 60000) + 1} -j ACCEPT\n`).join('')}COMMIT\n`;
const commands = (count: number): string =>
  rules(count, '').replaceAll('-A INPUT', 'iptables -A INPUT').replace('COMMIT\n', '');

/** The first lab of the lessons that has an editor, and the first that has a terminal: address and id. */
const labWith = (what: string): readonly [string, string] => {
  for (const file of readdirSync('content/lessons').sort()) {
    const address = `lessons/${file.replace(/^\d+-|\.mdx$/g, '')}/`;
    const part = readFileSync(join('dist', address, 'index.html'), 'utf8')
      .split(/(?=<section class="ft-lab)/)
      .find((p) => p.startsWith('<section') && p.includes(what));
    if (part) return [address, /data-lab="([^"]+)"/.exec(part)![1]!];
  }
  throw new Error(`no lab has ${what}`);
};

/** Gives the page time to do all that it has to. */
const settled = (page: Page) => page.waitForTimeout(4000);

/** Where a dump is pasted on /explain/. */
const dumpField = '#dump';

type Case = readonly [name: string, run: (browser: Browser, site: string) => Promise<number>];

/** A page with the cursor in what is typed into. */
const opened = async (browser: Browser, url: string, field: string, then: string | null): Promise<Page> => {
  const page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
  await page.goto(url, { waitUntil: 'networkidle' });
  await page.locator(field).first().scrollIntoViewIfNeeded();
  await page.waitForTimeout(1000);
  await page.locator(field).first().click();
  if (then !== null) await page.locator(then).first().waitFor();
  await page.waitForTimeout(1000);
  return page;
};

const done = async (page: Page, longest: number): Promise<number> => {
  await page.close();
  return longest;
};

const explained = (name: string, text: string): readonly Case[] => {
  const open = async (browser: Browser, site: string) => opened(browser, `${site}explain/`, dumpField, null);
  const bring = (page: Page) =>
    page.evaluate((value) => {
      (globalThis as { pasted?: string }).pasted = value;
    }, text);
  // As a browser does: the page is asked first, and the text comes if it does not mind.
  const paste = (page: Page) =>
    page.locator(dumpField).evaluate((field) => {
      const { pasted = '' } = globalThis as { pasted?: string };
      const clipboardData = new DataTransfer();
      clipboardData.setData('text/plain', pasted);
      if (
        !field.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }))
      )
        return;
      (field as HTMLTextAreaElement).value = pasted;
      field.dispatchEvent(new InputEvent('input', { bubbles: true }));
    });
  return [
    [
      `/explain/: ${name} are pasted`,
      async (browser, site) => {
        const page = await open(browser, site);
        await bring(page);
        return done(
          page,
          await longestDuring(browser, page, async () => {
            await paste(page);
            await settled(page);
          }),
        );
      },
    ],
    [
      `/explain/: ${name}, three keys`,
      async (browser, site) => {
        const page = await open(browser, site);
        await bring(page);
        await paste(page);
        await settled(page);
        return done(
          page,
          await longestDuring(browser, page, async () => {
            for (const key of '#ab') {
              await page.keyboard.press(key);
              await page.waitForTimeout(1000);
            }
          }),
        );
      },
    ],
  ];
};

const inEditor = (name: string, text: string, reload = false): Case => [
  `an editor: ${name}${reload ? ', and a reload' : ', three keys'}`,
  async (browser, site) => {
    const [address, lab] = labWith('class="ft-editor"');
    const section = `[data-lab="${lab}"]`;
    const page = await opened(browser, site + address, `${section} .ft-editor`, `${section} .cm-content`);
    await page.locator(`${section} .cm-content`).fill(text);
    await settled(page);
    return done(
      page,
      await longestDuring(browser, page, async () => {
        if (reload) await page.reload({ waitUntil: 'networkidle' });
        else
          for (const key of '#ab') {
            await page.keyboard.press(key);
            await page.waitForTimeout(500);
          }
        await settled(page);
      }),
    );
  },
];

const inTerminal = (name: string, ...lines: readonly string[]): Case => [
  `a terminal: ${name}`,
  async (browser, site) => {
    const [address, lab] = labWith('class="ft-terminal"');
    const section = `[data-lab="${lab}"]`;
    const page = await opened(browser, site + address, `${section} .ft-terminal`, `${section} .xterm-rows`);
    return done(
      page,
      await longestDuring(browser, page, async () => {
        for (const line of lines) {
          await page.keyboard.insertText(line);
          await page.keyboard.press('Enter');
          await settled(page);
        }
        await page.keyboard.press('Control+c');
        await settled(page);
      }),
    );
  },
];

/** What went wrong, without the text that was pasted. */
const inShort = (error: Error): string => error.message.split('\n')[0]!.slice(0, 80);

const cases: readonly Case[] = [
  ...explained('5 000 rules', rules(5000)),
  ...explained('1.9 million empty lines', '\n'.repeat(1_900_000)),
  inEditor('1 000 rules', commands(1000)),
  inEditor('a loop without an end', 'while true; do iptables -A FORWARD -j LOG; done'),
  inEditor('a loop without an end', 'while true; do iptables -A FORWARD -j LOG; done', true),
  inEditor('chains without an end', 'i=0; while true; do i=$((i+1)); iptables -N c$i; done'),
  inTerminal('a set of a whole /8', 'ipset create s hash:ip maxelem 100000000', 'ipset add s 10.0.0.0/8'),
  inTerminal('a loop without an end', 'while true; do iptables -A FORWARD -j LOG; done'),
  inTerminal('output without an end', 'while true; do iptables -h; done'),
  inTerminal('a pattern that takes forever', `echo ${'a'.repeat(400)} | grep -E '(a*)*(a*)*(a*)*b'`),
  inTerminal('sed with such a pattern', `echo ${'a'.repeat(400)} | sed -E 's/(a|aa)+(a|aa)+$b/x/'`),
  inTerminal('sudo a thousand deep', `${'sudo '.repeat(1000)}true`),
  inTerminal('xargs a thousand deep', `echo a | ${'xargs '.repeat(1000)}echo`),
];

const { server, url } = await serve({ port: 4630 });
const browser = await launch();
try {
  console.log(`Node ${process.version}, Linux ${release()}, Chromium ${browser.version()}.\n`);
  console.log('| input | longest task (ms) |\n| --- | ---: |');
  for (const [name, run] of cases)
    if (process.argv.length === 2 || process.argv.slice(2).some((word) => name.includes(word)))
      console.log(`| ${name} | ${await run(browser, url).then((ms) => ms.toFixed(0), inShort)} |`);
} finally {
  await browser.close();
  server.close();
}
process.exit();
