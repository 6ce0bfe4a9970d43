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

test('the browser’s room is used up in the middle of an exercise: said, solved all the same, and a reload has it', async ({
  page,
  context,
}) => {
  await page.goto('/lessons/masquerade-versus-snat/');
  const lab = page.locator('[data-lab="write-masquerade"]');
  await lab.getByRole('textbox').first().click();
  await page.keyboard.type('# half');
  await expect(lab.locator('.cm-content')).toContainText('# half');
  await page.waitForTimeout(700);
  await page.evaluate(() => {
    for (let size = 1 << 20, n = 0; size > 0; )
      try {
        localStorage.setItem(`filler ${n++}`, 'x'.repeat(size));
      } catch {
        size >>= 1;
      }
  });
  const said = lab.getByText('storage is full or blocked');
  await expect(said).toHaveCount(0);
  await page.keyboard.type(' of it\niptables -t nat -A POSTROUTING -o wan -j MASQUERADE\n');
  await expect(said).toBeVisible();
  await expect(lab.locator('.ft-verdict')).toContainText('✓ Done');
  if (process.env['SHOTS']) {
    await page.setViewportSize({ width: 375, height: 740 });
    await said.scrollIntoViewIfNeeded();
    await page.screenshot({ path: '/tmp/labs/full.png' });
  }
  await page.reload();
  await expect(lab.getByRole('textbox').first()).toHaveValue(/# half of it\niptables -t nat/);
  // What was kept before there was no room is still there for another tab.
  const other = await context.newPage();
  await other.goto('/lessons/masquerade-versus-snat/');
  await expect(other.locator('[data-lab="write-masquerade"] textarea')).toHaveValue(/# half$/);
  // Room again: kept again, and nothing is said any more.
  await page.evaluate(() => {
    for (const key of Object.keys(localStorage)) if (key.startsWith('filler')) localStorage.removeItem(key);
  });
  await lab.getByRole('textbox').first().click();
  await page.keyboard.press('Control+End');
  await page.keyboard.type('# there is room');
  await expect(said).toHaveCount(0);
  await page.waitForTimeout(700);
  await other.reload();
  await expect(other.locator('[data-lab="write-masquerade"] textarea')).toHaveValue(/there is room$/);
});
