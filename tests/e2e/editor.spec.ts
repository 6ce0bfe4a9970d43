/** The editor of a lab: a text area that looks like it, until CodeMirror is wanted and there. */
import { test as anyTest, type Locator, type Page } from '@playwright/test';
import { expect, test } from './site.ts';

const address = '/lessons/masquerade-versus-snat/';
const labOf = async (page: Page, id = 'neither'): Promise<Locator> => {
  const lab = page.locator(`[data-lab="${id}"]`);
  await lab.scrollIntoViewIfNeeded();
  await expect(lab.locator('textarea')).toBeEditable();
  return lab;
};
/** Writes without pointing or focusing, so that CodeMirror does not come yet. */
const write = (lab: Locator, text: string): Promise<void> =>
  lab.locator('textarea').evaluate((area: HTMLTextAreaElement, value) => {
    area.value = value;
    area.dispatchEvent(new Event('input', { bubbles: true }));
  }, text);
const isCodeMirror = (url: URL) => /\/_astro\/editor-codemirror\.[\w-]+\.js$/.test(url.pathname);

/** Where each letter of a lab's editor is and in which colour, and how high the editor is. */
const drawn = (lab: Locator) =>
  lab.evaluate((section) => {
    const letters: string[] = [];
    const root = section.querySelector('.cm-content, .ft-painted')!;
    const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
    const { left, top } = section.getBoundingClientRect();
    for (let node = walker.nextNode(); node; node = walker.nextNode())
      for (let i = 0; i < node.nodeValue!.length; i++) {
        const range = document.createRange();
        range.setStart(node, i);
        range.setEnd(node, i + 1);
        const box = range.getBoundingClientRect();
        const { color, fontSize } = getComputedStyle(node.parentElement!);
        const at = [box.left - left, box.top - top].map((n) => Math.round(n * 4) / 4);
        letters.push(`${node.nodeValue![i]} ${at} ${color} ${fontSize}`);
      }
    return {
      height: section.querySelector('.cm-editor, .ft-plain')!.getBoundingClientRect().height,
      letters,
    };
  });

for (const width of [375, 1280])
  test(`nothing moves or changes colour when the editor comes, at ${width} px`, async ({ page }) => {
    await page.setViewportSize({ width, height: 900 });
    await page.goto(address);
    const lab = await labOf(page);
    await page.evaluate(() => document.fonts.ready);
    await write(
      lab,
      `# a comment\n\niptables -t nat -A POSTROUTING -s 10.0.0.0/8 ! -o lan -m comment --comment "a long one ${'x'.repeat(200)}" -j MASQUERADE\n`,
    );
    // The rule is in the listing, so the lab has its height.
    await expect(lab.locator('.ft-printed')).toContainText('a long one');
    const before = await drawn(lab);
    expect(before.letters.length).toBeGreaterThan(100);
    await lab.locator('.ft-plain').hover();
    await expect(lab.locator('.cm-content')).toBeVisible();
    await expect(lab.locator('textarea')).toHaveCount(0);
    expect(await drawn(lab)).toEqual(before);
  });

test('a mistake is underlined before and after', async ({ page }) => {
  await page.goto(address);
  const lab = await labOf(page);
  await write(lab, 'iptables -A INPUT --nonsense\n');
  await expect(lab.locator('.ft-wrong')).toHaveText('--nonsense');
  await lab.locator('.ft-plain').hover();
  await expect(lab.locator('.cm-lintRange-error')).toHaveText('--nonsense');
});

test('the editor’s script comes when the editor is pointed at, not before', async ({ page }) => {
  const came: string[] = [];
  page.on('request', (request) => {
    if (isCodeMirror(new URL(request.url()))) came.push(request.url());
  });
  await page.goto(address);
  const lab = await labOf(page);
  await page.waitForLoadState('networkidle');
  expect(came).toEqual([]);
  await lab.locator('.ft-plain').hover();
  await expect(lab.locator('.cm-content')).toBeVisible();
  expect(came).toHaveLength(1);
});

test('what is typed and selected while the script is under way is taken over', async ({ page }) => {
  let arrive = () => {};
  const arrived = new Promise<void>((done) => {
    arrive = done;
  });
  await page.route(isCodeMirror, async (route) => {
    await arrived;
    await route.continue();
  });
  await page.goto(address);
  const lab = await labOf(page);
  await lab.locator('textarea').click();
  await page.keyboard.press('Control+Home');
  await page.keyboard.type('iptables -A INPUT -p tcp\n');
  await page.keyboard.press('ArrowUp');
  await page.keyboard.press('End');
  // Backwards: the caret is at the start of the selection.
  for (let i = 0; i < 3; i++) await page.keyboard.press('Shift+ArrowLeft');
  await expect(lab.locator('textarea')).toBeFocused();
  arrive();
  const editor = lab.locator('.cm-content');
  await expect(editor).toBeFocused();
  await page.keyboard.press('Shift+ArrowLeft');
  await page.keyboard.type('-p udp');
  await expect(editor).toContainText('iptables -A INPUT -p-p udp');
  await page.reload();
  await expect((await labOf(page)).locator('textarea')).toHaveValue(/^iptables -A INPUT -p-p udp\n/);
});

