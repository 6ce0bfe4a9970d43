/** What a learner did: recorded in the browser, shown, saved as a file and loaded by another browser. */
import { readFileSync } from 'node:fs';
import type { Page } from '@playwright/test';
import { alive, axe, expect, overflow, test } from './site.ts';

const lesson = '/lessons/masquerade-versus-snat/';
const id = 'lessons/masquerade-versus-snat/write-masquerade';
const wrong = 'iptables -t nat -A POSTROUTING -o lan -j MASQUERADE';
const right = 'iptables -t nat -A POSTROUTING -o wan -j MASQUERADE';

const stored = (page: Page, key: string) => page.evaluate((name) => localStorage.getItem(name), key);
const record = async (page: Page) => JSON.parse((await stored(page, `four-tables/record/${id}`)) ?? 'null');

test('attempts are recorded, and a saved file lets another browser go on', async ({
  page,
  browser,
  baseURL,
}) => {
  await page.goto(lesson);
  const lab = page.locator('[data-lab="write-masquerade"]');
  await lab.scrollIntoViewIfNeeded();
  await alive(lab);
  const write = async (text: string) => {
    await lab.getByRole('textbox').click();
    await page.keyboard.press('Control+a');
    await page.keyboard.insertText(text);
  };
  await write(wrong);
  await lab.getByRole('button', { name: 'Check' }).click();
  await expect.poll(async () => (await record(page))?.mistakes).toEqual({ 'other-interface': 1 });
  // What solves it is an attempt, without a button.
  await write(right);
  await expect.poll(async () => (await record(page))?.attempts, { timeout: 6000 }).toBe(2);
  expect(await record(page)).toMatchObject({
    first: { answer: wrong, passed: false },
    last: { answer: right, passed: true },
    solved: { attempts: 2 },
  });
  await expect(lab).toContainText('✓ solved');

  await page.goto('/progress/');
  const row = page.getByRole('listitem').filter({ hasText: 'A rule that outlives the address' });
  await expect(row).toContainText('solved, 2 attempts');
  await row.getByText('What you answered').click();
  await expect(row).toContainText('One attempt showed this mistake: another interface');
  await page.getByLabel('Your name in the file').fill('Ada');
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'Save as a file' }).click(),
  ]);
  expect(download.suggestedFilename()).toBe('progress-ada.json');
  const file = await download.path();

  const other = await (await browser.newContext({ baseURL: baseURL! })).newPage();
  await other.goto('/progress/');
  await other.getByLabel('Go on with a file').setInputFiles(file);
  await expect(other.getByRole('status')).toContainText('1 exercise tried, 1 solved, 1 text kept');
  await other.goto(lesson);
  await other.locator('[data-lab="write-masquerade"]').scrollIntoViewIfNeeded();
  await expect(other.locator('[data-lab="write-masquerade"]')).toContainText('✓ solved');
  await expect(other.locator('[data-lab="write-masquerade"] textarea')).toHaveValue(right);

  // What is there already is asked about, and can be kept.
  await other.goto('/progress/');
  await other.evaluate((key) => localStorage.setItem(key, 'mine'), `four-tables/1/${id}`);
  await other.reload();
  await other.getByLabel('Go on with a file').setInputFiles(file);
  await other.getByRole('button', { name: 'Keep what is here' }).click();
  expect(await stored(other, `four-tables/1/${id}`)).toBe('mine');
  const cut = { name: 'cut.json', mimeType: 'application/json', buffer: readFileSync(file).subarray(0, 200) };
  await other.getByLabel('Go on with a file').setInputFiles(cut);
  await expect(other.getByRole('status')).toContainText('cut.json is cut off');
  await other.getByLabel('Go on with a file').setInputFiles(file);
  await other.getByRole('button', { name: 'Replace it' }).click();
  await expect.poll(() => stored(other, `four-tables/1/${id}`)).toBe(right);
  await other.getByRole('button', { name: 'Forget everything' }).click();
  await other.getByRole('button', { name: 'Yes, forget it all' }).click();
  await expect(other.getByText('0 of')).toBeVisible();
  const left = await other.evaluate(() =>
    Object.keys(localStorage).filter((k) => /^four-tables.*masq/.test(k)),
  );
  expect(left).toEqual([]);
  await other.context().close();
});

