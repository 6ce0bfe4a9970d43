/**
 * What is done before a page's script has come counts, once: each lab's script comes two seconds late here, and is
 * asked for at the first touch.
 */
import { test as anyTest, type Locator, type Page } from '@playwright/test';
import { listen } from './scripts.ts';
import { axe, expect, layouts, overflow, test } from './site.ts';

const lesson = '/lessons/masquerade-versus-snat/';
const terminals = '/lessons/listing-all-four-tables/';
const islands = /\/_astro\/(exercise-lab|terminal|explain-explaindump|container-fullterminal)\.[^/]+\.js/;
const rule = 'iptables -t nat -A POSTROUTING -o wan -j MASQUERADE';

/** Opens a page whose labs' scripts come late, or when they are told to, and tells what the simulator was asked. */
const openLate = async (
  page: Page,
  address: string,
  { told = false } = {},
): Promise<{ asked(what: string): Promise<number>; come(): void }> => {
  const asked = await listen(page);
  let come = () => {};
  const comes = new Promise<void>((done) => {
    come = done;
  });
  await page.route(islands, async (route) => {
    if (told) await comes;
    else await new Promise((done) => setTimeout(done, 2000));
    await route.continue();
  });
  await page.goto(address, { waitUntil: 'commit' });
  return { asked: async (what) => (await asked()).filter((one) => one === what).length, come };
};
const asleep = (lab: Locator) =>
  expect(lab.page().locator('astro-island[ssr]').filter({ has: lab })).toHaveCount(1);
const waiting = (page: Page) => page.locator('[aria-busy="true"]:not(.ft-lab)');
const keptText = (page: Page, id: string) =>
  page.evaluate((id) => localStorage.getItem(`four-tables/1/${id}`), id);

for (const width of [375, 1280]) {
  test.describe(`at ${width} px`, () => {
    test.use({ viewport: { width, height: 800 } });

    test('Check, pressed before the script, grades once what was typed before it', async ({ page }) => {
      const { asked, come } = await openLate(page, lesson, { told: true });
      const lab = page.locator('[data-lab="write-masquerade"]');
      const text = lab.getByRole('textbox');
      const check = lab.getByRole('button', { name: 'Check' });
      await text.click();
      await page.keyboard.press('ControlOrMeta+End');
      await page.keyboard.type(rule);
      await expect(lab.locator('.ft-painted')).toContainText(rule);
      const before = await lab.boundingBox();
      await check.click();
      await asleep(lab);
      await expect(check).toHaveAttribute('aria-busy', 'true');
      expect(await overflow(page)).toBe(0);
      expect((await lab.boundingBox())!.height).toBe(before!.height);
      await asleep(lab);
      come();
      await expect(lab).toContainText('✓ Done');
      expect(await asked('grade')).toBe(1);
      await expect(waiting(page)).toHaveCount(0);
      await expect(text).toHaveValue(`# the way out is the interface called wan\n${rule}`);
      await expect
        .poll(() => keptText(page, 'lessons/masquerade-versus-snat/write-masquerade'))
        .toContain(rule);
      await text.focus();
      await expect(lab.locator('.cm-content')).toBeVisible();
      await page.keyboard.type(' # here');
      await expect(lab.locator('.cm-content')).toContainText(`${rule} # here`);
    });

    test('the caret stays where it was put before the script', async ({ page }) => {
      await openLate(page, lesson);
      const lab = page.locator('[data-lab="fix-with-snat"]');
      await lab.getByRole('textbox').focus();
      await page.keyboard.press('ControlOrMeta+Home');
      await expect(page.locator('astro-island[ssr]').filter({ has: lab })).toHaveCount(0);
      await page.keyboard.type('# first\n');
      await expect
        .poll(() => keptText(page, 'lessons/masquerade-versus-snat/fix-with-snat'))
        .toContain('# first\niptables');
    });

    test('answers chosen before the script are taken over, the last of each packet', async ({ page }) => {
      const { asked } = await openLate(page, lesson);
      const lab = page.locator('[data-lab="who-still-works"]');
      const packets = lab.getByRole('group', { name: 'How does it end?' });
      const count = 5;
      await expect(packets).toHaveCount(count);
      for (let i = 0; i < count; i++) await packets.nth(i).getByRole('radio').nth(1).click();
      await packets.nth(0).getByRole('radio').nth(0).click();
      await asleep(lab);
      await lab.getByRole('button', { name: 'That’s my answer' }).first().click();
      await expect(lab).toContainText('Right. It ended');
      expect(await asked('grade')).toBe(1);
      for (let i = 0; i < count - 1; i++)
        await expect(packets.nth(i).getByRole('radio').nth(1)).toBeChecked();
    });

    test('keys typed at a terminal before the script, and those below it, come in their order', async ({
      page,
    }) => {
      await openLate(page, terminals);
      const lab = page.locator('[data-lab="laptop"]');
      const screen = lab.locator('pre.ft-screen').first();
      await screen.click();
      await page.keyboard.type('echo early bird');
      const key = (name: string) => lab.getByRole('button', { name });
      if (width === 375) {
        await key('Minus').click();
        await key('Minus').click();
        await key('Slash').click();
        await expect(key('Slash')).toHaveAttribute('aria-busy', 'true');
        await screen.focus();
      }
      await page.keyboard.press('Enter');
      await asleep(lab);
      await expect(lab.locator('.ft-terminal')).toHaveAttribute('aria-busy', 'true');
      const said = lab.getByRole('log').locator('pre');
      await expect(said.last()).toContainText(
        width === 375 ? 'early bird--/\nearly bird--/' : 'early bird\nearly bird',
      );
      await expect(said.filter({ hasText: 'early' })).toHaveCount(1);
      await expect(waiting(page)).toHaveCount(0);
      // The keyboard is still there.
      await page.keyboard.type('echo late\n');
      await expect(said.last()).toContainText('late\nlate');
    });

    test('a way opened before the script is drawn', async ({ page }) => {
      await openLate(page, lesson);
      const lab = page.locator('[data-lab="masquerade"]');
      await lab.getByText('The packet’s way').first().click();
      await asleep(lab);
      await expect(lab.locator('details[open] .ft-written').first()).toBeVisible();
      await expect(
        lab.locator('details[open] svg, details[open] .ft-map, details[open] .way-map').first(),
      ).toBeVisible();
    });
  });
}

