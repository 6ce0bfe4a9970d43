/** Reviews: what was solved some days ago is solved once more, and comes again as it went. */
import type { Page } from '@playwright/test';
import { axe, expect, layouts, overflow, test } from './site.ts';

const lesson = 'lessons/masquerade-versus-snat';
const write = `${lesson}/write-masquerade`;
const predict = `${lesson}/who-still-works`;
const right = 'iptables -t nat -A POSTROUTING -o wan -j MASQUERADE';

const stored = (page: Page, key: string) =>
  page.evaluate((name) => localStorage.getItem(`four-tables/${name}`), key);
const solvedEarlier = (page: Page, ids: readonly string[]) =>
  page.addInitScript((all) => {
    for (const [i, id] of all.entries()) {
      const made = { answer: 'mine', passed: true, at: `2020-01-0${i + 1}T10:00Z` };
      const tried = {
        attempts: 1,
        first: made,
        last: made,
        solved: { at: made.at, attempts: 1 },
        mistakes: {},
      };
      for (const [name, text] of [
        [`record/${id}`, JSON.stringify(tried)],
        [`done/${id}`, '1'],
        [`1/${id}`, '# mine'],
      ] as const)
        if (localStorage.getItem(`four-tables/${name}`) === null)
          localStorage.setItem(`four-tables/${name}`, text);
    }
  }, ids);

