/**
 * A lesson from its front page to its last exercise, as people do it who have no mouse: by touch on a telephone, and by keyboard
 * alone. What is answered is right and is not what the author wrote. And what a screen reader finds in an exercise.
 */
import type { Locator, Page } from '@playwright/test';
import { alive, expect, overflow, test } from './site.ts';

const address = '/lessons/the-way-of-a-packet/';

const wayThrough = [
  'iptables -A FORWARD -m state --state ESTABLISHED,RELATED -j ACCEPT',
  'iptables -A FORWARD -i dmz -o wan -j ACCEPT',
  'iptables -A FORWARD -i dmz -j DROP',
  'iptables -A FORWARD ! -i lan -j DROP',
];

/** How a learner works: what they do to a control, and how they write a text in place of another. */
interface Hands {
  press(control: Locator): Promise<void>;
  choose(radio: Locator): Promise<void>;
  /** Goes to where is written. */
  enter(field: Locator): Promise<void>;
}

const touch: Hands = {
  press: (control) => control.tap(),
  choose: (radio) => radio.tap(),
  enter: (field) => field.tap(),
};

/** Tab, or Shift+Tab where it is before the focus, until a control, or something in it, has the focus. */
const tabTo = async (control: Locator): Promise<void> => {
  const page = control.page();
  const isBefore = await control.evaluate(
    (c) => (c.compareDocumentPosition(document.activeElement!) & Node.DOCUMENT_POSITION_FOLLOWING) > 0,
  );
  for (let i = 0; i < 120; i++) {
    if (await control.evaluate((c) => c.contains(document.activeElement))) return;
    await page.keyboard.press(isBefore ? 'Shift+Tab' : 'Tab');
  }
  throw new Error(`Tab does not come to ${control}`);
};
const keyboard: Hands = {
  async press(control) {
    await tabTo(control);
    await control.page().keyboard.press('Enter');
  },
  async choose(radio) {
    // Tab comes to the first of a group, and the arrow keys go through it.
    const first = radio.locator('xpath=ancestor::fieldset').getByRole('radio').first();
    await tabTo(first);
    await first.page().keyboard.press('Space');
    for (let i = 0; i < 5 && !(await radio.isChecked()); i++) await radio.page().keyboard.press('ArrowRight');
    await expect(radio).toBeChecked();
  },
  enter: tabTo,
};

/** Solves every exercise of the lesson, each time on from where the one before leads. */
const solve = async (page: Page, { press, choose, enter }: Hands): Promise<void> => {
  const lab = (id: string) => page.locator(`[data-lab="${id}"]`);
  const done = (id: string) => expect(lab(id).locator('.ft-verdict')).toContainText('✓ Done.');
  const goOn = async (id: string) => {
    await press(lab(id).getByRole('button', { name: 'Next exercise' }));
    // The keyboard goes there too, which takes a moment.
    await expect
      .poll(() =>
        lab(id).evaluate(
          (l) => document.activeElement === document.body || l.contains(document.activeElement),
        ),
      )
      .toBe(false);
  };
  const predict = async (id: string, outcomes: Readonly<Record<string, string>>) => {
    for (const [packet, outcome] of Object.entries(outcomes)) {
      const item = lab(id).getByRole('listitem').filter({ hasText: packet });
      await choose(item.getByRole('radio', { name: outcome }));
      await press(item.getByRole('button', { name: 'That’s my answer' }));
      await expect(item).toContainText('Right. It ended');
    }
    await done(id);
  };
  const write = async (id: string, text: string) => {
    // The editor takes the place of the text once that has the focus.
    await enter(lab(id).locator('.ft-editor'));
    await expect(lab(id).locator('.cm-content')).toBeFocused();
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
    await press(traced.getByRole('button', { name: met }));
  await press(traced.getByRole('button', { name: 'Check' }));
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
  await enter(last.locator('.ft-terminal'));
  await expect(last.locator('.ft-terminal')).toHaveAttribute('data-state', 'open');
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
    await solve(page, touch);
    await allSolved(page);
    expect(await overflow(page)).toBe(0);
    await page.locator('[data-lab="nothing-passes"]').getByRole('button', { name: 'Next lesson' }).tap();
    await page.waitForURL('**/lessons/answers-need-no-rule/');
  });
});

test('a whole lesson by keyboard alone', async ({ page }) => {
  test.slow();
  await page.goto(address);
  await solve(page, keyboard);
  await allSolved(page);
});

test('a screen reader finds what to do, where, and what came of it', async ({ page }) => {
  await page.goto(address);
  const lab = page.locator('[data-lab="good-night-tv"]');
  await lab.scrollIntoViewIfNeeded();
  await alive(lab);
  await expect(lab).toMatchAriaSnapshot(`
    - region "Good night, TV":
      - textbox "Commands on gateway, one a line"
      - button "Show a hint"
      - list "The network"
      - paragraph: Packets
      - list
      - button "1 of 6 packets"
      - status: /To do. packet 1. Now. connected/
      - paragraph:
        - button "Check"
  `);
  await lab.getByRole('textbox').fill('iptables -A FORWARD -s 192.168.1.30 -j DROP\n');
  await expect(lab).toMatchAriaSnapshot(`
    - region "Good night, TV":
      - textbox "Commands on gateway, one a line"
      - button "6 of 6 packets"
      - status: /Done. Every packet ends as it should/
      - paragraph:
        - button "Next exercise"
  `);
});
