/** A lab on the whole screen; how fast a way plays; packets that run over the drawn network. */
import type { Page } from '@playwright/test';
import { alive, axe, expect, overflow, test } from './site.ts';

const opened = async (page: Page) => {
  await page.goto('/lessons/masquerade-versus-snat/');
  const lab = page.locator('[data-lab="snat"]');
  await lab.scrollIntoViewIfNeeded();
  await alive(lab);
  return lab;
};

test('a lab fills the screen, and leaves it', async ({ page }) => {
  const lab = await opened(page);
  await lab.getByRole('button', { name: 'Full screen' }).click();
  await expect
    .poll(() => page.evaluate(() => document.fullscreenElement?.getAttribute('data-lab')))
    .toBe('snat');
  await expect(lab).toHaveClass(/ft-covers/);
  await lab.getByRole('button', { name: 'Leave full screen' }).click();
  await expect(lab).not.toHaveClass(/ft-covers/);
  expect(await page.evaluate(() => document.fullscreenElement)).toBeNull();
});

test('where the browser has no full screen, the lab covers the page, and Escape leaves', async ({ page }) => {
  await page.setViewportSize({ width: 375, height: 812 });
  await page.addInitScript(() => Reflect.deleteProperty(Element.prototype, 'requestFullscreen'));
  const lab = await opened(page);
  await lab.getByRole('button', { name: 'Full screen' }).click();
  await expect.poll(() => lab.evaluate((e) => e.matches(':popover-open'))).toBe(true);
  expect(await lab.boundingBox()).toEqual({ x: 0, y: 0, width: 375, height: 812 });
  expect([await overflow(page), await axe(page)]).toEqual([0, []]);
  // A form that is open closes first.
  await lab.getByRole('button', { name: 'Send a packet' }).click();
  await expect(lab.getByLabel('From', { exact: true })).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(lab.getByRole('form')).toHaveCount(0);
  // The keyboard goes back a moment later.
  await expect(lab.getByRole('button', { name: 'Send a packet' })).toBeFocused();
  await expect(lab).toHaveClass(/ft-covers/);
  await lab.getByRole('button', { name: 'Leave full screen' }).focus();
  await page.keyboard.press('Escape');
  await expect(lab).not.toHaveClass(/ft-covers/);
  await expect(lab.getByRole('button', { name: 'Full screen' })).toBeFocused();
});

test('how fast a way plays is kept', async ({ page }) => {
  for (const speed of ['1', '4']) {
    const lab = await opened(page);
    await lab.getByText('The packet’s way').first().click();
    const chosen = lab.getByLabel('How fast it plays');
    await expect(chosen).toHaveValue(speed);
    await chosen.selectOption('4×');
  }
});

for (const reducedMotion of ['no-preference', 'reduce'] as const)
  test(`packets run over the network when something changed (motion: ${reducedMotion})`, async ({ page }) => {
    await page.emulateMedia({ reducedMotion });
    await page.addInitScript(() => {
      const ran: string[] = [];
      const animate = Element.prototype.animate;
      Element.prototype.animate = function (...args) {
        ran.push(this.textContent ?? '');
        return animate.apply(this, args);
      };
      Object.assign(globalThis, { ran });
    });
    const lab = await opened(page);
    await lab.locator('.ft-editor').click();
    await page.locator('.cm-content').waitFor();
    await page.keyboard.press('Control+End');
    await page.keyboard.insertText('iptables -P FORWARD DROP\n');
    await expect(lab.locator('.ft-mine .ft-envelope')).toHaveText(['1', '2']);
    const ran = await page.evaluate(() => (globalThis as unknown as { ran: readonly string[] }).ran);
    expect(ran).toEqual(reducedMotion === 'reduce' ? [] : ['1', '2']);
  });
