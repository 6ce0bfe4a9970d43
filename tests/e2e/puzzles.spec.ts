/** The exercises that are ordered, filled in and traced: by keyboard alone, and by touch on a telephone. */
import type { Locator, Page } from '@playwright/test';
import { alive, axe, expect, overflow, test } from './site.ts';

const page4 = '/lessons/not-locking-yourself-out/';
const page3 = '/lessons/masquerade-versus-snat/';
const page2 = '/lessons/reading-the-nat-table/';

const open = async (page: Page, address: string, id: string): Promise<Locator> => {
  await page.goto(address);
  const lab = page.locator(`[data-lab="${id}"]`);
  const step = page.locator('details:not([open])', { has: lab }).locator('> summary');
  if ((await step.count()) > 0) await step.click();
  await lab.scrollIntoViewIfNeeded();
  await alive(lab);
  return lab;
};

/** Presses Tab, or Shift+Tab, until a control has focus. */
const tabTo = async (page: Page, control: Locator, key: 'Tab' | 'Shift+Tab' = 'Tab') => {
  for (let i = 0; i < 60; i++) {
    if (await control.evaluate((c) => c === document.activeElement)) return;
    await page.keyboard.press(key);
  }
  throw new Error('Tab does not come there');
};

const lo = 'iptables -A INPUT -i lo -j ACCEPT';
const answers = 'iptables -A INPUT -m conntrack --ctstate ESTABLISHED,RELATED -j ACCEPT';
const web = 'iptables -A INPUT -p tcp --dport 80 -j ACCEPT';
const mine = 'iptables -A INPUT -s 192.0.2.50 -p tcp --dport 22 -j ACCEPT';
const drop = 'iptables -A INPUT -j DROP';

const arrival = [
  '-A PREROUTING -m addrtype --dst-type LOCAL -j DOCKER',
  '-A DOCKER -i docker0 -j RETURN',
  ':PREROUTING ACCEPT [0:0]',
];
const rule = (lab: Locator, text: string, which = 0) =>
  lab.getByRole('button', { name: text, exact: false }).nth(which);

