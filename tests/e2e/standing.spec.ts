/** What is solved, wherever it shows: the menu, the map, the front page; and where to go on. */
import type { Page } from '@playwright/test';
import { alive, axe, expect, layouts, overflow, test } from './site.ts';

const solve = (page: Page, ids: readonly string[]) =>
  page.evaluate((all) => {
    for (const id of all) localStorage.setItem(`four-tables/done/${id}`, '1');
  }, ids);
const exercises = (page: Page): Promise<readonly string[]> =>
  page
    .locator('[data-exercise]')
    .evaluateAll((all) => all.map((e) => (e as HTMLElement).dataset['exercise']!));

test('one solved exercise lights up in every place, in another tab too, and leads to the next', async ({
  page,
  context,
}) => {
  await page.goto('/lessons/');
  const all = await exercises(page);
  const [first, second] = all;
  await expect(page.getByText('How far you are')).toHaveCount(0);
  const other = await context.newPage();
  await other.goto('/lessons/');
  await solve(page, [first!]);
  // Nothing was loaded again there.
  await expect(other.locator(`[data-exercise="${first}"]`)).toHaveAccessibleName(/, solved$/);
  await expect(other.getByText(`1 of ${all.length} exercises`)).toBeVisible();
  const menu = other.getByRole('navigation', { name: 'Main' });
  await expect(menu.getByRole('link', { name: /^Listing all four tables.*1 of/ })).toBeVisible();
  await other.close();
  await page.goto('/');
  await page.getByRole('link', { name: 'Continue: lesson 1, exercise 2' }).click();
  await expect(page).toHaveURL(`/${second!.replace(/\/([^/]*)$/, '/#$1')}`);
  await expect(page.locator(`[data-lab="${second!.split('/').at(-1)}"]`)).toBeInViewport();
});

test('half an answer that was never tried is where one goes on', async ({ page }) => {
  await page.goto('/lessons/masquerade-versus-snat/');
  const lab = page.locator('[data-lab="write-masquerade"]');
  await lab.scrollIntoViewIfNeeded();
  await alive(lab);
  await lab.getByRole('textbox').first().click();
  await page.keyboard.type('# half of my ans');
  // A learner who leaves says nothing before.
  await page.goto('/');
  await page.getByRole('link', { name: 'Continue: lesson 5, exercise' }).click();
  await expect(page).toHaveURL(/masquerade-versus-snat\/#write-masquerade$/);
  await expect(lab.getByRole('textbox').first()).toHaveValue(/# half of my ans/);
});

test('when all is solved, the course says so and what comes now', async ({ page }) => {
  await page.goto('/lessons/');
  await solve(page, await exercises(page));
  await page.goto('/');
  await page.getByRole('link', { name: 'All solved. What now?' }).click();
  await expect(page.getByRole('heading', { name: /You have solved all/ })).toBeInViewport();
});

test('a purpose leads through the course, and every envelope to its exercise', async ({ page, request }) => {
  await page.goto('/lessons/');
  const lessons = page.locator('.lesson');
  const all = await lessons.count();
  await page.getByRole('radio', { name: 'I have a broken port-forward' }).check();
  await expect(page.locator('.lesson .foot:visible')).toHaveCount(3);
  await expect(lessons).toHaveCount(all);
  for (const link of await page.locator('.lesson').last().locator('[data-exercise]').all()) {
    const [address, id] = (await link.getAttribute('href'))!.split('#');
    expect(await (await request.get(address!)).text()).toContain(`id="${id}"`);
  }
});

for (const { width, height, colorScheme } of layouts)
  test(`the map at ${width} px, ${colorScheme}`, async ({ page }) => {
    await page.setViewportSize({ width, height });
    await page.emulateMedia({ colorScheme });
    await page.goto('/lessons/');
    await solve(page, (await exercises(page)).slice(0, 8));
    await page.reload();
    await expect(page.getByText('8 of')).toBeVisible();
    expect(await axe(page)).toEqual([]);
    expect(await overflow(page)).toBe(0);
  });

test('without scripts the map is whole, and says nothing of progress', async ({ browser, baseURL }) => {
  const context = await browser.newContext({ baseURL: baseURL!, javaScriptEnabled: false });
  const page = await context.newPage();
  await page.goto('/lessons/');
  await page.getByRole('radio', { name: 'I’m setting up a server' }).check();
  await expect(page.locator('.lesson .foot:visible')).toHaveCount(3);
  await expect(page.getByText('You have solved all')).toBeHidden();
  await context.close();
});
