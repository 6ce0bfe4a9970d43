/** Packets of the learner's own: sent by keyboard, sent again with each change, kept, judged apart from the exercise. */
import type { Locator } from '@playwright/test';
import { alive, axe, expect, overflow, test } from './site.ts';

const lesson = '/lessons/masquerade-versus-snat/';
const packets = (lab: Locator) => lab.locator('.ft-own .ft-packet');
const write = async (lab: Locator, text: string) => {
  await lab.locator('.cm-content, textarea').first().click();
  await lab.locator('.cm-content').waitFor();
  await lab.page().keyboard.press('Control+a');
  await lab.page().keyboard.insertText(text);
};

test('a packet of one’s own is sent by keyboard, follows the rules, and is kept', async ({ page }) => {
  await page.goto(lesson);
  const lab = page.locator('[data-lab="snat"]');
  await lab.scrollIntoViewIfNeeded();
  await alive(lab);
  await lab.getByRole('button', { name: 'Send a packet' }).focus();
  await page.keyboard.press('Enter');
  const field = (name: string) => lab.getByRole('form').getByLabel(name, { exact: true });
  await expect(field('From')).toBeFocused();
  const fill = async (name: string, text: string) => {
    await field(name).focus();
    await page.keyboard.press('Control+a');
    await page.keyboard.type(text);
    await page.keyboard.press('Enter');
  };
  const should = lab.getByRole('form').getByLabel('It should');
  await should.selectOption('be dropped');
  // What is wrong is said at its field, and nothing is lost.
  await fill('To', 'router');
  await expect(field('To')).toBeFocused();
  await expect(field('To')).toHaveAccessibleDescription(/router has several addresses/);
  await fill('To', '192.168.1.1');
  await expect(packets(lab)).toContainText('phone → tcp 192.168.1.1:80');
  await expect(packets(lab)).toContainText('It reaches router, where no program listens for it.');
  await expect(lab.locator('.ft-own').getByRole('status')).toHaveText('Packet A ended: refused.');
  await expect(lab.locator('.ft-mine .ft-own-mark')).toHaveText('A');
  // What was expected is of this packet, and not of the next one.
  await expect(packets(lab).getByLabel('It should')).toHaveValue('drop');
  await expect(should).toHaveValue('');
  await expect(packets(lab)).toContainText('✗ Not as you expected');
  expect(await axe(page)).toEqual([]);

  await write(lab, 'iptables -A INPUT -p tcp --dport 80 -j DROP');
  await expect(packets(lab)).toContainText('no answer. It is dropped by filter INPUT, rule 1. was: refused');
  await expect(packets(lab)).toContainText('✓ As you expected');
  await packets(lab).getByText('The packet’s way').click();
  await expect(packets(lab).locator('.ft-walk')).toContainText('INPUT');
  // It counts for nothing: this is a lab, and its strip has the lab's own packets.
  await expect(lab.locator('.ft-strip .ft-count')).toHaveText('2 packets');

  await page.reload();
  await expect(packets(lab)).toContainText('✓ As you expected');
  await lab.getByRole('button', { name: 'A minute passes' }).click();
  await expect(lab.locator('.ft-own li')).toHaveCount(2);
  await lab.getByRole('button', { name: 'Remove A' }).click();
  await expect(packets(lab)).toHaveCount(0);
  await lab.getByRole('button', { name: 'Remove 1' }).click();
  await expect(lab.getByRole('button', { name: 'Send a packet' })).toBeFocused();
  expect(await page.evaluate(() => Object.keys(localStorage).filter((k) => k.endsWith('/own')))).toEqual([]);
});

test('at a terminal it meets the rules that were typed, and garbage that was kept is set aside', async ({
  page,
}) => {
  await page.setViewportSize({ width: 375, height: 812 });
  await page.goto('/lessons/not-locking-yourself-out/');
  const lab = page.locator('.ft-lab[data-lab]', { has: page.locator('.ft-terminal') }).first();
  const id = `lessons/not-locking-yourself-out/${await lab.getAttribute('data-lab')}/own`;
  await page.evaluate((id) => localStorage.setItem(`four-tables/1/${id}`, '[{"kind":"run"}]'), id);
  await page.reload();
  await lab.scrollIntoViewIfNeeded();
  await expect
    .poll(() => page.evaluate((id) => localStorage.getItem(`four-tables/aside/${id}`), id))
    .toBe('[{"kind":"run"}]');
  await lab.getByRole('button', { name: 'Send a packet' }).click();
  await lab.getByRole('button', { name: 'Send', exact: true }).click();
  await expect(packets(lab)).toContainText('Ended: connected');
  expect(await overflow(page)).toBe(0);
  await lab.getByRole('textbox', { name: /^Terminal on/ }).focus();
  await page.keyboard.type('iptables -I INPUT -j DROP\n');
  await expect(packets(lab)).toContainText('It is dropped by filter INPUT, rule 1.');
});
