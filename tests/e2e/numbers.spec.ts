/** Numbers of the learner's own: a class link gives them, an exercise is drawn, solved and recorded with them. */
import { alive, axe, expect, test } from './site.ts';

const lesson = '/lessons/masquerade-versus-snat/';
const id = 'lessons/masquerade-versus-snat/fix-with-snat';

test('a class link gives an exercise numbers of its own, and it is solved with those', async ({ page }) => {
  await page.goto(`${lesson}?seed=17`);
  // The number stays for other visits.
  await page.goto(lesson);
  const lab = page.locator('[data-lab="fix-with-snat"]');
  await lab.scrollIntoViewIfNeeded();
  await alive(lab);
  await expect(lab).toContainText('The numbers here are your own (number 17)');
  const [, address] = /Mail has to leave from (\d+\.\d+\.\d+\.\d+)/.exec((await lab.textContent())!)!;
  expect(address).not.toBe('198.51.100.8');
  await expect(lab.getByRole('list', { name: 'The network' })).toContainText(address!);
  const solve = async (to: string, from: string) => {
    await lab.getByRole('textbox').click();
    await page.keyboard.press('Control+a');
    await page.keyboard.insertText(
      `iptables -t nat -A POSTROUTING -s ${from} -o wan -j SNAT --to-source ${to}\niptables -t nat -A POSTROUTING -o wan -j MASQUERADE`,
    );
  };
  // The neighbour's answer.
  await solve('198.51.100.8', '10.20.0.25');
  await lab.getByRole('button', { name: 'Check' }).click();
  await expect(lab.getByText('✗ Not yet. Packet 1 ended')).toBeVisible();
  await lab.getByRole('button', { name: 'Show the solution' }).click();
  const solution = await lab.getByRole('group', { name: 'One solution' }).textContent();
  const [, from] = /-s (\S+)/.exec(solution!)!;
  expect(solution).toContain(`--to-source ${address}`);
  await solve(address!, from!);
  await expect(lab).toContainText('✓ solved');
  expect(await axe(page)).toEqual([]);
  const read = () =>
    page.evaluate((key) => JSON.parse(localStorage.getItem(key) ?? '{}'), `four-tables/record/${id}`);
  await expect.poll(async () => (await read()).last).toMatchObject({ seed: 17, passed: true });
  await page.reload();
  await lab.scrollIntoViewIfNeeded();
  await expect(lab.getByRole('textbox')).toHaveValue(new RegExp(`--to-source ${address}`));

  await page.goto('/progress/');
  await expect(page.getByText(/^Some exercises have ports .*number 17/)).toBeVisible();
  await page.getByRole('button', { name: 'Take those in the lessons' }).click();
  await page.goto(lesson);
  await lab.scrollIntoViewIfNeeded();
  await alive(lab);
  await expect(lab).toContainText('leave from 198.51.100.8');
  await page.goto('/embed/masquerade-versus-snat/fix-with-snat/?seed=17');
  await alive(lab);
  await expect(lab).toContainText('number 17');
  await page.goto('/?seed=0');
  await page.goto('/?seed');
  expect(await page.evaluate(() => Number(localStorage.getItem('four-tables/seed')))).toBeGreaterThan(0);
  await page.goto('/lessons/?seed=x<script>');
  expect(await page.evaluate(() => Number(localStorage.getItem('four-tables/seed')))).toBeGreaterThan(0);
});

test('all four steps of a ladder have the same numbers, and what is above them too', async ({ page }) => {
  await page.goto('/authors/?seed=17');
  const ladder = page.getByRole('region', { name: 'Closed for one, step by step' });
  const head = ladder.locator('> header');
  await head.scrollIntoViewIfNeeded();
  await expect(head).toContainText('The numbers here are your own (number 17)');
  const [, address] = /comes from (\d+\.\d+\.\d+\.\d+)/.exec((await head.textContent())!)!;
  expect(address).not.toBe('192.0.2.99');
  const steps = ladder.locator('> details');
  for (const [i, kind] of ['Trace', 'Put in order', 'Fill in', 'Write'].entries()) {
    const step = steps.nth(i);
    await step.evaluate((details: HTMLDetailsElement) => {
      details.open = true;
    });
    await step.locator('.ft-lab').scrollIntoViewIfNeeded();
    await alive(step.locator('.ft-lab'));
    await expect(step.locator('> summary'), kind).toContainText(kind);
    if (i < 3) await expect(step.locator('.ft-lab')).toContainText(`-s ${address}`);
    await expect(step.locator('.ft-lab')).not.toContainText('192.0.2.99');
  }
  const write = steps.nth(3).locator('.ft-lab');
  const answer = (from: string) =>
    write
      .getByRole('textbox')
      .first()
      .fill(
        `iptables -A INPUT -s ${from} -j DROP\niptables -A INPUT -p tcp --dport 80 -j ACCEPT\niptables -A INPUT -j REJECT`,
      );
  await answer('192.0.2.99');
  await expect(write.locator('.ft-verdict')).toContainText('Packet 1 is accepted by filter INPUT, rule 2.');
  await answer(address!);
  await expect(head.getByText('✓ solved')).toBeVisible();
  await page.reload();
  await expect(steps.nth(3).locator('> summary').getByText('✓ solved')).toBeVisible();
  await steps.nth(3).locator('> summary').click();
  await write.scrollIntoViewIfNeeded();
  await expect(write.getByRole('textbox').first()).toHaveValue(new RegExp(`-s ${address} `));
  const kept = await page.evaluate(() =>
    Object.keys(localStorage).filter((key) => key.includes('closed-for-one')),
  );
  expect(kept.some((key) => key.endsWith('closed-for-one~17'))).toBe(true);
});

