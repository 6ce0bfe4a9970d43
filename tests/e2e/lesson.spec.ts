import { expect, layouts, test } from './site.ts';

const page3 = '/lessons/masquerade-versus-snat/';
const right = 'iptables -t nat -A POSTROUTING -o wan -j MASQUERADE';

for (const { width, height, colorScheme } of layouts) {
  test.describe(`MASQUERADE versus SNAT at ${width} px, ${colorScheme}`, () => {
    test.use({ viewport: { width, height }, colorScheme });

    test('a newcomer solves its exercises by mouse', async ({ page }) => {
      await page.goto(page3);
      const write = page.locator('[data-lab="write-masquerade"]');
      await write.scrollIntoViewIfNeeded();
      await write.getByRole('textbox').fill(right.replace('wan', 'lan'));
      await write.getByRole('button', { name: 'Check' }).click();
      await expect(write.getByRole('status')).toContainText('Not yet');
      await write.getByRole('button', { name: 'Show a hint' }).click();
      await expect(write).toContainText('The way out is wan');
      await write.getByRole('textbox').fill(right);
      await write.getByRole('button', { name: 'Check' }).click();
      await expect(write.getByRole('status')).toContainText('Done');

      const predict = page.locator('[data-lab="who-still-works"]');
      await predict.scrollIntoViewIfNeeded();
      const answers = {
        'the laptop before': 'connected',
        'the phone before': 'connected',
        'the laptop after': 'no answer',
        'the phone after': 'connected',
        'the router itself after': 'connected',
      };
      await expect(predict.getByRole('button', { name: 'Check' })).toBeDisabled();
      for (const [name, outcome] of Object.entries(answers))
        await predict
          .getByRole('listitem')
          .filter({ hasText: name })
          .getByRole('radio', { name: outcome })
          .check();
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
      await page.keyboard.type(
        'iptables -t nat -A POSTROUTING -s 10.20.0.25 -o wan -j SNAT --to-source 198.51.100.8\n',
      );
      for (let i = 0; i < 30; i++) {
        await page.keyboard.press('Tab');
        if (await fix.getByRole('button', { name: 'Check' }).evaluate((b) => b === document.activeElement))
          break;
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
  await expect(lab.getByRole('textbox')).toHaveValue(right);
  await lab.getByRole('button', { name: 'Start over' }).click();
  await expect(lab.getByRole('textbox')).toHaveValue(right);
  await lab.getByRole('button', { name: 'Yes, start over' }).click();
  await expect(lab.getByRole('textbox')).not.toHaveValue(right);
});

test('Ctrl+Enter checks an exercise, and one that was solved says so after a reload', async ({ page }) => {
  await page.goto(page3);
  const lab = page.locator('[data-lab="write-masquerade"]');
  await lab.scrollIntoViewIfNeeded();
  await expect(lab.getByText('✓ solved')).toHaveCount(0);
  await lab.getByRole('textbox').fill(right);
  await lab.getByRole('textbox').press('Control+Enter');
  await expect(lab.getByText('✓ solved')).toBeVisible();
  await page.reload();
  await lab.scrollIntoViewIfNeeded();
  await expect(lab.getByText('✓ solved')).toBeVisible();
  await expect(lab.getByRole('textbox')).toHaveValue(right);
});

const odd: readonly (readonly [what: string, text: string, said: RegExp])[] = [
  ['an unknown option', 'iptables -A INPUT --nonsense', /unknown option "--nonsense"/],
  ['a program that is not there', 'iptbles -L', /iptbles: command not found/],
  ['markup', '<img src=x onerror=alert(1)>', /command not found|syntax error/],
  ['bytes that are no text', '\u0001\u0002\u0000PK\u0003', /command not found/],
  [
    'a paste that is far too long',
    `${'iptables -A INPUT -j ACCEPT\n'.repeat(8000)}`,
    /too long|longer than/i,
  ],
];
test('whatever is pasted into a lab is kept, and refused where it stands', async ({ page }) => {
  await page.goto(page3);
  const lab = page.locator('[data-lab="neither"]');
  await lab.scrollIntoViewIfNeeded();
  await lab.getByRole('textbox').hover();
  const editor = lab.locator('.cm-content');
  await editor.waitFor();
  for (const [what, text, said] of odd) {
    await editor.fill('');
    await expect(lab.locator('.ft-problems li')).toHaveCount(0);
    await editor.evaluate((node, data) => {
      const clipboardData = new DataTransfer();
      clipboardData.setData('text/plain', data);
      node.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }));
    }, text);
    await expect(lab.locator('.ft-problems'), what).toContainText(said);
    await expect
      .poll(
        () =>
          page.evaluate(() => localStorage.getItem('four-tables/1/lessons/masquerade-versus-snat/neither')),
        what,
      )
      .toBe(text);
  }
});
