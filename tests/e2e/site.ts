/** What the browser tests share: the built pages, and a page that is watched for what must never happen. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { test as base, expect, type Locator, type Page } from '@playwright/test';
import axeCore from 'axe-core';
import { islands } from './scripts.ts';

const dist = new URL('../../dist/', import.meta.url);

/** Every page of the built site, as an address. */
export const pages: readonly string[] = readdirSync(dist, { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('index.html'))
  .map((file) => `/${file.replace(/index\.html$/, '')}`)
  .sort();

/** A page's HTML as it was built. */
export const built = (address: string): string =>
  readFileSync(new URL(`.${address}index.html`, dist), 'utf8');

/** Whether the built site has a file or page at this path. */
export const exists = (path: string): boolean =>
  existsSync(new URL(`.${path}`, dist)) &&
  (!path.endsWith('/') || existsSync(new URL(`.${path}index.html`, dist)));

/** The layouts a page must work in. */
export const layouts = [
  { width: 375, height: 812, colorScheme: 'light' },
  { width: 375, height: 812, colorScheme: 'dark' },
  { width: 1280, height: 800, colorScheme: 'light' },
  { width: 1280, height: 800, colorScheme: 'dark' },
] as const;

/** A `page` that fails its test on a console error, an uncaught exception, or a request to anyone else. */
export const test = base.extend<{ page: Page }>({
  page: async ({ page, baseURL }, use) => {
    const wrong: string[] = [];
    page.on('console', (message) => {
      if (message.type() === 'error') wrong.push(`console: ${message.text()}`);
    });
    page.on('pageerror', (error) => wrong.push(`exception: ${error.message}`));
    page.on('request', (request) => {
      const url = new URL(request.url());
      if (!['data:', 'blob:'].includes(url.protocol) && url.origin !== new URL(baseURL!).origin)
        wrong.push(`request to ${url.origin}`);
    });
    // Labs far away are laid out too, as in a page that is loaded again: what is wrong in them counts.
    await page.addInitScript(() => {
      Object.defineProperty(PerformanceNavigationTiming.prototype, 'type', { get: () => 'reload' });
    });
    await use(page);
    expect(wrong).toEqual([]);
  },
});

/** What axe finds wrong with the page as it stands, one line a finding. */
export const axe = async (page: Page): Promise<readonly string[]> => {
  if (!(await page.evaluate(() => 'axe' in globalThis))) await page.evaluate(axeCore.source);
  return page.evaluate(async () => {
    const { axe } = globalThis as unknown as { axe: typeof axeCore };
    const { violations } = await axe.run({
      runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
      resultTypes: ['violations'],
    });
    return violations.map(
      ({ id, nodes }) =>
        `${id}: ${nodes
          .slice(0, 3)
          .map((node) => node.html.slice(0, 160))
          .join(' | ')}`,
    );
  });
};

/** How far the page is wider than the window, in CSS pixels. */
export const overflow = (page: Page): Promise<number> =>
  page.evaluate(() =>
    Math.max(0, document.documentElement.scrollWidth - document.documentElement.clientWidth),
  );

/** Waits until the script of a lab has come: hovering over it, or touching it, then wakes the simulator. */
export const alive = (lab: Locator): Promise<void> =>
  expect(lab.page().locator('astro-island[ssr]').filter({ has: lab })).toHaveCount(0);

/** Scrolls through the page, so that everything that comes alive on sight does. */
export const wakeAll = async (page: Page): Promise<void> => {
  for (const island of await page.locator(islands).all()) {
    await island.scrollIntoViewIfNeeded().catch(() => undefined);
  }
  await expect(page.locator(`${islands}[ssr]`)).toHaveCount(0);
};

export { expect };