test('answers to questions are taken over, and Enter checks them once', async ({ page }) => {
  const { asked } = await openLate(page, terminals);
  const lab = page.locator('[data-lab="four-listings"]');
  await lab.getByLabel('Which table rewrites source addresses, with MASQUERADE?').click();
  await page.keyboard.type('nat');
  await lab.getByLabel('Which chain has the policy DROP?').click();
  await page.keyboard.type('forward');
  await page.keyboard.press('Enter');
  await asleep(lab);
  await expect(lab).toContainText('You still have to run 4 of 4 commands');
  expect(await asked('grade')).toBe(1);
  await expect(lab.getByLabel('Which table rewrites source addresses, with MASQUERADE?')).toHaveValue('nat');
  await expect(lab.locator('.ft-right').first()).toBeVisible();
});

test('what was kept is there from the start, and what is typed goes into it', async ({ page }) => {
  await page.addInitScript((rule) => {
    localStorage.setItem('four-tables/1/lessons/masquerade-versus-snat/neither', `${rule}\n# mine\n`);
    const id = 'four-tables/1/lessons/masquerade-versus-snat/who-still-works';
    if (!localStorage.getItem(id))
      localStorage.setItem(
        id,
        JSON.stringify({ kind: 'predictions', outcomes: { 'the laptop before': 'timeout' } }),
      );
  }, rule);
  await openLate(page, lesson);
  const lab = page.locator('[data-lab="neither"]');
  await expect(lab.getByRole('textbox')).toHaveValue(`${rule}\n# mine\n`);
  await asleep(lab);
  await lab.getByRole('textbox').click();
  await page.keyboard.press('ControlOrMeta+End');
  await page.keyboard.type('# more');
  await expect(lab.locator('.cm-content')).toContainText('# mine# more');
  await expect
    .poll(() => keptText(page, 'lessons/masquerade-versus-snat/neither'))
    .toBe(`${rule}\n# mine\n# more`);
  const predict = page.locator('[data-lab="who-still-works"]');
  const packets = predict.getByRole('group', { name: 'How does it end?' });
  await predict.scrollIntoViewIfNeeded();
  await packets.nth(1).getByRole('radio').nth(0).click();
  await expect(packets.nth(0).getByRole('radio', { name: 'no answer' })).toBeChecked();
  await expect(packets.nth(1).getByRole('radio').nth(0)).toBeChecked();
});

