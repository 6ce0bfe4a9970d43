/** Links that open a lab with given rules: made by the page and by the command, and what is wrong with them is said. */
import { execFileSync } from 'node:child_process';
import { alive, axe, expect, test } from './site.ts';

const lesson = '/lessons/masquerade-versus-snat/';
const made = (where: string, text: string): string =>
  execFileSync('node_modules/.bin/node', ['src/cli/main.ts', 'link', where, '-'], {
    input: text,
    encoding: 'utf8',
  }).trim();

test('a link opens a lab with its rules, and what the learner wrote can be had back', async ({
  page,
  context,
}) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  const lab = page.locator('[data-lab="snat"]');
  const editor = lab.getByRole('textbox');
  const write = async (text: string) => {
    await lab.scrollIntoViewIfNeeded();
    await alive(lab);
    await editor.click();
    await page.keyboard.press('Control+a');
    await page.keyboard.insertText(text);
    await expect(lab.getByRole('button', { name: 'Start over' })).toBeVisible();
  };
  await page.goto(lesson);
  await write('iptables -P FORWARD DROP # “mine”');
  await lab.getByRole('button', { name: 'Copy a link' }).click();
  await expect(lab.getByText('Copied.')).toBeVisible();
  const copied = await page.evaluate(() => navigator.clipboard.readText());
  await write('iptables -P INPUT DROP # later');

  await page.goto('about:blank');
  await page.goto(copied);
  const note = page.locator('.ft-linked');
  await expect(note).toContainText('What you wrote before is kept');
  await expect(editor).toHaveValue(/# “mine”/);
  expect(new URL(page.url()).hash).toBe('');
  expect(await axe(page)).toEqual([]);
  // Another link, while the page is open: neither text is lost.
  await write('iptables -P OUTPUT DROP # third');
  await page.evaluate(
    (link) => location.assign(link),
    made('masquerade-versus-snat#snat', 'iptables -F # link\n'),
  );
  // The page is loaded again: its editor is asked once its note is there.
  await expect(note.getByRole('button')).toHaveText([
    'Back to iptables -P OUTPUT DROP # third',
    'Back to iptables -P INPUT DROP # later',
    'Forget what I wrote before',
  ]);
  await expect(editor).toHaveValue(/# link/);
  await note.getByRole('button', { name: '# later' }).click();
  await expect(editor).toHaveValue(/# later/);
  await note.getByRole('button', { name: 'Back to my own text' }).click();
  await expect(editor).toHaveValue(/# third/);
});

test('a terminal is opened with the lines of a link', async ({ page }) => {
  await page.goto(made('listing-all-four-tables#four-listings', 'iptables -t nat -S\n'));
  const lab = page.locator('[data-lab="four-listings"]');
  await expect(lab).toBeInViewport();
  await expect(lab.getByText('iptables -t nat -S').first()).toBeVisible();
  await expect(page.locator('.ft-linked')).toContainText('came with a link');
});

test('a link has the packets of one’s own too, and those that were there stay', async ({ page, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  const lab = page.locator('[data-lab="snat"]');
  const own = lab.locator('.ft-own .ft-packet-name strong');
  const send = async (port: string) => {
    await lab.scrollIntoViewIfNeeded();
    await alive(lab);
    await lab.getByRole('button', { name: 'Send a packet' }).click();
    await lab.getByLabel('Port', { exact: true }).fill(port);
    await lab.getByRole('button', { name: 'Send', exact: true }).click();
  };
  await page.goto(lesson);
  await send('81');
  await expect(own).toHaveText(['phone → tcp 203.0.113.80:81']);
  await lab.getByRole('button', { name: 'Copy a link' }).click();
  await expect(lab.getByText('Copied.')).toBeVisible();
  const copied = await page.evaluate(() => navigator.clipboard.readText());
  expect(copied).toMatch(/#lab=snat&own=[\w-]+$/);

  await page.evaluate(() => {
    localStorage.clear();
    sessionStorage.clear();
  });
  await page.goto('about:blank');
  await page.goto(lesson);
  await send('82');
  await expect(own).toHaveText(['phone → tcp 203.0.113.80:82']);
  for (let opened = 0; opened < 2; opened++) {
    await page.goto('about:blank');
    await page.goto(copied);
    await expect(own).toHaveText(['phone → tcp 203.0.113.80:81', 'phone → tcp 203.0.113.80:82']);
  }
  const forged = [
    copied.slice(0, -6),
    copied.replace('own=', 'own=AAAA'),
    copied.replace('=snat', '=who-still-works'),
  ];
  for (const address of forged) {
    await page.goto('about:blank');
    await page.goto(address);
    await expect(page.locator('.ft-linked')).toContainText(/cut off or changed/);
  }
});

test('a link that is cut off, forged or older than the page is said, and changes nothing', async ({
  page,
}) => {
  const link = made('masquerade-versus-snat#snat', 'iptables -F # from a link\n');
  const bad: readonly (readonly [string, RegExp])[] = [
    [link.slice(0, -8), /cut off or changed/],
    [link.replace('text=', 'text=AAAA'), /cut off or changed/],
    [link.replace('#lab=snat', '#lab=%3Cb%3E'), /has no lab "<b>"/],
    [link.replace('#lab=snat', '#lab=write-masquerade').replace(/text=.*/, 'text=%'), /cut off or changed/],
    // An editor's text is no answer to a prediction.
    [link.replace('#lab=snat', '#lab=who-still-works'), /cut off or changed/],
  ];
  for (const [address, says] of bad) {
    await page.goto('about:blank');
    await page.goto(address);
    await expect(page.locator('.ft-linked')).toContainText(says);
  }
  expect(await page.evaluate(() => Object.keys(localStorage).filter((k) => /linked|\/1\//.test(k)))).toEqual(
    [],
  );
  await page.addInitScript(() => {
    Storage.prototype.setItem = () => {
      throw new DOMException('full', 'QuotaExceededError');
    };
  });
  await page.goto('about:blank');
  await page.goto(link);
  await expect(page.locator('.ft-linked')).toContainText('Here they are:iptables -F # from a link');
});

test('a report says which sentence, where, and what was written; a refused clipboard is no end of it', async ({
  page,
  context,
}) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  const copied = () => page.evaluate(() => navigator.clipboard.readText());
  await page.goto(lesson);
  const lab = page.locator('[data-lab="write-masquerade"]');
  await lab.scrollIntoViewIfNeeded();
  await alive(lab);
  await lab.getByRole('textbox').first().click();
  await page.keyboard.insertText('iptables -P FORWARD DROP');
  await expect(lab.locator('.ft-verdict')).toContainText('dropped');
  const verdict = await lab.locator('.ft-verdict').textContent();
  await lab.getByRole('button', { name: 'Report a sentence' }).click();
  await expect(lab.getByText('Nothing was sent.')).toBeVisible();
  expect(await copied()).toContain(`#write-masquerade\nExercise or lab: A rule that outlives the address`);
  expect(await copied()).toContain(`    ${verdict}\n`);
  expect(await copied()).toContain('    iptables -P FORWARD DROP\n');

  await page.locator('main p').first().selectText();
  await page.locator('footer').getByRole('button', { name: 'Report a sentence' }).last().click();
  await expect(page.locator('.colophon')).toContainText('Copied.');
  expect(await copied()).toMatch(/^Page: \S+\/masquerade-versus-snat\/\n\nThe sentence:\n\n {4}\S/);

  await page.evaluate(() => {
    navigator.clipboard.writeText = () => Promise.reject(new DOMException('no', 'NotAllowedError'));
  });
  await lab.getByRole('button', { name: 'Report a sentence' }).click();
  await expect(lab.getByRole('textbox', { name: 'The report' })).toHaveValue(/What is wrong with it:/);
  expect(await axe(page)).toEqual([]);
});
