import type { Page } from '@playwright/test';
import { axe, expect, layouts, overflow, pages, test, wakeAll } from './site.ts';

const sees = async (page: Page) => {
  // The foot of a lab stays in sight, and covers part of whatever is beneath it at the moment.
  await page.evaluate(() => scrollTo(0, 0));
  expect(await axe(page)).toEqual([]);
  expect(await overflow(page)).toBe(0);
  await expect(page.locator('h1')).toHaveCount(1);
};

// Embedded exercises look as they do in their lessons, and reference pages are all of one make: each is seen in one of the
// layouts, and each layout on every fourth of them.
const seenOnce = pages.filter((address) => /^\/(reference|embed\/reading-the-nat-table)\//.test(address));
for (const [turn, { width, height, colorScheme }] of layouts.entries())
  test(`a quarter of the pages that are alike has nothing that axe objects to, at ${width} px, ${colorScheme}`, async ({
    page,
  }) => {
    test.setTimeout(180_000);
    await page.setViewportSize({ width, height });
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    for (const address of seenOnce.filter((_, i) => i % layouts.length === turn))
      await test.step(address, async () => {
        await page.goto(address);
        await wakeAll(page);
        await sees(page);
      });
  });

// Lessons and the guide's pages are made of the same parts: each is seen at both widths, in one theme each, the next the other
// way round. A page that is the only one of its make is seen in all four.
const seenTwice = (address: string) => /^\/(lessons|authors)\/./.test(address);
const seenAll = pages.filter((address) => !address.startsWith('/embed/') && !seenOnce.includes(address));
for (const [turn, address] of seenAll.entries())
  test(`${address} has nothing that axe objects to, and nothing that sticks out`, async ({ page }) => {
    await page.emulateMedia({ reducedMotion: 'reduce' });
    const widths = new Map<number, number>();
    const [light, dark] = turn % 2 === 0 ? [375, 1280] : [1280, 375];
    const isIts = ({ width, colorScheme }: (typeof layouts)[number]) =>
      !seenTwice(address) || width === (colorScheme === 'light' ? light : dark);
    for (const [i, { width, height, colorScheme }] of layouts.filter(isIts).entries())
      await test.step(`${width} px, ${colorScheme}`, async () => {
        await page.setViewportSize({ width, height });
        await page.emulateMedia({ colorScheme });
        if (width !== layouts.filter(isIts)[i - 1]?.width) {
          await page.goto(address);
          await wakeAll(page);
        }
        await expect(page.locator('html')).toHaveAttribute('data-theme', colorScheme);
        await sees(page);
        // The theme changes colours and nothing else.
        const wide = await page
          .locator('h1')
          .evaluate((h) => h.closest('main, body')!.querySelector('.sl-container')?.clientWidth ?? 0);
        expect(wide).toBe(widths.get(width) ?? wide);
        widths.set(width, wide);
      });
  });

test('no embedded exercise logs an error', async ({ page }) => {
  for (const address of pages.filter((p) => p.startsWith('/embed/'))) await page.goto(address);
});

test('an address that leads nowhere says so, with a way back', async ({ page, baseURL }) => {
  // The browser itself logs the 404; that is the one error that is right here.
  const answer = await page.request.get(`${baseURL}no/such/page`);
  expect(answer.status()).toBe(404);
  await page.goto('/404.html');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('No route to this page');
  await page.getByRole('link', { name: 'Go to the front page' }).click();
  await expect(page).toHaveURL('/');
});

for (const [words, title] of [
  ['masquerade', /MASQUERADE versus SNAT/],
  ['write a lesson', /Write a lesson/],
  ['routingRules', /Tables for authors/],
] as const)
  test(`search finds a page by what is in it: ${words}`, async ({ page }) => {
    await page.goto('/');
    await page.keyboard.press('Control+k');
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('textbox').fill(words);
    await expect(dialog.getByRole('link', { name: title }).first()).toBeVisible();
  });

test('the theme that was chosen is kept', async ({ page }) => {
  await page.goto('/');
  await page.locator('starlight-theme-select select').first().selectOption('dark');
  await page.goto('/lessons/');
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
});