for (const { width, height, colorScheme } of layouts)
  test(`what waits looks so, at ${width} px, ${colorScheme}`, async ({ page }) => {
    await page.setViewportSize({ width, height });
    await page.emulateMedia({ colorScheme });
    await page.route(islands, () => {});
    for (const [address, id, name] of [
      [lesson, 'write-masquerade', 'Check'],
      [terminals, 'laptop', 'Slash'],
    ] as const) {
      await page.goto(address);
      const lab = page.locator(`[data-lab="${id}"]`);
      await lab.scrollIntoViewIfNeeded();
      if (name === 'Slash') {
        await lab.locator('pre.ft-screen').first().click();
        await page.keyboard.type('iptables -S');
      } else await lab.getByRole('button', { name }).click();
      await expect(waiting(page)).toHaveCount(1);
      expect(
        await waiting(page).evaluate(
          (e) => getComputedStyle(e.querySelector('.ft-screen') ?? e).animationName,
        ),
      ).toBe('waits');
      expect(await overflow(page)).toBe(0);
      expect(await axe(page)).toEqual([]);
      if (process.env['SHOTS'])
        await lab.screenshot({ path: `${process.env['SHOTS']}/waits-${id}-${width}-${colorScheme}.png` });
    }
  });

// The console tells of a blocked file: this page may.
anyTest(
  'a script that is lost ends the waiting with a note; tried again, what was done is done once',
  async ({ page }) => {
    let lost = true;
    const { asked } = await openLate(page, lesson);
    let press: () => void = () => {};
    const pressed = new Promise<void>((resolve) => {
      press = resolve;
    });
    await page.route(islands, async (route) => {
      await pressed;
      await (lost ? route.abort() : route.continue());
    });
    const lab = page.locator('[data-lab="write-masquerade"]');
    const check = lab.getByRole('button', { name: 'Check' });
    await lab.getByRole('textbox').click();
    await page.keyboard.insertText(`${rule}\n`);
    await check.click();
    await expect(check).toHaveAttribute('aria-busy', 'true');
    press();
    const note = page.getByRole('alert').filter({ hasText: 'did not load' });
    await expect(note.first()).toBeVisible();
    await expect(waiting(page)).toHaveCount(0);
    // What is pressed now is not kept; the note says what to press.
    await check.click();
    expect(await axe(page)).toEqual([]);
    lost = false;
    const again = page.getByRole('alert').getByRole('button', { name: 'Try again' });
    while ((await again.count()) > 0) await again.first().click();
    await expect(lab).toContainText('✓ Done');
    expect(await asked('grade')).toBe(1);
  },
);

test('a dump pasted before the script is read', async ({ page }) => {
  await openLate(page, '/explain/');
  const field = page.getByLabel('What iptables-save printed');
  await field.click();
  await page.keyboard.press('ControlOrMeta+A');
  await page.keyboard.insertText('*filter\n-A INPUT -s 192.0.2.77 -j DROP\nCOMMIT\n');
  await expect(page.locator('astro-island[ssr]')).toHaveCount(1);
  await expect(page.getByText('1 rule in 1 table')).toBeVisible();
  await expect(field).toHaveValue('*filter\n-A INPUT -s 192.0.2.77 -j DROP\nCOMMIT\n');
});

test('Start, pressed before the script, starts the full terminal once', async ({ page }) => {
  // The page tells before it asks anyone else: without a reason, that would be the vendor's host.
  await page.addInitScript(() => Reflect.deleteProperty(Navigator.prototype, 'serviceWorker'));
  await openLate(page, '/terminal/');
  const start = page.getByRole('button', { name: 'Start the full terminal' });
  await start.click();
  await start.click();
  await expect(start).toHaveAttribute('aria-busy', 'true');
  await expect(page.getByText('no service workers')).toHaveCount(1);
  await expect(page.locator('.ft-terminal')).toHaveAttribute('data-state', 'open');
});

test('a copy button, pressed before its script, copies', async ({ page, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await page.route(/\/_astro\/ec\.[^/]+\.js/, async (route) => {
    await new Promise((done) => setTimeout(done, 2000));
    await route.continue();
  });
  await page.goto('/reference/matches/tcp/', { waitUntil: 'commit' });
  const copy = page.locator('.copy button').first();
  await copy.click();
  await expect(copy).toHaveAttribute('aria-busy', 'true');
  await copy.click();
  await expect(page.getByText('Copied!')).toHaveCount(1);
  await expect(copy).not.toHaveAttribute('aria-busy');
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(
    await copy.evaluate((button) => (button as HTMLElement).dataset['code']!.replaceAll('\x7f', '\n')),
  );
});
