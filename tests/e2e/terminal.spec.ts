/**
 * The terminal of a lesson, in a browser: that keys, focus, paste, storage and the page around it work
 * together.
 */
import type { Locator, Page } from '@playwright/test';
import { alive, axe, expect, layouts, overflow, test } from './site.ts';

const page1 = '/lessons/listing-all-four-tables/';

/** The lab, once its terminal takes keys, with the keyboard in it. */
const sitAt = async (page: Page, id: string): Promise<Locator> => {
  const lab = page.locator(`[data-lab="${id}"]`);
  await lab.scrollIntoViewIfNeeded();
  await alive(lab);
  await lab.locator('.ft-terminal').hover();
  await expect(lab.locator('.ft-terminal')).toHaveAttribute('data-state', 'open');
  await lab.getByRole('textbox', { name: /^Terminal on/ }).focus();
  return lab;
};
const said = (lab: Locator) => lab.getByRole('log').locator('pre');
/** Types a line and waits for its end. */
const enter = async (page: Page, lab: Locator, line: string): Promise<void> => {
  await page.keyboard.type(`${line}\n`);
  // A pattern, because in a text an end of a line counts as any space.
  const ended = new RegExp(`${line.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')}(\n|$)`);
  await expect(said(lab).last()).toContainText(ended);
};
const paste = (lab: Locator, text: string) =>
  lab.getByRole('textbox', { name: /^Terminal on/ }).evaluate((node, data) => {
    const clipboardData = new DataTransfer();
    clipboardData.setData('text/plain', data);
    node.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }));
  }, text);

for (const { width, height, colorScheme } of layouts) {
  test(`lesson 1 is finished by typing, at ${width} px, ${colorScheme}`, async ({ page }) => {
    await page.setViewportSize({ width, height });
    await page.emulateMedia({ colorScheme });
    await page.goto(page1);

    const four = await sitAt(page, 'four-listings');
    for (const line of ['iptables -L', 'iptables -t nat -nL', 'iptables --table mangle --list'])
      await enter(page, four, line);
    const [which, chain] = [
      four.getByLabel('Which table rewrites source addresses, with MASQUERADE?'),
      four.getByLabel('Which chain has the policy DROP?'),
    ];
    await which.fill('filter');
    await chain.fill(' forward ');
    await page.keyboard.press('Enter');
    await expect(four).toContainText('You still have to run 1 of 4 commands');
    // There is one hint.
    await four.getByRole('button', { name: 'Show a hint' }).click();
    await expect(four.locator('.ft-hint')).toBeFocused();
    await expect(four.getByRole('button', { name: 'Show a hint' })).toHaveCount(0);
    await sitAt(page, 'four-listings');
    await enter(page, four, 'iptables -t raw -L');
    await which.fill('nat');
    await page.keyboard.press('Enter');
    await expect(four).toContainText('✓ Done');

    const dump = await sitAt(page, 'one-dump');
    await enter(page, dump, 'iptables-save | grep MASQ');
    await expect(said(dump).last()).toContainText(
      '-A POSTROUTING -s 172.17.0.0/16 ! -o docker0 -j MASQUERADE',
    );
    await enter(page, dump, 'iptables-save');
    await dump.getByLabel(/Which source/).fill('172.17.0.0/16');
    await dump.getByLabel(/How many packets/).fill('2078627');
    await dump.getByLabel(/How many has it/).fill('1 629');
    await page.keyboard.press('Enter');
    await expect(dump).toContainText('✓ Done');

    for (const [id, line] of [
      ['not-in-filter', 'iptables -t mangle -D PREROUTING 1'],
      ['by-number', 'iptables -D INPUT 3'],
      ['first-table', 'iptables -t raw -A PREROUTING -s 192.168.1.60 -p tcp --dport 631 -j DROP'],
    ] as const) {
      const lab = await sitAt(page, id);
      await enter(page, lab, line);
      await expect(lab, id).toContainText('✓ Done');
    }
    expect(await overflow(page)).toBe(0);
  });
}

