/** How many bytes of script a page takes in each state it can be in, compressed as a host sends them. */
import { gzipSync } from 'node:zlib';
import type { Page } from '@playwright/test';

/** What came over the network for a page. */
export interface Weights {
  /** Bytes of one type of request, or of all, once nothing has come for half a second. */
  sum(type?: string): Promise<number>;
  /** The largest, for a message. */
  list(): string;
}

/**
 * Counts what comes for `page` from now on. What workers load counts too; what is compressed already, as
 * pictures and fonts are, counts as it is.
 */
export const weigh = (page: Page): Weights => {
  const found = new Map<string, { readonly type: string; readonly bytes: number }>();
  const pending: Promise<unknown>[] = [];
  let last = Date.now();
  // Once a page was idle, Playwright does not tell when it is idle again.
  const quiet = async () => {
    while (Date.now() - last < 500) await page.waitForTimeout(50);
    await Promise.all(pending);
  };
  page.on('request', () => {
    last = Date.now();
  });
  page.on('response', (response) => {
    last = Date.now();
    const kind = response.request().resourceType();
    const type = /javascript/.test(response.headers()['content-type'] ?? '') ? 'script' : kind;
    pending.push(
      response.body().then(
        (body) =>
          found.set(response.url(), {
            type,
            bytes: type === 'font' || type === 'image' ? body.length : gzipSync(body).length,
          }),
        () => undefined,
      ),
    );
  });
  return {
    async sum(type) {
      await quiet();
      return [...found.values()]
        .filter((w) => type === undefined || w.type === type)
        .reduce((n, w) => n + w.bytes, 0);
    },
    list: () =>
      [...found]
        .sort(([, a], [, b]) => b.bytes - a.bytes)
        .slice(0, 8)
        .map(([url, { bytes }]) => `${bytes} ${url}`)
        .join('\n'),
  };
};

/** Islands that can come into sight: those of a closed step of a ladder cannot. */
export const islands = 'astro-island:not(details:not([open]) > *)';

/**
 * Scrolls through the page, so that everything that comes alive on sight does, and points at the first lab, which
 * starts the simulator.
 */
export const wakeLabs = async (page: Page): Promise<void> => {
  for (const island of await page.locator(islands).all())
    await island.scrollIntoViewIfNeeded().catch(() => undefined);
  await page.waitForFunction((islands) => document.querySelector(`${islands}[ssr]`) === null, islands);
  const title = page.locator('.ft-lab[data-lab] header').first();
  // The page of the full terminal starts nothing until it is asked to.
  if ((await title.count()) > 0 && !page.url().endsWith('/terminal/')) {
    const worker = page.workers().length > 0 ? null : page.waitForEvent('worker');
    await title.hover();
    await worker;
  }
};

/** Puts the first editor of the page to use: it is pointed at, and a letter is typed. */
export const useEditor = async (page: Page): Promise<void> => {
  const editor = page.locator('.ft-editor').first();
  // That of a ladder is in its last step.
  const step = page.locator('details:not([open])', { has: editor }).last().locator('> summary');
  if ((await step.count()) > 0) await step.click();
  await editor.click();
  await page.locator('.cm-content').first().waitFor();
  await page.keyboard.type('#');
};

/** Puts the first terminal of the page to use: a command is typed, and its output comes. */
export const useTerminal = async (page: Page): Promise<void> => {
  await page.locator('.ft-terminal').first().hover();
  await page.locator('.ft-terminal[data-state="open"]').first().waitFor();
  await page
    .getByRole('textbox', { name: /^Terminal on/ })
    .first()
    .focus();
  await page.keyboard.type('iptables -S\n');
  await page.locator('.ft-terminal').first().getByText('-P INPUT').first().waitFor();
};

/** Tells what the page has asked its simulator until now, since it was loaded. To be called before. */
export const listen = async (page: Page): Promise<() => Promise<readonly string[]>> => {
  await page.addInitScript(() => {
    const asked: string[] = [];
    const post = Worker.prototype.postMessage as (this: Worker, message: { asked: string }) => void;
    Worker.prototype.postMessage = function (message: { asked: string }) {
      asked.push(message.asked);
      post.call(this, message);
    };
    Object.assign(globalThis, { asked });
  });
  return () => page.evaluate(() => (globalThis as unknown as { asked: readonly string[] }).asked);
};
