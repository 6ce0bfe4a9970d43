import { axe, expect, layouts, overflow, test } from './site.ts';

for (const { width, height, colorScheme } of layouts) {
  test.describe(`${width} px, ${colorScheme}`, () => {
    test.use({
      viewport: { width, height },
      colorScheme,
      contextOptions: { reducedMotion: colorScheme === 'dark' ? 'reduce' : 'no-preference' },
    });
    test('a packet’s way is walked by keyboard', async ({ page }) => {
      await page.goto('/lessons/masquerade-versus-snat/');
      const lab = page.locator('[data-lab="write-masquerade"]');
      await lab.scrollIntoViewIfNeeded();
      await lab.getByRole('textbox').fill('iptables -t nat -A POSTROUTING -o wan -j MASQUERADE');
      await lab.getByText('The packet’s way').first().click();
      const walk = lab.locator('.ft-walk');
      await expect(walk).toContainText('step 1 of');
      await walk.getByRole('button', { name: 'Next step' }).focus();
      for (
        let step = 2;
        !(await walk
          .locator('.ft-ticket del')
          .filter({ hasText: /^192\.168/ })
          .count());
        step++
      ) {
        await page.keyboard.press('ArrowRight');
        await expect(walk).toContainText(`step ${step} of`);
      }
      await expect(walk.locator('.ft-inside [aria-current="step"]')).toHaveText('nat');
      await expect(walk.getByRole('img')).toHaveAccessibleName(/The packet is in router/);
      await expect(walk.locator('.ft-row.ft-now')).toContainText('the packet leaves through wan');
      expect(await axe(page)).toEqual([]);
      expect(await overflow(page)).toBe(0);
      await page.keyboard.press('End');
      await expect(walk.locator('.ft-say')).toHaveClass(/ft-delivered/);

      // The reply, by its place in the dialogue; then a station and a step of the list, by a click each.
      await walk.getByRole('button', { name: /web accepts/ }).click();
      await walk.getByRole('button', { name: 'Last step' }).click();
      await walk.getByText(/^All \d+ steps/).click();
      await walk.getByRole('button', { name: /the destination is rewritten/ }).click();
      await expect(walk.locator('.ft-say')).toContainText('The reply gets the original address back');
      await walk.locator('.ft-inside').getByRole('button', { name: 'tracking' }).click();
      await expect(walk.locator('.ft-say')).toContainText('ESTABLISHED');

      // It plays by itself, and to the end.
      await page.keyboard.press('End');
      await page.keyboard.press('ArrowLeft');
      await walk.getByRole('button', { name: 'Play' }).click();
      await expect(walk.locator('.ft-say')).toHaveClass(/ft-delivered/);
      await expect(walk.getByRole('button', { name: 'Play' })).toBeVisible();

      await walk.getByRole('tab', { name: 'As a picture' }).focus();
      await page.keyboard.press('ArrowRight');
      await expect(walk.getByRole('tabpanel')).toContainText('The program on phone is connected');
      await expect(walk.getByRole('tabpanel')).toContainText('the reply gets the original address back');
      expect(await axe(page)).toEqual([]);
    });
  });
}

test('of thousands of rules that did not match only those are made that are asked for', async ({ page }) => {
  const rules = Array.from(
    { length: 3500 },
    (_, i) => `-A FORWARD -p tcp -m tcp --dport ${i + 1000} -j DROP`,
  );
  await page.addInitScript(
    (text) => localStorage.setItem('four-tables/1/lessons/reading-the-nat-table/laptop', text),
    `*filter\n${rules.join('\n')}\nCOMMIT\n`,
  );
  await page.goto('/lessons/reading-the-nat-table/');
  const lab = page.locator('[data-lab="laptop"]');
  await lab.scrollIntoViewIfNeeded();
  await expect(lab.getByRole('textbox')).toHaveValue(/--dport 1000/);
  await lab.getByText('The packet’s way').first().click();
  const walk = lab.locator('.ft-walk');
  await walk.locator('.ft-inside').waitFor();
  await walk.getByText(/^All \d+ steps/).click();
  await walk.getByRole('button', { name: /filter, rule 1 of FORWARD/ }).click();
  expect(await walk.locator('li').count()).toBeLessThan(100);
  await walk.getByRole('button', { name: /3.498 more rules missed; show/ }).click();
  await walk.getByRole('spinbutton').fill('2345');
  await expect(walk.locator('.ft-sought')).toContainText(
    'needs destination port 3344; the packet has port 80',
  );
  expect(await walk.locator('li').count()).toBeLessThan(150);
});

test('a way asks which rule decides before it shows it, and after a wrong answer about another packet', async ({
  page,
}) => {
  await page.goto('/lessons/not-locking-yourself-out/');
  const lab = page.locator('[data-lab="in-order"]');
  await lab.scrollIntoViewIfNeeded();
  await lab.getByText('The packet’s way').first().click();
  const walk = lab.locator('.ft-walk');
  await walk.getByRole('checkbox', { name: 'Ask me which rule decides' }).check();
  const question = walk.getByRole('group', { name: 'Which rule decides?' });
  await expect(question.getByRole('radio')).toHaveCount(4);
  // Nothing of what comes then can be gone to or read.
  await expect(walk.getByRole('button', { name: 'Next step' })).toHaveAttribute('aria-disabled', 'true');
  await expect(
    walk.getByRole('list', { name: 'The packets of this connection' }).getByRole('listitem'),
  ).toHaveCount(1);
  await expect(walk.locator('.ft-inside, .ft-rules, .ft-all')).toHaveCount(0);
  expect(await axe(page)).toEqual([]);
  await walk.getByRole('button', { name: 'That’s my answer' }).click();
  await expect(question).toBeVisible();
  await question.getByRole('radio').first().check();
  await page.keyboard.press('Enter');
  await expect(walk.getByText('✗ Not rule 1. It is rule 3.')).toBeVisible();
  await expect(walk.locator('.ft-row.ft-now')).toContainText('needs destination port 22');
  await walk.getByRole('button', { name: 'Ask me', exact: true }).click();
  await expect(walk.getByText('Another packet: a stranger asks the database', { exact: true })).toBeVisible();
  await question.getByRole('radio', { name: 'none of them: the policy, DROP' }).check();
  await page.keyboard.press('Enter');
  await expect(walk.getByText('✓ Yes, the policy, DROP.')).toBeVisible();
  await expect(walk.locator('.ft-say')).toContainText('no rule of INPUT decided');
  // Without questions it is as before.
  await walk.getByRole('checkbox').uncheck();
  await expect(walk.locator('.ft-gate')).toHaveCount(0);
});
