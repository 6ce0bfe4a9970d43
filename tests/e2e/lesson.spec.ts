import { expect, layouts, test } from './site.ts';

const page3 = '/lessons/masquerade-versus-snat/';
const right = 'iptables -t nat -A POSTROUTING -o wan -j MASQUERADE';

for (const { width, height, colorScheme } of layouts) {
  test.describe(`lesson 3 at ${width} px, ${colorScheme}`, () => {
    test.use({ viewport: { width, height }, colorScheme });

    test('a newcomer solves its exercises by mouse', async ({ page }) => {
      await page.goto(page3);
      const write = page.locator('[data-lab="write-masquerade"]');
      await write.scrollIntoViewIfNeeded();
      await write.getByRole('textbox').fill(right.replace('wan', 'lan'));
      await write.getByRole('button', { name: 'Check' }).click();
      await expect(write.getByRole('status')).toContainText('Not yet');
      await write.getByRole('button', { name: 'A hint' }).click();
      await expect(write).toContainText('The way out is wan');
      await write.getByRole('textbox').fill(right);
      await write.getByRole('button', { name: 'Check' }).click();
      await expect(write.getByRole('status')).toContainText('Done');

      const predict = page.locator('[data-lab="who-still-works"]');
      await predict.scrollIntoViewIfNeeded();
      const answers = { 'the laptop before': 'connected', 'the phone before': 'connected', 'the laptop after': 'no answer', 'the phone after': 'connected', 'the router itself after': 'connected' };
      await expect(predict.getByRole('button', { name: 'Check' })).toBeDisabled();
      for (const [name, outcome] of Object.entries(answers)) await predict.getByRole('listitem').filter({ hasText: name }).getByRole('radio', { name: outcome }).check();
      await predict.getByRole('button', { name: 'Check' }).click();
      await expect(predict.getByRole('status')).toContainText('Done');
    });

    test('and the last one by keyboard alone', async ({ page }) => {
      await page.goto(page3);
      const fix = page.locator('[data-lab="fix-with-snat"]');
      await fix.scrollIntoViewIfNeeded();
      const editor = fix.getByRole('textbox');
      await expect(editor).toBeEditable();
      await editor.focus();
      await page.keyboard.press('Control+Home');
      await page.keyboard.type('iptables -t nat -A POSTROUTING -s 10.20.0.25 -o wan -j SNAT --to-source 198.51.100.8\n');
      for (let i = 0; i < 30; i++) {
        await page.keyboard.press('Tab');
        if (await fix.getByRole('button', { name: 'Check' }).evaluate((b) => b === document.activeElement)) break;
      }
      await page.keyboard.press('Enter');
      await expect(fix.getByRole('status')).toContainText('Done');
    });
  });
}

test('what was written survives a reload, and a reset asks first', async ({ page }) => {
  await page.goto(page3);
  const lab = page.locator('[data-lab="neither"]');
  await lab.scrollIntoViewIfNeeded();
  await lab.getByRole('textbox').fill(right);
  await expect(lab.locator('.ft-ends').first()).toContainText('connected');
  await page.reload();
  await lab.scrollIntoViewIfNeeded();
  await expect(lab.getByRole('textbox')).toHaveText(right);
  await lab.getByRole('button', { name: 'Start over' }).click();
  await expect(lab.getByRole('textbox')).toHaveText(right);
  await lab.getByRole('button', { name: 'Yes, start over' }).click();
  await expect(lab.getByRole('textbox')).not.toHaveText(right);
});
