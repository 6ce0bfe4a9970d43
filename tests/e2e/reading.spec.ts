/** The course without JavaScript: everything that is there to be read can be read. */
import { expect, pages, test } from './site.ts';

test.use({ javaScriptEnabled: false, viewport: { width: 375, height: 812 } });

for (const address of pages.filter((page) => /^\/lessons\/./.test(page))) {
  test(`${address} can be read`, async ({ page }) => {
    await page.goto(address);
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
    await expect(page.getByRole('main')).toContainText('What you know now');
    // Rules and what they print were put in when the site was built.
    await expect(page.getByRole('main')).toContainText(/-A (POSTROUTING|INPUT)|Chain FORWARD/);
  });
}

test('the menu opens, and leads from lesson to lesson', async ({ page }) => {
  await page.goto('/lessons/');
  await page.getByRole('button', { name: 'Menu' }).click();
  await page.getByRole('link', { name: 'MASQUERADE versus SNAT' }).first().click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('MASQUERADE versus SNAT');
});

test('the page for your own rules says what it needs, and shows its example', async ({ page }) => {
  await page.goto('/explain/');
  await expect(page.getByText('Reading your own text needs JavaScript.')).toBeVisible();
  await expect(page.getByText('Line by line')).toBeVisible();
});
