/** Without a network, and with a newer build on the server: on servers of their own, which can be ended and changed. */
import { cpSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { serve } from '../../src/tasks/serve.mjs';
import { axe, expect, layouts, overflow, test } from './site.ts';

test.use({ serviceWorkers: 'allow', baseURL: 'http://localhost:4440' });

const keepAll = async (page: Page, url: string): Promise<void> => {
  await page.goto(`${url}offline/`);
  await page.getByRole('button', { name: 'Keep the course' }).click();
  await expect(page.getByText('This browser keeps the course')).toBeVisible({ timeout: 30_000 });
};

test('without a network: a lesson, its exercise, another lesson, the review, the search', async ({
  browser,
}) => {
  const { server, url } = await serve({ port: 4440 });
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.goto(`${url}lessons/masquerade-versus-snat/`);
  await keepAll(page, url);
  server.close();
  server.closeAllConnections();

  await page.goto(`${url}lessons/masquerade-versus-snat/`);
  const lab = page.locator('[data-lab="write-masquerade"]');
  await lab.getByRole('textbox').first().click();
  await page.keyboard.type('iptables -t nat -A POSTROUTING -o wan -j MASQUERADE\n');
  await expect(lab.locator('.ft-verdict')).toContainText('✓ Done');
  await lab
    .getByRole('button', { name: 'See the way' })
    .or(lab.getByText('The packet’s way'))
    .first()
    .click();

  // Never visited; without its last slash, and with a teacher's number.
  await page.goto(`${url}lessons/not-locking-yourself-out?seed=4`);
  await expect(page).toHaveURL(/not-locking-yourself-out\/\?seed=4$/);
  const terminal = page.locator('.ft-terminal').first();
  await terminal.hover();
  await expect(terminal).toHaveAttribute('data-state', 'open');

  await page.keyboard.press('Control+k');
  await page.getByRole('dialog').getByRole('textbox').fill('conntrack');
  await page.getByRole('dialog').getByRole('link', { name: 'conntrack', exact: true }).first().click();
  await expect(page.locator('h1')).toHaveText('conntrack');

  await page.evaluate(() => {
    const solved = { at: '2020-01-01T10:00Z', attempts: 1 };
    const made = { answer: '', passed: true, at: solved.at };
    const id = 'lessons/masquerade-versus-snat/write-masquerade';
    const tried = { attempts: 1, first: made, last: made, solved, mistakes: {} };
    localStorage.setItem(`four-tables/record/${id}`, JSON.stringify(tried));
  });
  await page.goto(`${url}review/`);
  await page.getByRole('button', { name: 'Start' }).click();
  await expect(page.locator('.ft-lab')).toBeVisible();

  // The full terminal needs the network, and its page has another one.
  await page.goto(`${url}terminal/`);
  await page.getByRole('button', { name: 'Start the full terminal' }).click();
  await expect(page.getByText('The full terminal is not open.')).toBeVisible();
  await expect(page.locator('.ft-terminal')).toHaveAttribute('data-state', 'open');

  // What is not kept, and what was never there.
  await page.goto(`${url}embed/masquerade-versus-snat/neither/`);
  await expect(page.getByText('is not kept in this browser, and the network does not answer')).toBeVisible();
  await context.close();
});

test('where a file does not come, the page says so, and goes on from there', async ({ browser }) => {
  const root = mkdtempSync(join(tmpdir(), 'four-tables-'));
  cpSync('dist', root, { recursive: true });
  const [page404, aside] = [join(root, '404.html'), join(root, 'aside')];
  renameSync(page404, aside);
  const { server, url } = await serve({ root, port: 4460 });
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.goto(`${url}offline/`);
  await page.getByRole('button', { name: 'Keep the course' }).click();
  await expect(page.getByText('That did not work.')).toBeVisible({ timeout: 30_000 });
  renameSync(aside, page404);
  await keepAll(page, url);
  await context.close();
  server.close();
  server.closeAllConnections();
  rmSync(root, { recursive: true });
});

test('a newer version in the middle of an exercise: offered, in every tab, and nothing is lost', async ({
  browser,
}) => {
  test.slow();
  const root = mkdtempSync(join(tmpdir(), 'four-tables-'));
  cpSync('dist', root, { recursive: true });
  const { server, url } = await serve({ root, port: 4450 });
  const context = await browser.newContext();
  const page = await context.newPage();
  await keepAll(page, url);
  const other = await context.newPage();
  await other.goto(`${url}lessons/masquerade-versus-snat/`);
  await page.goto(`${url}lessons/masquerade-versus-snat/`);
  const lab = page.locator('[data-lab="write-masquerade"]');
  await lab.getByRole('textbox').first().click();
  await page.keyboard.type('# half of my ans');

  // The next build: the page has another title, the editor's script another name, and the server no old ones.
  const lesson = join(root, 'lessons/masquerade-versus-snat/index.html');
  writeFileSync(lesson, readFileSync(lesson, 'utf8').replace(/(<h1 id="_top"[^>]*>)[^<]*/, '$1Newer'));
  const worker = join(root, 'sw.js');
  const changed = (text: string) =>
    text
      .replace(/("revision":)"\w+"(,"url":"lessons\/masquerade-versus-snat\/index.html")/, '$1"newer"$2')
      .replace(/\{"revision":null,"url":"_astro\/editor-codemirror[^}]*\},/, '');
  writeFileSync(worker, changed(readFileSync(worker, 'utf8')));
  for (const file of readdirSync(join(root, '_astro')))
    if (file.endsWith('.js')) rmSync(join(root, '_astro', file));
  const update = (tab: Page) =>
    tab.evaluate(() => navigator.serviceWorker.ready.then((registration) => void registration.update()));
  await update(page);

  const offer = page.getByRole('complementary', { name: 'A newer version' });
  await expect(offer).toContainText('A newer version of this course is ready.');
  await page.keyboard.type('wer');
  await expect(lab.locator('.cm-content')).toContainText('# half of my answer');
  // A part that nothing has asked for yet.
  await lab.getByRole('button', { name: 'Show a hint' }).click();
  await expect(lab.locator('.ft-hint')).toBeVisible();
  for (const { width, height, colorScheme } of [layouts[1], layouts[2]]) {
    await page.setViewportSize({ width, height });
    await page.emulateMedia({ colorScheme });
    expect(await overflow(page)).toBe(0);
    expect(await axe(page)).toEqual([]);
    if (process.env['SHOTS']) await page.screenshot({ path: `/tmp/offer-${width}-${colorScheme}.png` });
  }
  await offer.getByRole('button', { name: 'Not now' }).click();
  await expect(offer).toHaveCount(0);
  await page.reload();
  await expect(page.locator('h1')).not.toHaveText('Newer');
  // "Not now" is said once: the next page of this tab, which has read that a version waits, does not ask again.
  await page.evaluate(() => navigator.serviceWorker.ready);
  await page.waitForTimeout(1500);
  await expect(offer).toHaveCount(0);
  // Another version is another offer.
  writeFileSync(worker, readFileSync(worker, 'utf8').replaceAll('"newer"', '"newest"'));
  await update(page);

  await offer.getByRole('button', { name: 'Load it' }).click();
  // Chromium may put it off for as long as the page asks for something.
  await expect(page.locator('h1')).toHaveText('Newer', { timeout: 60_000 });
  await expect(lab.getByRole('textbox').first()).toHaveValue(/# half of my answer$/);
  // The other tab has the earlier build, whose scripts the server no longer has, nor the browser's own cache.
  await (await context.newCDPSession(other)).send('Network.clearBrowserCache');
  await expect(other.getByRole('complementary', { name: 'A newer version' })).toContainText('Another tab');
  const neither = other.locator('[data-lab="neither"]');
  await neither.getByRole('textbox').first().click();
  await expect(neither.locator('.cm-content')).toBeVisible();
  await expect(other.getByRole('button', { name: 'Try again' })).toHaveCount(0);
  await context.close();
  server.close();
  server.closeAllConnections();
  rmSync(root, { recursive: true });
});