test.describe('by keyboard alone', () => {
  test('lines are put in order', async ({ page }) => {
    const lab = await open(page, page4, 'which-line-first-parsons');
    const take = (line: string) => lab.getByRole('button', { name: `Take: ${line}` });
    const placed = lab.getByRole('list', { name: 'Commands on server, in your order' }).locator('li > code');
    const check = lab.getByRole('button', { name: 'Check' });
    await expect(check).toBeDisabled();
    await lab.getByRole('button', { name: /^Take/ }).first().focus();
    for (const line of [drop, web, mine, answers, lo]) {
      // The arrow keys go through the tray: to its top, and down from there.
      for (let i = 0; i < 6; i++) await page.keyboard.press('ArrowUp');
      for (let i = 0; i < 6; i++)
        if (!(await take(line).evaluate((b) => b === document.activeElement)))
          await page.keyboard.press('ArrowDown');
      await expect(take(line)).toBeFocused();
      await page.keyboard.press('Enter');
    }
    await expect(placed).toHaveText([drop, web, mine, answers, lo]);
    await expect(lab.locator('[aria-live]').last()).toHaveText(`Line 5 of 5: ${lo}`);
    await tabTo(page, check);
    await page.keyboard.press('Enter');
    await expect(lab.getByRole('status')).toContainText('Not yet');
    await tabTo(page, lab.getByRole('button', { name: 'Show a hint' }), 'Shift+Tab');
    await page.keyboard.press('Enter');
    await expect(lab.locator('.ft-hint')).toContainText('Rule 1 of filter INPUT decides about this packet');

    const down = lab.getByRole('button', { name: `Move down: ${drop}` });
    await tabTo(page, down, 'Shift+Tab');
    for (let i = 0; i < 5; i++) {
      await page.keyboard.press('ArrowDown');
      await expect(down).toBeFocused();
    }
    await expect(placed).toHaveText([web, mine, answers, lo, drop]);
    await expect(lab.locator('[aria-live]').last()).toHaveText('It is the last line already.');
    await expect(lab.getByRole('status')).toContainText('Done');

    // Taken out and put back in, and kept over a reload.
    await page.keyboard.press('Delete');
    await expect(placed).toHaveText([web, mine, answers, lo]);
    await page.waitForTimeout(600);
    await page.reload();
    const step = page.locator('details', { has: lab }).locator('> summary');
    await expect(step).toContainText('✓ solved');
    await step.click();
    await expect(placed).toHaveText([web, mine, answers, lo]);
  });

  test('words are filled in', async ({ page }) => {
    const lab = await open(page, page3, 'fixed-address');
    const [chain, target] = [1, 2].map((n) =>
      lab.getByRole('textbox', { name: `Missing word ${n} of 2` }),
    ) as [Locator, Locator];
    await expect(lab.locator('.ft-problems li')).toHaveCount(0);
    await chain.focus();
    await page.keyboard.type('POSTROUTING');
    await expect(lab.getByRole('button', { name: 'Check' })).toBeDisabled();
    await tabTo(page, target);
    await page.keyboard.type('MASQUERADE');
    await expect(lab.locator('.ft-problems li')).toContainText('unknown option "--to-source"');
    await page.keyboard.press('Enter');
    await expect(lab.getByRole('status')).toContainText('Not yet');
    await page.keyboard.press('Control+A');
    await page.keyboard.type('SNAT');
    await expect(lab.locator('.ft-problems li')).toHaveCount(0);
    await expect(lab.getByRole('status')).toContainText('Done');
    await page.waitForTimeout(600);
    await page.reload();
    await lab.scrollIntoViewIfNeeded();
    await expect(target).toHaveValue('SNAT');
  });

  test('a packet is traced', async ({ page }) => {
    const lab = await open(page, page2, 'through-the-laptop');
    const check = lab.getByRole('button', { name: 'Check' });
    await expect(lab.locator('.ft-ends')).toHaveCount(0);
    await rule(lab, '-A FORWARD').focus();
    await page.keyboard.press('Space');
    await tabTo(page, check);
    await page.keyboard.press('Enter');
    await expect(lab.getByRole('status')).toHaveText(
      '✗ Not yet. Number 1, rule 1 of FORWARD in filter: the packet does not come to it.',
    );
    await expect(rule(lab, '-A FORWARD')).toContainText('✗');
    await expect(lab.locator('.ft-ends')).toContainText('It ended: connected');
    // Why it ended so is the answer.
    await expect(lab.locator('.ft-because')).toHaveCount(0);
    await tabTo(page, lab.getByRole('button', { name: 'Take all marks away' }), 'Shift+Tab');
    await page.keyboard.press('Enter');
    const ways = ['Shift+Tab', 'Tab', 'Shift+Tab'] as const;
    for (const [i, text] of arrival.entries()) {
      await tabTo(page, rule(lab, text), ways[i]);
      await page.keyboard.press('Space');
    }
    await tabTo(page, rule(lab, ':INPUT'), 'Shift+Tab');
    await page.keyboard.press('Space');
    await expect(lab.locator('[aria-live]').last()).toHaveText('Number 4: the policy of INPUT in filter');
    await tabTo(page, rule(lab, ':INPUT', 1));
    await page.keyboard.press('Space');
    await tabTo(page, check);
    await page.keyboard.press('Enter');
    await expect(lab.getByRole('status')).toContainText('Done');
  });
});

test('a ladder: solving a step opens the next, by keyboard alone, and a reload goes on where it was', async ({
  page,
}) => {
  await page.goto(page4);
  const ladder = page.getByRole('region', { name: 'Which line comes first?, step by step' });
  const steps = ladder.locator('> details');
  const openSteps = () => steps.evaluateAll((all) => all.map((step) => (step as HTMLDetailsElement).open));
  const solved = ladder.getByText('✓ solved').filter({ visible: true });
  const step = (n: number) => steps.nth(n - 1).locator('.ft-lab');
  const check = (n: number) => step(n).getByRole('button', { name: 'Check' });
  expect(await openSteps()).toEqual([true, false, false, false]);
  await step(1).scrollIntoViewIfNeeded();
  await alive(step(1));

  await rule(step(1), '-A INPUT -j DROP').focus();
  await page.keyboard.press('Space');
  await tabTo(page, check(1));
  await page.keyboard.press('Enter');
  await expect(ladder.locator('> [role="status"]')).toHaveText('Step 2 is open.');
  expect(await openSteps()).toEqual([true, true, false, false]);
  await expect(solved).toHaveCount(1);
  await expect(step(1).getByRole('button', { name: 'Next step' })).toBeFocused();

  await page.reload();
  expect(await openSteps()).toEqual([false, true, false, false]);
  // Nothing is locked: a step can be opened by hand.
  await steps.nth(1).locator('> summary').focus();
  await tabTo(page, steps.nth(2).locator('> summary'));
  await page.keyboard.press('Enter');
  const word = step(3).getByRole('textbox', { name: 'Missing word 1 of 1' });
  await tabTo(page, word);
  await page.keyboard.type('ESTABLISHED');
  await expect(step(3).getByRole('status')).toContainText('Done');
  expect(await openSteps()).toEqual([false, true, true, true]);
  await step(4).getByRole('textbox').first().fill([lo, answers, web, mine, drop].join('\n'));
  // The last step is the exercise itself: its mark is at the title too.
  await expect(solved).toHaveCount(4);
  expect(await axe(page)).toEqual([]);
});