test('other numbers are of one exercise, which leads back to those it had and to what was written with them', async ({
  page,
}) => {
  await page.goto(lesson);
  const lab = page.locator('[data-lab="fix-with-snat"]');
  const other = page.locator('[data-lab="fixed-address"]');
  const answer = (from: string, to: string) =>
    `iptables -t nat -A POSTROUTING -s ${from} -o wan -j SNAT --to-source ${to}\niptables -t nat -A POSTROUTING -o wan -j MASQUERADE`;
  const start = async () => {
    await lab.scrollIntoViewIfNeeded();
    await alive(lab);
  };
  await start();
  const others = lab.getByRole('button', { name: 'The same with other addresses and ports' });
  const back = lab.getByRole('button', { name: 'Back to' });
  await expect(others).toHaveCount(0);
  await lab.getByRole('textbox').fill(answer('10.20.0.25', '198.51.100.8'));
  await others.click();
  await expect(lab).toContainText('This exercise now has other numbers than the lesson:');
  await expect(lab).toBeInViewport();
  const [, address] = /(\d+\.\d+\.\d+\.\d+) instead of 198\.51\.100\.8/.exec((await lab.textContent())!)!;
  await start();
  await expect(lab).toContainText(`Mail has to leave from ${address}`);
  await expect(lab.getByRole('list', { name: 'The network' })).toContainText(address!);
  await expect(lab.getByRole('textbox')).not.toHaveValue(/--to-source/);
  // A number of the whole browser would show here.
  await other.scrollIntoViewIfNeeded();
  await alive(other);
  await expect(other).toContainText('--to-source 198.51.100.7');
  await expect(other).not.toContainText('numbers');
  expect(await axe(page)).toEqual([]);
  await start();
  await back.click();
  await expect(back).toHaveCount(0);
  await start();
  await expect(lab.getByRole('textbox')).toHaveValue(answer('10.20.0.25', '198.51.100.8'));

  // In a class, it goes back to the class's number.
  await page.goto(`${lesson}?seed=17`);
  await start();
  await expect(lab).toContainText('The numbers here are your own (number 17). Your neighbour has others.');
  await lab.getByRole('textbox').fill(`${answer('10.20.0.25', '198.51.100.8')}\n# mine`);
  await page.evaluate((name) => localStorage.setItem(name, '4711'), `four-tables/numbers/${id}`);
  await page.reload();
  await start();
  await expect(lab).toContainText('This exercise now has other numbers than the lesson:');
  await lab.getByRole('button', { name: 'Back to number 17' }).click();
  await start();
  await expect(lab).toContainText('(number 17)');
  await expect(lab.getByRole('textbox')).toHaveValue(/# mine/);

  await page.evaluate((name) => localStorage.setItem(name, '4711'), `four-tables/numbers/${id}`);
  await page.goto('/progress/');
  await expect(page.getByText('You asked for other numbers in 1 exercise.')).toBeVisible();
  await page.getByRole('button', { name: 'Take those in the lessons' }).click();
  await page.goto(lesson);
  await start();
  await expect(lab).toContainText('leave from 198.51.100.8');
});

test('on a phone other numbers begin at the head of their exercise, which is not solved with them', async ({
  page,
}) => {
  await page.setViewportSize({ width: 375, height: 667 });
  await page.goto(lesson);
  const lab = page.locator('[data-lab="fix-with-snat"]');
  const head = lab.locator('.ft-title');
  const note = lab.getByText('This exercise now has other numbers than the lesson:');
  await lab.scrollIntoViewIfNeeded();
  await alive(lab);
  await lab
    .getByRole('textbox')
    .fill(
      'iptables -t nat -A POSTROUTING -s 10.20.0.25 -o wan -j SNAT --to-source 198.51.100.8\niptables -t nat -A POSTROUTING -o wan -j MASQUERADE',
    );
  await expect(head).toContainText('✓ solved');
  await lab.getByRole('button', { name: 'The same with other addresses and ports' }).click();
  await expect(note).toBeVisible();
  await alive(lab);
  // As it stays, and not on its way.
  await page.waitForTimeout(1000);
  await expect(head).toBeInViewport({ ratio: 1 });
  await expect(note).toBeInViewport();
  await expect(head).not.toContainText('✓ solved');
  await lab.getByRole('button', { name: 'Back to' }).click();
  await expect(note).toHaveCount(0);
  await alive(lab);
  await expect(head).toContainText('✓ solved');
  await page.waitForTimeout(1000);
  await expect(head).toBeInViewport({ ratio: 1 });
});

test('a terminal that is not touched yet has other numbers at once, as its page has', async ({ page }) => {
  const vpn = 'lessons/answers-need-no-rule/out-for-good';
  await page.goto('/lessons/answers-need-no-rule/');
  await page.evaluate((name) => localStorage.setItem(name, '4711'), `four-tables/numbers/${vpn}`);
  await page.reload();
  const lab = page.locator('[data-lab="out-for-good"]');
  await lab.evaluate((node) => node.scrollIntoView());
  await alive(lab);
  await expect(lab).toContainText('This exercise now has other numbers than the lesson:');
  const [, port] = /(\d+) instead of 51820/.exec((await lab.textContent())!)!;
  await expect(lab.locator('.ft-built pre').first()).toContainText(`--dport ${port}`);
  await expect(lab.locator('.ft-built pre').first()).not.toContainText('51820');
});