test('a long text stays scrolled to where it was', async ({ page }) => {
  await page.goto(address);
  const lab = await labOf(page);
  await write(lab, '# a line\n'.repeat(100));
  await expect(lab.locator('.ft-painted > div')).toHaveCount(101);
  await lab.locator('.ft-plain').evaluate((frame) => frame.scrollTo(0, 700));
  await lab.locator('.ft-plain').hover();
  await expect.poll(() => lab.locator('.cm-scroller').evaluate((s) => Math.round(s.scrollTop))).toBe(700);
});

test('Tab leaves the editor, before and after CodeMirror comes', async ({ page }) => {
  await page.goto(address);
  const lab = await labOf(page, 'write-masquerade');
  const next = () =>
    page.evaluate(
      () => document.activeElement?.closest('.ft-editor') === null && document.activeElement.tagName,
    );
  await lab.locator('textarea').evaluate((area: HTMLTextAreaElement) => area.focus());
  await page.keyboard.press('Tab');
  const before = await next();
  await lab.locator('.ft-plain, .cm-content').first().hover();
  await lab.locator('.cm-content').focus();
  await page.keyboard.press('Tab');
  expect(before, 'the keyboard is still in the editor').not.toBe(false);
  expect(await next()).toBe(before);
});

/** The editor of a lab with this text in it, and the cursor at its end. */
const typed = async (page: Page, text: string, id?: string): Promise<Locator> => {
  await page.goto(address);
  const lab = await labOf(page, id);
  await lab.locator('.ft-editor').hover();
  await lab.locator('.cm-content').focus();
  await page.keyboard.press('Control+A');
  await page.keyboard.type(text);
  return lab;
};

test('completion says what each choice is: what this table and chain take, and what is in the network', async ({
  page,
}) => {
  const lab = await typed(page, 'iptables -t nat -A POSTROUTING -j ');
  const offered = lab.getByRole('option');
  await expect(offered.first()).toHaveText(/^MASQUERADE\s*Replaces the source address/);
  await expect(offered.filter({ hasText: 'DNAT' })).toHaveCount(0);
  await page.keyboard.type('MASQUERADE -s ');
  await expect(offered.filter({ hasText: '192.168.1.20' })).toHaveText(/laptop’s address\.$/);
  // Enter ends the line, as in a shell: nothing is chosen by itself.
  await page.keyboard.press('Enter');
  await expect(lab.locator('.cm-line')).toHaveCount(2);
  await page.keyboard.type('iptables -A INPUT -m conntrack --ctstate NEW,');
  await expect(offered.filter({ hasText: 'ESTABLISHED' })).toHaveCount(1);
});

test('F1 says what a word means in its rule, aloud too, and Escape takes it away', async ({ page }) => {
  const lab = await typed(page, 'iptables -A INPUT -p tcp --dport 22');
  await page.keyboard.press('Escape');
  const aloud = page.evaluate(
    () =>
      new Promise<string>((done) => {
        const region = document.querySelector('.cm-announced')!;
        new MutationObserver(() => done(region.textContent)).observe(region, { childList: true });
      }),
  );
  await page.keyboard.press('F1');
  await expect(lab.locator('.ft-hover')).toHaveText('--dport 22 Destination port 22 (ssh).');
  expect(await aloud).toBe('--dport 22 Destination port 22 (ssh).');
  await page.keyboard.press('Escape');
  await expect(lab.locator('.ft-hover')).toHaveCount(0);
  await page.keyboard.press('Home');
  await page.keyboard.press('F1');
  await expect(lab.locator('.ft-hover')).toHaveText(/packets to port 22/);
});

