/** Each script of each kind of page stays away in turn: the page says so, and works once it is asked for again. */
import { expect, type Page, test } from '@playwright/test';
import { islands } from './scripts.ts';
import { axe } from './site.ts';

/** Brings everything on the page to life that does by being seen, pointed at or focused. */
const use = async (page: Page) => {
  for (const island of await page.locator(islands).all())
    await island.scrollIntoViewIfNeeded().catch(() => undefined);
  const lab = page
    .locator('.ft-lab[data-lab]')
    .filter({ has: page.locator('.ft-terminal, .ft-editor') })
    .first();
  if ((await lab.count()) > 0) {
    await lab.scrollIntoViewIfNeeded();
    await lab.locator('header').hover();
    await lab.locator('.ft-terminal, .ft-editor').first().click();
  }
};
const quiet = (page: Page) => page.waitForLoadState('networkidle');
const retries = (page: Page) => page.getByRole('alert').getByRole('button', { name: 'Try again' });

/** Of the simulator's own parts, which the worker loads all in one way, one is tried for all. */
const alike = /\/(?!netfilter-restore)(netfilter|network|shell|text)-[^/]*$/;

/** What its page does without: the text area takes its place, and the next touch asks for it again. */
const replaced = /editor-codemirror|codemirror-/;

/** The scripts that a page asks for while it is used. */
const scriptsOf = async (page: Page, address: string): Promise<ReadonlySet<string>> => {
  const scripts = new Set<string>();
  // What a page fetches after ten seconds is for times without a network: it does without.
  await page.addInitScript(() => {
    const { setTimeout: later } = globalThis;
    const never = (act: () => void, ms?: number) => (ms === 10_000 ? 0 : later(act, ms));
    Object.assign(globalThis, { setTimeout: never });
  });
  page.on('request', (request) => {
    const { pathname } = new URL(request.url());
    if (pathname.endsWith('.js') && !alike.test(pathname)) scripts.add(pathname);
  });
  await page.goto(address);
  await quiet(page);
  await use(page);
  await page.waitForTimeout(1500);
  await quiet(page);
  expect(scripts.size).toBeGreaterThan(1);
  return scripts;
};

/** Uses a page without one of its scripts, and with it once it is asked for again. */
const goesOn = async (lost: Page, address: string, script: string, judge: boolean) => {
  // Astro asks once more under another query.
  const isLost = ({ pathname }: URL) => pathname === script;
  await lost.route(isLost, (route) => route.abort());
  await lost.goto(address);
  await quiet(lost);
  await use(lost);
  if (!replaced.test(script)) {
    await expect(retries(lost).first(), script).toBeVisible();
    if (judge) expect(await axe(lost), script).toEqual([]);
  }
  await lost.unroute(isLost);
  // The page may ask in several places; each can be answered, and each answer may bring the next to light.
  for (let i = 0; i < 20 && (await retries(lost).count()) > 0; i++) {
    await retries(lost).first().click();
    await lost.waitForTimeout(300);
  }
  await use(lost);
  await expect(retries(lost), script).toHaveCount(0);
  await expect(lost.locator(`${islands}[ssr]`), script).toHaveCount(0);
  const terminal = lost.locator('.ft-terminal').first();
  if ((await terminal.count()) > 0) await expect(terminal, script).toHaveAttribute('data-state', 'open');
  const search = lost.getByRole('button', { name: 'Search' });
  await expect(search, script).toBeEnabled();
};

// A script is tried on the first page that asks for it, the smallest first: where it is lost, the same note says so everywhere.
test('each kind of page without any one of its scripts', async ({ browser }) => {
  test.setTimeout(400_000);
  const tried = new Set<string>();
  for (const address of [
    '/reference/matches/tcp/',
    '/explain/',
    '/',
    '/terminal/',
    '/lessons/listing-all-four-tables/',
  ]) {
    const whole = await browser.newContext();
    const scripts = [...(await scriptsOf(await whole.newPage(), address))].filter((s) => !tried.has(s));
    await whole.close();
    for (const [i, script] of scripts.entries())
      await test.step(`${address} without ${script}`, async () => {
        const context = await browser.newContext();
        // The note is the same for each script.
        await goesOn(await context.newPage(), address, script, i === 0);
        await context.close();
        tried.add(script);
      });
  }
});