for (const { width, height, colorScheme } of layouts.filter(
  (l) => (l.width === 375) === (l.colorScheme === 'dark'),
))
  test(`axe finds nothing wrong with terminals in use, at ${width} px, ${colorScheme}`, async ({ page }) => {
    test.slow();
    await page.setViewportSize({ width, height });
    await page.emulateMedia({ colorScheme });
    await page.goto(page1);
    const lab = await sitAt(page, 'four-listings');
    await enter(page, lab, 'iptables -t nat -L');
    await enter(page, lab, 'ping -c 1 192.168.1.50');
    await lab.getByRole('button', { name: 'Check' }).click();
    await lab.getByRole('button', { name: 'Show a hint' }).click();
    await lab.getByRole('button', { name: 'Show the solution' }).click();
    expect(await axe(page)).toEqual([]);
  });

test('what a command sends is shown at once, and what it changes stands in the listing', async ({ page }) => {
  await page.goto(page1);
  const lab = await sitAt(page, 'first-table');
  await enter(page, lab, 'iptables -t raw -A OUTPUT -p icmp -j DROP');
  await expect(lab.locator('.ft-printed')).toContainText('DROP');
  await enter(page, lab, 'ping -c 1 -W 1 192.168.1.50');
  await expect(lab.getByRole('group', { name: 'The way of ping -c 1 -W 1 192.168.1.50' })).toBeVisible();
});

test('a mistake gets our hint, a command can be undone, and a grade outlasts the line that ran', async ({
  page,
}) => {
  await page.goto(page1);
  const lab = await sitAt(page, 'first-table');
  const strip = lab.locator('.ft-verdict');
  await enter(page, lab, 'iptables -t raw -A PREROUTING -p tcp --dprt 631 -j DROP');
  await expect(said(lab).last()).toContainText('Our hint: There is no option --dprt. Did you mean --dport?');
  await enter(page, lab, 'iptables -t raw -A PREROUTING -s 192.168.1.60 -p tcp --dport 631 -j DROP');
  await expect(strip).toContainText('✓ Done');
  const before = await said(lab).count();
  await lab.getByRole('button', { name: 'Undo the last command' }).click();
  await expect(said(lab)).toHaveCount(before - 1);
  await expect(strip).not.toContainText('✓ Done');
  await expect(lab.locator('.ft-printed')).not.toContainText('DROP');

  await sitAt(page, 'first-table');
  await page.keyboard.type('while true; do :; done\n');
  await page.waitForTimeout(300);
  await lab.getByRole('button', { name: 'Check' }).click();
  await expect(strip).toContainText('✗ Not yet');
  await lab.getByRole('textbox', { name: /^Terminal on/ }).focus();
  await page.keyboard.press('Control+C');
  await expect(said(lab).last()).toContainText('^C');
  await expect(strip).toContainText('✗ Not yet');
});

test('hints at a terminal follow what its lines changed, and undo passes over what changed nothing', async ({
  page,
}) => {
  await page.goto(page1);
  const lab = await sitAt(page, 'first-table');
  const hints = lab.locator('.ft-hint');
  const show = lab.getByRole('button', { name: 'Show a hint' });
  const next = lab.getByRole('button', { name: 'Next hint' });
  const earlier = lab.getByText('about an earlier answer');
  await enter(page, lab, 'iptables -t raw -A PREROUTING -s 192.168.1.99 -j DROP');
  await show.click();
  for (let n = 2; n <= 3; n++) await next.click();
  await expect(show.or(next)).toHaveCount(0);
  await lab.getByRole('textbox', { name: /^Terminal on/ }).focus();
  await enter(page, lab, 'iptables -t raw -L');
  await enter(page, lab, 'iptables -t raw -A PREROUTING -j DRP');
  await expect(earlier).toHaveCount(0);
  await expect(show).toHaveCount(0);
  const first = await hints.first().textContent();

  await enter(page, lab, 'iptables -t raw -F');
  await expect(earlier).not.toHaveCount(0);
  await show.click();
  await expect(earlier).toHaveCount(0);
  await expect(hints.first()).not.toHaveText(first!);

  const lines = await said(lab).count();
  await lab.getByRole('textbox', { name: /^Terminal on/ }).focus();
  await enter(page, lab, 'iptables -t raw -L -n');
  await lab.getByRole('button', { name: 'Undo the last command' }).click();
  await expect(said(lab)).toHaveCount(lines - 1);
  await expect(lab.locator('.ft-printed')).toContainText('192.168.1.99');

  await lab.getByRole('button', { name: 'Start over' }).click();
  await expect(lab.locator('.ft-ask')).toBeFocused();
  await expect(lab.locator('.ft-ask')).toBeInViewport({ ratio: 1 });
  await lab.getByRole('button', { name: 'Yes, start over' }).click();
  await expect(hints).toHaveCount(0);
  await expect(show).toBeVisible();
});