test('two are due: one is right, the other not remembered, and what was written stays', async ({ page }) => {
  await page.goto('/');
  const line = page.getByRole('link', { name: 'Review: ' });
  await expect(line).toHaveCount(0);
  await solvedEarlier(page, [write, predict]);
  await page.reload();
  await expect(line).toHaveText('Review: 2 for today');
  await page.goto('/lessons/');
  await expect(page.getByRole('heading', { name: '2 for today' })).toBeVisible();
  await page.getByRole('link', { name: 'Review', exact: true }).last().click();
  await page.getByRole('button', { name: 'Start' }).click();
  const lab = page.locator('.ft-lab');
  // It begins with nothing, and keeps nothing.
  await expect(lab).not.toContainText('# mine');
  await expect(lab.getByRole('list', { name: 'The network' })).toContainText('203.0.113.80');
  await lab.getByRole('textbox').fill(right);
  await page.keyboard.press('Control+Enter');
  await expect(page.getByText('✓ Right.')).toBeVisible();
  expect(JSON.parse((await stored(page, `review/${write}`))!)).toMatchObject({ right: true, row: 1 });
  // The way on is where Check was.
  await lab.locator('.ft-strip').getByRole('button', { name: 'Next', exact: true }).click();
  await expect(lab).toContainText('Who still works?');
  await page.getByRole('button', { name: 'I don’t remember' }).click();
  await expect(page.getByText('Counted as wrong. The answer is below.')).toBeFocused();
  await expect(lab.getByText('the laptop after: no answer.')).toBeInViewport();
  expect(JSON.parse((await stored(page, `review/${predict}`))!)).toMatchObject({ right: false, row: 0 });
  await page.getByRole('button', { name: 'Finish' }).click();
  await expect(
    page.getByText('1 of 2 right. That is all for today. Something is due again tomorrow.'),
  ).toBeVisible();
  const missed = page.getByRole('list').filter({ has: page.getByRole('link', { name: 'Who still works?' }) });
  await expect(missed.last().getByRole('link')).toHaveAttribute(
    'href',
    `/${predict.replace(/\/([^/]*)$/, '/#$1')}`,
  );
  await expect(missed.last()).not.toContainText('A rule that outlives the address');
  expect(await stored(page, `1/${write}`)).toBe('# mine');
  await expect
    .poll(() =>
      page.evaluate(() =>
        Object.keys(localStorage)
          .filter((key) => /\/review\/.*\//.test(key))
          .sort(),
      ),
    )
    .toEqual([write, predict].map((id) => `four-tables/review/${id}`).sort());
});

for (const button of ['I don’t remember', 'Show the solution'])
  test(`“${button}” shows the solution beside one’s own, and counts as wrong`, async ({ page }) => {
    await solvedEarlier(page, [write]);
    await page.goto('/review/');
    await page.getByRole('button', { name: 'Start' }).click();
    const lab = page.locator('.ft-lab');
    await lab.getByRole('textbox').fill(right.replace('-o wan', '-o lan'));
    await lab.getByRole('button', { name: 'Show a hint' }).click();
    await page.getByRole('button', { name: button }).click();
    await expect(lab.getByText('Yours says -o lan, ours -o wan.')).toBeVisible();
    await expect(lab.locator('.ft-compared')).toHaveCount(1);
    await expect(page.getByText('Counted as wrong')).toBeVisible();
    await lab.getByRole('textbox').fill(right);
    await expect(lab.locator('.ft-strip').getByRole('button', { name: 'Finish' })).toBeVisible();
    expect(JSON.parse((await stored(page, `review/${write}`))!)).toMatchObject({ right: false, row: 0 });
  });

test('a wrong Check and a hint count for nothing where rules are written; a wrong prediction counts', async ({
  page,
}) => {
  const guess = 'lessons/not-locking-yourself-out/who-is-left-outside';
  await solvedEarlier(page, [write, guess]);
  await page.goto('/review/');
  await expect(page.getByText('have to be right at the first try')).toBeVisible();
  await page.getByRole('button', { name: 'Start' }).click();
  const lab = page.locator('.ft-lab');
  await lab.getByRole('textbox').fill(right.replace('-o wan', '-o lan'));
  await page.keyboard.press('Control+Enter');
  await expect(lab).toContainText('✗ Not yet.');
  await lab.getByRole('button', { name: 'Show a hint' }).click();
  await lab.getByRole('textbox').fill(right);
  await expect(page.getByText('✓ Right.')).toBeVisible();
  await lab.locator('.ft-strip').getByRole('button', { name: 'Next', exact: true }).click();
  for (const [name, outcome] of [
    ['you log in', 'connected'],
    ['you log in', 'connected'],
    ['a stranger', 'connected'],
    ['you ping', 'no answer'],
    ['the server fetches', 'no answer'],
  ] as const) {
    const item = lab.getByRole('listitem').filter({ hasText: name });
    const before = await item.locator('.ft-ends').count();
    await item.getByRole('radio', { name: outcome }).check();
    await page.keyboard.press('Enter');
    await expect(item.locator('.ft-ends')).toHaveCount(before + 1);
  }
  await expect(lab).toContainText('Nothing is left to predict. One of your predictions was wrong.');
  await expect(page.getByText('Solved, but not at once: it comes again tomorrow.')).toBeVisible();
});

test('an exercise at a terminal has its terminal at once', async ({ page }) => {
  await solvedEarlier(page, ['lessons/answers-need-no-rule/read-the-list']);
  await page.goto('/review/');
  await page.getByRole('button', { name: 'Start' }).click();
  await expect(page.locator('.ft-terminal')).toHaveAttribute('data-state', 'open');
  await expect(page.locator('.xterm-rows')).toContainText('root@');
  await page.getByRole('button', { name: 'I don’t remember' }).click();
  await expect(page.locator('.rev-answer')).toContainText('Which address began the connection? 192.0.2.50');
});

test('offline it says so, and tries again', async ({ page }) => {
  await solvedEarlier(page, [write]);
  await page.goto('/review/');
  await page.route('**/review/**.json', (route) => route.fulfill({ status: 404, body: '' }), { times: 1 });
  // The console tells of what did not come.
  page.removeAllListeners('console');
  await page.getByRole('button', { name: 'Start' }).click();
  await page.getByRole('button', { name: 'Try again' }).click();
  await expect(page.locator('.ft-lab')).toBeVisible();
});

test('nothing is solved, and what cannot be read is set aside', async ({ page }) => {
  await page.goto('/review/');
  await expect(page.getByText('you have solved none yet')).toBeVisible();
  await page.evaluate(() => localStorage.setItem('four-tables/done/front/first-rule', '1'));
  await page.reload();
  await expect(page.getByText('You have solved the exercise of the front page.')).toBeVisible();
  await solvedEarlier(page, [write]);
  await page.evaluate((id) => localStorage.setItem(`four-tables/review/${id}`, '{"row":"many"}'), write);
  await page.reload();
  await expect(page.getByRole('button', { name: 'Start' })).toBeVisible();
  expect(await stored(page, `aside/review/${write}`)).toBe('{"row":"many"}');
});

for (const { width, height, colorScheme } of layouts)
  test(`a review at ${width} px, ${colorScheme}`, async ({ page }) => {
    await page.setViewportSize({ width, height });
    await page.emulateMedia({ colorScheme });
    await solvedEarlier(page, [write, predict]);
    await page.goto('/review/');
    await expect(page.getByRole('button', { name: 'Start' })).toBeVisible();
    expect(await axe(page)).toEqual([]);
    await page.getByRole('button', { name: 'Start' }).click();
    await expect(page.locator('.ft-lab')).toBeVisible();
    expect(await axe(page)).toEqual([]);
    expect(await overflow(page)).toBe(0);
    if (process.env['SHOTS'])
      await page.screenshot({
        path: `${process.env['SHOTS']}/review-${width}-${colorScheme}.png`,
        fullPage: true,
      });
  });