test.describe('by touch', () => {
  test.use({ hasTouch: true, isMobile: true, viewport: { width: 375, height: 720 } });
  test('a tap on a word says what it means', async ({ page }) => {
    await page.goto(address);
    const lab = await labOf(page);
    await write(lab, 'iptables -A INPUT -p tcp --dport 22 -j DROP\n');
    await lab.locator('.ft-plain').tap();
    await lab.locator('.cm-content').getByText('DROP', { exact: true }).tap();
    await expect(lab.locator('.ft-hover')).toHaveText(/^-j DROP Drop: the packet is gone/);
  });

  test('no option breaks after its hyphens, the first tap meets the letter that is seen, and choices keep off the edge', async ({
    page,
  }) => {
    await page.goto(address);
    const lab = await labOf(page);
    await write(lab, 'iptables -t nat -A POSTROUTING -o wan --out-interface wan --dport 22\n');
    const options = lab.locator('.ft-painted span', { hasText: /^--/ });
    await expect(options).toHaveText(['--out-interface', '--dport']);
    for (const option of await options.all())
      expect(await option.evaluate((o) => o.getClientRects().length)).toBe(1);
    const box = (await options.first().boundingBox())!;
    await page.touchscreen.tap(box.x + 1, box.y + box.height / 2);
    await expect(lab.locator('.cm-content')).toBeFocused();
    await page.keyboard.type('-p tcp ');
    await expect(lab.locator('.cm-content')).toContainText('-o wan -p tcp --out-interface wan');
    await page.keyboard.press('Control+End');
    await page.keyboard.type('iptables -A INPUT -p tcp --d');
    const choices = lab.locator('.cm-tooltip');
    await expect(choices).toContainText('--dport');
    const { x, width } = (await choices.boundingBox())!;
    expect(x + width).toBeLessThan(375 - 8);
  });
});

test('a rule of a listing says what it means, in a lab and in prose; its script comes when that is asked', async ({
  page,
}) => {
  const asked: string[] = [];
  page.on('request', (request) => asked.push(request.url()));
  await page.goto('/lessons/reading-the-nat-table/');
  const listing = page.locator('.output pre', { hasText: 'DOCKER -i docker0 -j RETURN' }).first();
  await listing.scrollIntoViewIfNeeded();
  const middle = await listing.evaluate((pre) => {
    const range = document.createRange();
    const text = pre.querySelector('code')!.firstChild as Text;
    const at = text.data.indexOf('-i docker0');
    range.setStart(text, at);
    range.setEnd(text, at + 10);
    const { x, y, width, height } = range.getBoundingClientRect();
    return { x: x + width / 2, y: y + height / 2 };
  });
  expect(asked.filter((url) => /listing-meaning|engine-worker/.test(url))).toEqual([]);
  await page.mouse.move(middle.x - 2, middle.y);
  await page.mouse.move(middle.x, middle.y);
  const meaning = page.locator('.ft-meaning');
  await expect(meaning).toContainText('-i docker0');
  await page.mouse.move(5, 300);
  await expect(meaning).toHaveCount(0);
  const own = page.locator('.ft-printed pre', { hasText: '-P PREROUTING' }).first();
  await own.focus();
  await page.keyboard.press('F1');
  await expect(meaning).toHaveText(/^Accept every packet that reaches the end of PREROUTING/);
  await page.keyboard.press('F1');
  await expect(meaning).toHaveText(/^Accept every packet that reaches the end of INPUT/);
  await page.keyboard.press('Escape');
  await expect(meaning).toHaveCount(0);
});

test('what a change changed in a listing is marked, and said in its heading', async ({ page }) => {
  const lab = await typed(page, 'iptables -t nat -A POSTROUTING -o wan -j MASQUERADE');
  const printed = lab.locator('.ft-printed');
  await expect(printed.locator('summary')).toHaveText(/changed: 1 new$/);
  await expect(printed.locator('mark')).toHaveText(/^-A POSTROUTING -o wan -j MASQUERADE/);
  await page.waitForTimeout(600);
  await page.keyboard.type(' # the same');
  await expect(printed.locator('mark')).toHaveCount(0);
});

test('Ctrl+Enter that solves an exercise leads the keyboard to the next one', async ({ page }) => {
  const lab = await typed(page, 'iptables -t nat -A POSTROUTING -o wan -j MASQUERADE\n', 'write-masquerade');
  await page.keyboard.press('Control+Enter');
  await expect(lab.getByRole('button', { name: /^Next/ })).toBeFocused();
});

anyTest(
  'where the editor’s script does not come, the page says so, loses nothing and tries again',
  async ({ page }) => {
    await page.route(isCodeMirror, (route) => route.abort());
    await page.goto(address);
    const lab = await labOf(page);
    const area = lab.locator('textarea');
    await area.click();
    await expect(lab.getByText('could not be loaded')).toBeVisible();
    await page.keyboard.press('Control+A');
    await page.keyboard.type('iptables -t nat -A POSTROUTING -o wan -j MASQUERADE');
    await expect(lab.locator('.ft-ends').first()).toContainText('connected');
    await expect(area).toBeFocused();
    await page.unroute(isCodeMirror);
    await lab.getByRole('button', { name: 'Try again' }).click();
    await expect(lab.locator('.cm-content')).toHaveText(
      'iptables -t nat -A POSTROUTING -o wan -j MASQUERADE',
    );
    await expect(lab.getByText('could not be loaded')).toHaveCount(0);
  },
);