test('lines that were kept and are typed again are no attempt', async ({ page }) => {
  const key = 'four-tables/record/lessons/listing-all-four-tables/first-table';
  const record = () => page.evaluate((name) => localStorage.getItem(name), key);
  await page.goto(page1);
  const lab = await sitAt(page, 'first-table');
  await enter(page, lab, 'iptables -t raw -A PREROUTING -s 192.168.1.60 -p tcp --dport 631 -j DROP');
  await expect(lab.locator('.ft-verdict')).toContainText('✓ Done');
  await expect.poll(record).not.toBeNull();
  const before = (await record())!.replaceAll(/"at":"[^"]*"/g, '"at":"2026-01-01T00:00Z"');
  await page.evaluate(([name, text]) => localStorage.setItem(name!, text!), [key, before]);
  await page.reload();
  const again = await sitAt(page, 'first-table');
  await expect(again.locator('.ft-verdict')).toContainText('✓ Done');
  // A line that is typed now is one, and comes after whatever waking recorded.
  expect(await record()).toBe(before);
  await enter(page, again, 'iptables -t raw -F');
  await again.getByRole('button', { name: 'Check' }).click();
  await expect.poll(async () => JSON.parse((await record())!).attempts).toBe(2);
  expect(JSON.parse((await record())!).first.at).toBe('2026-01-01T00:00Z');
});

test('a host starts again at the terminal, with the rules that were saved', async ({ page }) => {
  await page.goto('/lessons/not-locking-yourself-out/');
  const lab = await sitAt(page, 'over-a-reboot');
  await page.keyboard.type('reboot\n');
  await expect(said(lab).last()).toContainText('server login: root (automatic login)');
  await enter(page, lab, 'iptables -D INPUT 2');
  await enter(page, lab, 'iptables-save > /etc/iptables/rules.v4');
  await expect(lab.getByText('✓ solved')).toBeVisible();
});

test('Tab completes, Ctrl+C stops a loop, and Esc then Tab leaves', async ({ page }) => {
  await page.goto(page1);
  const lab = await sitAt(page, 'laptop');
  await page.keyboard.type('iptables -t n');
  await page.keyboard.press('Tab');
  await enter(page, lab, '-S DOCKER');
  await expect(said(lab).last()).toContainText(
    'iptables -t nat -S DOCKER\n-N DOCKER\n-A DOCKER -i docker0 -j RETURN',
  );

  await page.keyboard.type('while true; do :; done\n');
  await page.waitForTimeout(300);
  const before = await said(lab).count();
  await page.keyboard.press('Control+C');
  await expect(said(lab)).toHaveCount(before + 1);
  await expect(said(lab).last()).toContainText('^C');
  await enter(page, lab, 'echo still here');

  const inside = () => lab.locator('.ft-screen').evaluate((s) => s.contains(document.activeElement));
  await page.keyboard.press('Tab');
  expect(await inside()).toBe(true);
  await page.keyboard.press('Escape');
  await page.keyboard.press('Tab');
  expect(await inside()).toBe(false);
  await sitAt(page, 'laptop');
  await page.keyboard.press('Shift+Tab');
  expect(await inside()).toBe(false);
});

