/** A lesson where screens, eyes and paper are other than usual. */
import type { Page } from '@playwright/test';
import { expect, test } from './site.ts';

const address = '/lessons/masquerade-versus-snat/';
type Media = NonNullable<Parameters<Page['emulateMedia']>[0]>;

/** Nothing that makes the page scroll sideways. */
const isWithin = async (page: Page) =>
  expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0);

/** An exercise with a mistake in it, of which its strip tells. */
const mistaken = async (page: Page) => {
  const lab = page.locator('[data-lab="write-masquerade"]');
  await lab.locator('.ft-editor').hover();
  await lab.locator('.cm-content').fill('iptables -A INPUT -j DORP');
  await expect(lab.locator('.ft-verdict')).toContainText('does not load');
  return lab;
};

const states: readonly (readonly [
  name: string,
  size: readonly [number, number],
  media: Media,
  holds: (page: Page) => Promise<void>,
])[] = [
  [
    '320 px',
    [320, 700],
    {},
    async (page) => {
      await mistaken(page);
      await isWithin(page);
    },
  ],
  [
    '200 % of a small window',
    [640, 400],
    {},
    async (page) => {
      const lab = await mistaken(page);
      await isWithin(page);
      // The strip does not cover what is written.
      await expect(lab.locator('.ft-strip')).toHaveCSS('position', 'static');
    },
  ],
  [
    'colours of the reader',
    [1280, 800],
    { forcedColors: 'active' },
    async (page) => {
      const current = page.locator('.sidebar-content a[aria-current="page"]');
      await expect(current).toHaveCSS('outline-style', 'solid');
      const lab = await mistaken(page);
      await page.keyboard.press('Control+A');
      await page.keyboard.type('iptables -');
      await expect(lab.getByRole('option').first()).toBeVisible();
      // For a moment after it opens, keys are the text's.
      await page.waitForTimeout(200);
      await page.keyboard.press('ArrowDown');
      const ground = (selected: boolean) =>
        lab
          .locator(selected ? '.cm-tooltip li[aria-selected]' : '.cm-tooltip li:not([aria-selected])')
          .first()
          .evaluate((e) => getComputedStyle(e).backgroundColor);
      expect(await ground(true)).not.toBe(await ground(false));
    },
  ],
  [
    'little motion',
    [1280, 800],
    { reducedMotion: 'reduce' },
    async (page) => {
      const lab = page.locator('[data-lab="neither"]');
      await lab.getByText('The packet’s way').first().click();
      await expect(lab.locator('details[open]').last()).toBeVisible();
      await page.waitForTimeout(500);
      expect(await page.evaluate(() => document.getAnimations().map((a) => a.playState))).toEqual([]);
    },
  ],
  [
    'paper',
    [760, 1000],
    { media: 'print', colorScheme: 'dark' },
    async (page) => {
      await expect(page.locator('button:visible')).toHaveCount(0);
      await expect(page.locator('body')).toHaveCSS('background-color', 'rgb(247, 247, 243)');
      const { columns, cut } = await page.evaluate(() => ({
        columns: [...document.querySelectorAll('.ft-both')].map(
          (e) => getComputedStyle(e).gridTemplateColumns.split(' ').length,
        ),
        cut: [...document.querySelectorAll('main pre')].filter((e) => e.scrollWidth > e.clientWidth).length,
      }));
      expect(new Set(columns)).toEqual(new Set([1]));
      expect(cut).toBe(0);
      const link = page.locator('.sl-markdown-content a[href*="/reference/"]').first();
      const said = await link.evaluate((a) => getComputedStyle(a, '::after').content);
      expect(said).toContain('/reference/');
    },
  ],
  [
    'a wide screen',
    [1400, 900],
    {},
    async (page) => {
      const outline = page.getByRole('navigation', { name: 'On this page' });
      await expect(outline).toBeVisible();
      const exercises = await page.locator('.ft-lab[data-id]').count();
      await expect(outline.locator('.exercise')).toHaveCount(exercises);
      for (const link of await outline.getByRole('link').all())
        await expect(page.locator((await link.getAttribute('href'))!)).toHaveCount(1);
      const [beside, main] = await Promise.all([
        outline.boundingBox(),
        page.locator('.ft-lab').first().boundingBox(),
      ]);
      expect(beside!.x).toBeGreaterThan(main!.x + main!.width);
      expect(beside!.x + beside!.width).toBeLessThanOrEqual(1400);
      await page.setViewportSize({ width: 1399, height: 900 });
      await expect(outline).toBeHidden();
    },
  ],
];

for (const [name, [width, height], media, holds] of states)
  test(`a lesson is whole: ${name}`, async ({ page }) => {
    await page.setViewportSize({ width, height });
    await page.emulateMedia(media);
    await page.goto(address);
    await holds(page);
  });
