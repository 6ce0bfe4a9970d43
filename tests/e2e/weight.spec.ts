/** How many bytes a page may take in each state, compressed as a host sends them. */
import { listen, useEditor, useTerminal, wakeLabs, weigh } from './scripts.ts';
import { built, expect, pages, test } from './site.ts';

/**
 * Bytes of script, workers included. A terminal's screen comes when its lab wakes, so such a page is held to
 * `terminal` from then on.
 */
const limits = {
  /** Nothing was pointed at, focused or scrolled to. */
  untouched: 30_000,
  /** Every lab has been in sight, one has been pointed at, and nothing is typed. */
  awake: 185_000,
  editor: 295_000,
  terminal: 300_000,
} as const;
/** Everything that is not script: the page (47 kB is the longest lesson), its styles (17 kB), its letters (137 kB) and pictures. */
const others = 209_000;

/** Reference pages are all of one make, and so are embedded exercises: the largest of them stand for the rest. */
const kinds = [/^\/reference\/.+/, /^\/embed\//];
const isOneOfMany = (address: string) => kinds.some((kind) => kind.test(address));
const bySize = pages.toSorted((a, b) => built(b).length - built(a).length);
// The steps of a ladder come one after the other.
const isLadder = (address: string) => built(address).includes('class="ladder');
const largest = kinds.flatMap((kind, i) =>
  bySize.filter((a) => kind.test(a) && !isLadder(a)).slice(0, [6, 1][i]),
);
const has = (address: string, name: string) => built(address).includes(`class="${name}"`);

for (const address of [...pages.filter((a) => !isOneOfMany(a)), ...largest]) {
  test(`${address} keeps its budget`, async ({ page }) => {
    const weights = weigh(page);
    const within = async (state: keyof typeof limits) =>
      expect(await weights.sum('script'), `${state}\n${weights.list()}`).toBeLessThan(limits[state]);
    await page.goto(address, { waitUntil: 'networkidle' });
    await within('untouched');
    await wakeLabs(page);
    if (has(address, 'ft-terminal')) await within('terminal');
    else await within('awake');
    if (has(address, 'ft-terminal')) {
      await useTerminal(page);
      await within('terminal');
    } else if (has(address, 'ft-editor')) {
      await useEditor(page);
      await within('editor');
    }
    expect((await weights.sum()) - (await weights.sum('script')), weights.list()).toBeLessThan(others);
  });
}

test('a key that changes nothing is one message, and nothing but the editor is drawn', async ({ page }) => {
  const asked = await listen(page);
  await page.goto('/lessons/masquerade-versus-snat/', { waitUntil: 'networkidle' });
  await useEditor(page);
  // What the first keys change: a way to start over, and what is kept once the learner pauses.
  await page.keyboard.type(' a');
  await page.waitForTimeout(1000);
  const watched = page.locator('.ft-lab[data-lab]', { has: page.locator('.ft-editor') }).first();
  await watched.evaluate((lab) => {
    const changed: string[] = [];
    new MutationObserver((records) => {
      for (const { target } of records) {
        const element = target instanceof Element ? target : target.parentElement;
        if (!element?.closest('.cm-editor')) changed.push(`${element?.outerHTML.slice(0, 80)}`);
      }
    }).observe(lab, { attributes: true, characterData: true, childList: true, subtree: true });
    Object.assign(globalThis, { changed });
  });
  const before = (await asked()).length;
  await page.keyboard.type('b');
  await expect(watched.locator('.cm-content')).toContainText(/# ab$/);
  await page.waitForTimeout(1000);
  const changed = await page.evaluate(
    () => (globalThis as unknown as { changed: readonly string[] }).changed,
  );
  expect((await asked()).slice(before)).toEqual(['run']);
  expect(changed).toEqual([]);
});