test('a paste of a megabyte is answered, and Ctrl+C ends it', async ({ page }) => {
  await page.goto(page1);
  const lab = await sitAt(page, 'laptop');
  await paste(lab, 'iptables -A INPUT -s 10.0.0.1 -j ACCEPT\n'.repeat(26_000));
  await expect(said(lab).nth(10)).toBeAttached();
  await page.keyboard.press('Control+C');
  await enter(page, lab, 'echo awake');
  await expect(said(lab).last()).toContainText('awake');
  await paste(lab, 'x'.repeat(1_000_000));
  await page.keyboard.press('Control+C');
  await enter(page, lab, 'echo again');
});

test('what was typed is there after a reload, what was stopped included, and starting over asks first', async ({
  page,
}) => {
  await page.goto(page1);
  let lab = await sitAt(page, 'by-number');
  await enter(page, lab, 'iptables -D INPUT 3');
  await page.keyboard.type('while true; do :; done\n');
  await page.keyboard.press('Control+C');
  await expect(said(lab)).toHaveCount(2);
  await page.reload();
  lab = await sitAt(page, 'by-number');
  await expect(said(lab)).toHaveCount(2);
  await expect(lab.locator('.ft-printed')).not.toContainText('DROP       tcp');
  await page.keyboard.press('ArrowUp');
  await page.keyboard.press('ArrowUp');
  await expect(lab.getByRole('status').first()).toHaveText('iptables -D INPUT 3');
  await lab.getByRole('button', { name: 'Start over' }).click();
  await lab.getByRole('button', { name: 'Yes, start over' }).click();
  await expect(said(lab)).toHaveCount(0);
  await sitAt(page, 'by-number');
  await enter(page, lab, 'iptables -L INPUT -n');
  await expect(said(lab).last()).toContainText('DROP');
});

test('two tabs keep what was typed in each, and a third begins with the last', async ({ page, context }) => {
  const other = await context.newPage();
  const third = await context.newPage();
  for (const [tab, line] of [
    [page, 'echo one'],
    [other, 'echo two'],
  ] as const) {
    await tab.goto(page1);
    await enter(tab, await sitAt(tab, 'by-number'), line);
  }
  for (const [tab, line] of [
    [page, 'echo one'],
    [other, 'echo two'],
    [third, 'echo two'],
  ] as const) {
    await tab.goto(page1);
    await expect(said(await sitAt(tab, 'by-number')).last()).toContainText(line);
  }
  const lab = page.locator('[data-lab="by-number"]');
  await lab.getByRole('button', { name: 'Start over' }).click();
  await lab.getByRole('button', { name: 'Yes, start over' }).click();
  await page.reload();
  await enter(page, await sitAt(page, 'by-number'), 'echo three');
  await expect(said(lab)).toHaveCount(1);
});

test.describe('on a phone', () => {
  test.use({ viewport: { width: 375, height: 812 }, hasTouch: true });
  test('the row of keys types what a phone cannot', async ({ page }) => {
    await page.goto(page1);
    const lab = await sitAt(page, 'laptop');
    const key = (name: string | RegExp) =>
      lab.getByRole('toolbar', { name: 'Keys of the terminal' }).getByRole('button', { name }).tap();
    await page.keyboard.type('iptables ');
    await key('Minus');
    await page.keyboard.type('t na');
    await key(/^Tab/);
    await key('Minus');
    await page.keyboard.type('S ');
    await key('Pipe');
    await enter(page, lab, ' wc -l');
    await expect(said(lab).last()).toContainText(/iptables -t nat -S \| wc -l\n\d+/);
    await key(/^Up/);
    await key(/^Ctrl\+C/);
    await enter(page, lab, 'echo ok');
  });
});

test.describe('without scripts', () => {
  test.use({ javaScriptEnabled: false });
  test('the commands and what they print can be read', async ({ page }) => {
    await page.goto(page1);
    await expect(page.locator('[data-lab="laptop"]')).toContainText(
      'root@laptop:~# iptables -L\nChain INPUT',
    );
    const solution = page.locator('[data-lab="four-listings"] noscript pre');
    await expect(solution).toBeVisible();
    expect(await solution.textContent()).toContain('root@laptop:~# iptables -t nat -L\nChain PREROUTING');
  });
});