test('a ladder is read without JavaScript', async ({ browser, baseURL }) => {
  const page = await browser.newPage({ javaScriptEnabled: false, ...(baseURL !== undefined && { baseURL }) });
  await page.goto(page4);
  const steps = page.locator('.ladder > details');
  await expect(steps.nth(0)).toContainText(':INPUT ACCEPT [0:0]');
  await steps.nth(1).locator('> summary').click();
  await expect(steps.nth(1).getByText('Lines to take. You may not need all of them.')).toBeVisible();
  await page.close();
});

test.describe('by touch on a telephone', () => {
  test.use({ viewport: { width: 375, height: 812 }, hasTouch: true, isMobile: true });

  const large = async (buttons: Locator) => {
    for (const box of await Promise.all((await buttons.all()).map((b) => b.boundingBox())))
      expect(Math.min(box!.width, box!.height)).toBeGreaterThanOrEqual(44);
  };

  test('lines are put in order', async ({ page }) => {
    const lab = await open(page, page4, 'which-line-first-parsons');
    for (const line of [lo, drop, answers, web, mine])
      await lab.getByRole('button', { name: `Take: ${line}` }).tap();
    await large(lab.locator('.ft-puzzle button'));
    expect(await overflow(page)).toBe(0);
    await lab.getByRole('button', { name: 'Check' }).tap();
    await expect(lab.getByRole('status')).toContainText('Not yet');
    for (let i = 0; i < 3; i++) await lab.getByRole('button', { name: `Move down: ${drop}` }).tap();
    await lab.getByRole('button', { name: `Put back: ${lo}` }).tap();
    await lab.getByRole('button', { name: `Take: ${lo}` }).tap();
    for (let i = 0; i < 4; i++) await lab.getByRole('button', { name: `Move up: ${lo}` }).tap();
    await expect(lab.getByRole('status')).toContainText('Done');
    expect(await axe(page)).toEqual([]);
  });

  test('words are filled in', async ({ page }) => {
    const lab = await open(page, page3, 'fixed-address');
    await large(lab.locator('.ft-puzzle input'));
    await lab.getByRole('textbox').first().tap();
    await page.keyboard.type('PREROUTING');
    await lab.getByRole('textbox').last().tap();
    await page.keyboard.type('SNAT');
    await lab.getByRole('button', { name: 'Check' }).tap();
    await expect(lab.getByRole('status')).toContainText('Not yet');
    await lab.getByRole('textbox').first().fill('POSTROUTING');
    await expect(lab.getByRole('status')).toContainText('Done');
    expect(await overflow(page)).toBe(0);
    expect(await axe(page)).toEqual([]);
  });

  test('a packet is traced', async ({ page }) => {
    const lab = await open(page, page2, 'through-the-laptop');
    for (const text of arrival) await rule(lab, text).tap();
    await large(lab.locator('.ft-puzzle button'));
    await lab.getByRole('button', { name: 'Check' }).tap();
    await expect(lab.getByRole('status')).toHaveText(
      '✗ Not yet. Numbers 1 to 3 are right, and there is more after that.',
    );
    await rule(lab, ':INPUT').tap();
    await rule(lab, ':INPUT', 1).tap();
    await lab.getByRole('button', { name: 'Check' }).tap();
    await expect(lab.getByRole('status')).toContainText('Done');
    expect(await overflow(page)).toBe(0);
    expect(await axe(page)).toEqual([]);
  });
});
