/** A lesson from the front page to its last exercise, by touch on a telephone. What is answered is right and is not what the author wrote. */
import type { Page } from '@playwright/test';
import { alive, expect, overflow, test } from './site.ts';

const address = '/lessons/the-way-of-a-packet/';

const wayThrough = [
  'iptables -A FORWARD -m state --state ESTABLISHED,RELATED -j ACCEPT',
  'iptables -A FORWARD -i dmz -o wan -j ACCEPT',
  'iptables -A FORWARD -i dmz -j DROP',
  'iptables -A FORWARD ! -i lan -j DROP',
];

/** Solves every exercise of the lesson, each time on from where the one before leads. */
const solve = async (page: Page): Promise<void> => {
  const lab = (id: string) => page.locator(`[data-lab="${id}"]`);
  const done = (id: string) => expect(lab(id).locator('.ft-verdict')).toContainText('✓ Done.');
  const goOn = (id: string) => lab(id).getByRole('button', { name: 'Next exercise' }).tap();
  const predict = async (id: string, outcomes: Readonly<Record<string, string>>) => {
    for (const [packet, outcome] of Object.entries(outcomes)) {
      const item = lab(id).getByRole('listitem').filter({ hasText: packet });
      await item.getByRole('radio', { name: outcome }).tap();
      await item.getByRole('button', { name: 'That’s my answer' }).tap();
      await expect(item).toContainText('Right. It ended');
    }
    await done(id);
  };
  const write = async (id: string, text: string) => {
    await lab(id).getByRole('textbox').tap();
    // The editor takes the place of the text.
    await expect(lab(id).locator('.cm-content')).toBeVisible();
    await lab(id).getByRole('textbox').tap();
    await page.keyboard.press('ControlOrMeta+A');
    await page.keyboard.insertText(text);
    await done(id);
  };

  await alive(lab('first-guess'));
  await predict('first-guess', {
    'the TV opens a page': 'connected',
    'the TV asks the gateway for a name': 'no answer',
  });
  await goOn('first-guess');
  const traced = lab('through-the-gateway');
  for (const met of [':PREROUTING ACCEPT', ':FORWARD ACCEPT', '-A POSTROUTING -o wan'])
    await traced.getByRole('button', { name: met }).tap();
  await traced.getByRole('button', { name: 'Check' }).tap();
  await done('through-the-gateway');
  await goOn('through-the-gateway');
  await write('good-night-tv', 'iptables -I FORWARD -i lan --source 192.168.1.30/32 -j DROP\n');
  await goOn('good-night-tv');
  await predict('which-table-wins', {
    'the TV opens a page': 'no answer',
    'the laptop opens a page': 'connected',
    'the laptop asks the gateway for a name': 'refused',
  });
  await goOn('which-table-wins');
  await write('who-may-call-whom', `${wayThrough.join('\n')}\n`);
  await goOn('who-may-call-whom');
  const last = lab('nothing-passes');
  await last.locator('.ft-screen, .xterm-helper-textarea').last().tap();
  await page.keyboard.type('echo 1 > /proc/sys/net/ipv4/ip_forward\n');
  await done('nothing-passes');
};

const allSolved = (page: Page) => expect(page.getByText('✓ solved', { exact: true })).toHaveCount(6);

test.describe('on a telephone', () => {
  test.use({ viewport: { width: 375, height: 740 }, hasTouch: true, isMobile: true });
  test('a whole lesson by touch, from the front page', async ({ page }) => {
    test.slow();
    await page.goto('/');
    await page.getByRole('link', { name: 'The way of a packet' }).tap();
    await page.waitForURL(`**${address}`);
    await solve(page);
    await allSolved(page);
    expect(await overflow(page)).toBe(0);
    await page.locator('[data-lab="nothing-passes"]').getByRole('button', { name: 'Next lesson' }).tap();
    await page.waitForURL('**/lessons/answers-need-no-rule/');
  });
});
