import { axe, expect, layouts, overflow, test } from './site.ts';

for (const { width, height, colorScheme } of layouts) {
  test.describe(`${width} px, ${colorScheme}`, () => {
    test.use({ viewport: { width, height }, colorScheme });
    test('a packet’s way is walked by keyboard', async ({ page }) => {
      await page.goto('/lessons/masquerade-versus-snat/');
      const lab = page.locator('[data-lab="write-masquerade"]');
      await lab.scrollIntoViewIfNeeded();
      await lab.getByRole('textbox').fill('iptables -t nat -A POSTROUTING -o wan -j MASQUERADE');
      await lab.getByText('The packet’s way').first().click();
      const walk = lab.locator('.ft-walk');
      await expect(walk).toContainText('step 1 of');
      await walk.getByRole('button', { name: 'Next step' }).focus();
      for (let step = 2; !(await walk.getByText('rewritten', { exact: true }).count()); step++) {
        await page.keyboard.press('ArrowRight');
        await expect(walk).toContainText(`step ${step} of`);
      }
      await expect(walk.locator('del').first()).toHaveText(/^192\.168\.1\.\d+:\d+$/);
      await expect(walk.locator('.ft-stations [aria-current]')).toHaveText('nat');
      expect(await axe(page)).toEqual([]);
      expect(await overflow(page)).toBe(0);
      await page.keyboard.press('End');
      await expect(walk.locator('.ft-say')).toHaveClass(/ft-delivered/);
      await walk.getByRole('combobox').selectOption({ index: 1 });
      await expect(walk).toContainText('step 1 of');
    });
  });
}
