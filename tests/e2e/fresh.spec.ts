/** A page that is opened for the first time, whose labs are laid out when they come near. */
import { test as anyPage, expect } from '@playwright/test';

const lesson = '/lessons/not-locking-yourself-out/';
const late = 'behind-the-drop';

for (const width of [375, 1280])
  anyPage(`${width} px: a link leads to its exercise, and a reload stays there`, async ({ page }) => {
    await page.setViewportSize({ width, height: 800 });
    await page.goto(`${lesson}#${late}`);
    const labs = page.locator('.ft-lab:not(details *)');
    const isLaidOut = (which: 'first' | 'last') =>
      labs[which]().evaluate((lab) =>
        lab.firstElementChild!.checkVisibility({ contentVisibilityAuto: true }),
      );
    const top = () => page.locator(`#${late}`).evaluate((exercise) => exercise.getBoundingClientRect().top);
    const settled = async () => {
      await page.waitForLoadState('networkidle');
      await page.waitForTimeout(500);
      return top();
    };
    const first = await settled();
    expect(first).toBeGreaterThan(0);
    expect(first).toBeLessThan(250);
    expect([await isLaidOut('first'), await isLaidOut('last')]).toEqual([false, true]);
    await page.reload();
    expect(Math.abs((await settled()) - first)).toBeLessThan(20);
    expect(await isLaidOut('first')).toBe(true);
  });
