/** Commands of the prose, run in the lab of their section. */
import { expect, test } from './site.ts';

test('a command of the prose is typed at the terminal of its section', async ({ page }) => {
  await page.goto('/lessons/listing-all-four-tables/');
  await page.getByRole('button', { name: /^Run in the lab: iptables -t nat -L/ }).click();
  const lab = page.locator('[data-lab="laptop"]');
  for (const table of ['nat', 'mangle', 'raw'])
    await expect(lab.getByRole('log')).toContainText(`# iptables -t ${table} -L\n`);
  await expect(lab).toBeInViewport();
});

test('a command of the prose is the last line of an editor, and is taken back', async ({ page }) => {
  await page.goto('/lessons/not-locking-yourself-out/');
  const lab = page.locator('[data-lab="too-early"]');
  const place = page.locator('[data-run="iptables -F"]');
  await place.getByRole('button', { name: 'Run in the lab' }).click();
  await expect(place.getByRole('status')).toHaveText('Added as the last line of the lab.');
  // Of the text area that is there at first, its coloured text.
  const editor = lab.locator('.ft-editor');
  await expect(editor).toContainText(/-P INPUT DROP\s*iptables -F/);
  await place.getByRole('button', { name: 'Undo' }).click();
  await expect(editor).not.toContainText('iptables -F');
  await expect(editor).toContainText('-P INPUT DROP');
});

test.describe('without scripts', () => {
  test.use({ javaScriptEnabled: false });
  test('there is no such button', async ({ page }) => {
    await page.goto('/lessons/listing-all-four-tables/');
    await expect(page.locator('[data-run] button').first()).toBeHidden();
  });
});
