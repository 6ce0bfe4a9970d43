/** Storage that throws, is full or holds garbage, and links that strangers made: pages work, and nothing is believed. */
import type { Page } from '@playwright/test';
import { expect, test } from './site.ts';

const blocked = (page: Page) =>
  page.addInitScript(() => {
    for (const name of ['sessionStorage', 'localStorage'])
      Object.defineProperty(window, name, {
        configurable: true,
        get: () => {
          throw new DOMException('blocked', 'SecurityError');
        },
      });
  });
const full = (page: Page) =>
  page.addInitScript(() => {
    Storage.prototype.setItem = () => {
      throw new DOMException('full', 'QuotaExceededError');
    };
  });
const garbage = (page: Page) =>
  page.addInitScript(() => {
    for (const name of [
      'starlight-theme',
      'four-tables/letters',
      'four-tables/1/lessons/masquerade-versus-snat/masquerade',
      'four-tables/1/lessons/listing-all-four-tables/what-l-shows',
      'four-tables/explain',
      'four-tables/terminal',
      'sl-sidebar-state',
    ])
      for (const storage of [localStorage, sessionStorage])
        if (storage.getItem(name) === null) storage.setItem(name, '{"__proto__":1,] \u0000 </script>');
  });

for (const [state, spoil] of Object.entries({ blocked, full, garbage }))
  test(`storage is ${state}: pages, the theme switch, a lab and the explainer work`, async ({ page }) => {
    await spoil(page);
    for (const address of ['/lessons/listing-all-four-tables/', '/terminal/', '/reference/matches/tcp/'])
      await page.goto(address);
    await page.goto('/lessons/masquerade-versus-snat/');
    const theme = page.locator('starlight-theme-select select').first();
    await theme.selectOption('dark');
    await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
    await theme.selectOption('light');
    await expect(page.locator('html')).toHaveAttribute('data-theme', 'light');
    const lab = page.locator('[data-lab="snat"]');
    await lab.scrollIntoViewIfNeeded();
    const editor = lab.getByRole('textbox');
    await editor.click();
    await editor.press('Control+a');
    await page.keyboard.type('iptables -P FORWARD DROP');
    await expect(lab).toContainText('no answer');
    await page.goto('/explain/');
    await page.getByRole('textbox').fill('*filter\n-A INPUT -p tcp --dport 22 -j ACCEPT\nCOMMIT\n');
    await expect(page.getByText('1 rule in 1 table')).toBeVisible();
  });

test('a stranger’s link leads nowhere else and reaches no kept text', async ({ page }) => {
  const id = 'lessons/masquerade-versus-snat/masquerade';
  await page.goto('/lessons/masquerade-versus-snat/');
  const lab = page.locator('[data-lab="masquerade"]');
  await lab.scrollIntoViewIfNeeded();
  await lab.getByRole('button', { name: 'Open in the full terminal' }).click();
  await page.waitForURL('/terminal/');
  const handed = JSON.parse((await page.evaluate(() => sessionStorage.getItem('four-tables/terminal')))!);
  const kept = () => page.evaluate((key) => localStorage.getItem(key), `four-tables/1/${id}`);
  const open = async (from: object) => {
    await page.goto('about:blank');
    await page.goto(`/terminal/#${encodeURIComponent(JSON.stringify({ ...handed, from }))}`);
  };
  await page.evaluate(() => sessionStorage.clear());
  await open({ address: '/\t/evil.example/', keeps: id });
  await expect(page.getByText('holds a lab that cannot be read')).toBeVisible();
  await open({ address: '/lessons/reading-the-nat-table/', keeps: id });
  await expect(page.getByText('With MASQUERADE')).toBeVisible();
  await expect(page.getByText('cannot be read')).toBeHidden();
  const back = page.getByRole('link', { name: 'Back to the lesson' });
  await expect(back).toHaveText('Back to the lesson');
  const before = await kept();
  await back.click();
  await page.waitForURL('/lessons/reading-the-nat-table/');
  expect(await kept()).toBe(before);
  await page.goto('/terminal/#%7Bcut');
  await expect(page.getByText('holds a lab that cannot be read')).toBeVisible();
});