test('each step of an exercise is shown with its own attempts', async ({ page }) => {
  const ladder = 'lessons/not-locking-yourself-out/which-line-first';
  const made = (answer: object, passed: boolean) => ({
    answer: JSON.stringify(answer),
    passed,
    at: '2026-11-29T07:05Z',
  });
  const [wrong, ordered] = [
    made({ kind: 'lines', placed: ['second', 'first'] }, false),
    made({ kind: 'lines', placed: ['first', 'second'] }, true),
  ];
  const step = {
    attempts: 5,
    first: wrong,
    last: ordered,
    solved: { at: ordered.at, attempts: 5 },
    mistakes: {},
  };
  await page.goto('/progress/');
  const row = page.getByRole('listitem').filter({ hasText: 'Which line comes first?' });
  await expect(row).toContainText('not tried yet');
  await page.evaluate(
    ([key, value]) => localStorage.setItem(key!, value!),
    [`four-tables/record/${ladder}-parsons`, JSON.stringify(step)],
  );
  await page.reload();
  await expect(row).toContainText('not solved yet');
  await row.getByText('What you answered').click();
  await expect(row).toContainText('Step 2, Put in order: solved, 5 attempts');
  await expect(row.getByRole('group', { name: 'First answer' })).toContainText('second');
  await expect(row).not.toContainText('Step 4');
  const own = { answer: right, passed: false, at: '2026-11-30T07:05Z', seed: 1024 };
  const last = { attempts: 1, first: own, last: own, mistakes: {} };
  await page.evaluate(
    ([key, value]) => localStorage.setItem(key!, value!),
    [`four-tables/record/${ladder}`, JSON.stringify(last)],
  );
  await page.reload();
  await row.getByText('What you answered').click();
  await expect(row).toContainText('Step 4, Write: not solved yet, 1 attempt');
  await expect(row).toContainText('wrong, with other ports or addresses than the lesson (number 1024)');
  expect(await axe(page)).toEqual([]);
});

test('records that cannot be read are set aside and said', async ({ page }) => {
  await page.goto('/progress/');
  await page.evaluate((key) => localStorage.setItem(key, '{"attempts":"many"}'), `four-tables/record/${id}`);
  await page.reload();
  await expect(page.getByText('1 item could not be read')).toBeVisible();
  expect(await stored(page, `four-tables/aside/record/${id}`)).toBe('{"attempts":"many"}');
  expect(await axe(page)).toEqual([]);
  await page.setViewportSize({ width: 320, height: 700 });
  expect(await overflow(page)).toBe(0);
});

test('two tabs: what one solves the other shows, and neither loses what the other wrote', async ({
  page,
  context,
}) => {
  const other = await context.newPage();
  for (const tab of [page, other]) {
    await tab.goto(lesson);
    const lab = tab.locator('[data-lab="write-masquerade"]');
    await lab.scrollIntoViewIfNeeded();
    await alive(lab);
  }
  const [mine, theirs] = [page, other].map((tab) => tab.locator('[data-lab="write-masquerade"]'));
  await theirs!.getByRole('textbox').fill('# theirs');
  await mine!.getByRole('textbox').fill(right);
  await page.keyboard.press('Control+Enter');
  await expect(theirs!.getByText('✓ solved')).toBeVisible();
  await expect(theirs!.getByRole('textbox')).toContainText('# theirs');
  await other.reload();
  await theirs!.scrollIntoViewIfNeeded();
  await expect(theirs!.getByRole('textbox')).toHaveValue('# theirs');
  await expect.poll(async () => (await record(page))?.solved?.attempts).toBe(1);
  await other.close();
});