/** The file that xterm.js is in: no other has its name for a row. */
const screenFile = /\/_astro\/terminal-xterm\.[^/]+\.js/;

test('a screen that does not come is asked for again, and nothing is lost', async ({ context }) => {
  // The browser's console tells of the file: this page may.
  const page = await context.newPage();
  await page.goto(page1);
  const before = await sitAt(page, 'by-number');
  await enter(page, before, 'iptables -A INPUT -p udp -j DROP');
  await page.route(screenFile, (route) => route.abort(), { times: 1 });
  await page.reload();
  const lab = page.locator('[data-lab="by-number"]');
  await lab.scrollIntoViewIfNeeded();
  await expect(lab.getByRole('alert')).toContainText('Nothing that was typed here is lost');
  await expect(lab.getByRole('button', { name: 'Check' })).toBeDisabled();
  expect(await axe(page)).toEqual([]);
  await lab.getByRole('button', { name: 'Try again' }).click();
  await sitAt(page, 'by-number');
  await enter(page, lab, 'iptables -S INPUT');
  await expect(said(lab).last()).toContainText('-A INPUT -p udp -j DROP');
  await expect(lab.getByRole('alert')).toHaveCount(0);
});

test.describe('the clipboard, on a phone', () => {
  test.beforeEach(async ({ page }) => {
    await page.setViewportSize({ width: 375, height: 812 });
  });

  test('Copy takes what was printed last, or what is selected; Paste types', async ({ page, context }) => {
    await context.grantPermissions(['clipboard-read', 'clipboard-write']);
    await page.goto(page1);
    const lab = await sitAt(page, 'four-listings');
    const clipboard = () => page.evaluate(() => navigator.clipboard.readText());
    await lab.getByRole('toolbar').getByRole('button', { name: /^Copy/ }).click();
    await expect(lab).toContainText('There is nothing to copy yet.');
    await enter(page, lab, 'echo one; echo two');
    await lab.getByRole('toolbar').getByRole('button', { name: /^Copy/ }).click();
    await expect(lab).toContainText('Copied.');
    expect(await clipboard()).toBe('one\ntwo\n');
    await page.evaluate(() => navigator.clipboard.writeText('echo pasted\n'));
    await lab.getByRole('button', { name: 'Paste into the terminal' }).click();
    await expect(said(lab).last()).toContainText('echo pasted\npasted\n');
    const screen = (await lab.locator('.xterm-screen').boundingBox())!;
    await page.mouse.dblclick(screen.x + 8, screen.y + 8);
    await lab.getByRole('toolbar').getByRole('button', { name: /^Copy/ }).click();
    await expect.poll(clipboard).toMatch(/^root@/);
    for (const button of await lab.getByRole('toolbar').getByRole('button').all()) {
      const { width, height } = (await button.boundingBox())!;
      expect(Math.min(width, height), (await button.textContent())!).toBeGreaterThanOrEqual(44);
    }
  });

  test('where the page may not, a field takes the clipboard’s place', async ({ page }) => {
    await page.addInitScript(() => Object.defineProperty(navigator, 'clipboard', { value: undefined }));
    await page.goto(page1);
    const lab = await sitAt(page, 'four-listings');
    await lab.getByRole('button', { name: 'Paste into the terminal' }).click();
    const field = lab.getByRole('textbox', { name: /Paste here/ });
    await expect(field).toBeFocused();
    await field.fill('echo by hand\n');
    expect(await axe(page)).toEqual([]);
    await lab.getByRole('button', { name: 'Into the terminal', exact: true }).click();
    await expect(said(lab).last()).toContainText('echo by hand\nby hand\n');
    await lab.getByRole('toolbar').getByRole('button', { name: /^Copy/ }).click();
    await expect(lab.getByRole('textbox', { name: /Copy it from here/ })).toHaveValue('by hand\n');
    expect(await overflow(page)).toBe(0);
    await lab.getByRole('button', { name: 'Close' }).click();
    await expect(lab.getByRole('textbox', { name: /Copy it from here/ })).toHaveCount(0);
  });
});
