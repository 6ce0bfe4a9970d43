/** How many bytes a page may take, compressed as a host sends them. */
import { gzipSync } from 'node:zlib';
import { built, expect, pages, test, wakeAll } from './site.ts';

/**
 * A lab has the whole engine and the whole shell awake, and an editor (107 kB): 350 kB of script for the
 * largest lesson.
 */
const budget = { script: 354_000, total: 537_000 };
/**
 * A page with a terminal has its screen (85 kB) and the whole shell awake; it has no editor besides: 337 kB.
 */
const withTerminal = { script: 342_000, total: 531_000 };
const budgetOf = (address: string) =>
  built(address).includes('class="ft-terminal"') ? withTerminal : budget;

/** Reference pages are all of one make: the largest of them stand for the rest. */
const isReference = (address: string) => /^\/reference\/.+/.test(address);
const largest = pages
  .filter(isReference)
  .sort((a, b) => built(b).length - built(a).length)
  .slice(0, 6);

for (const address of [...pages.filter((a) => !isReference(a)), ...largest]) {
  test(`${address} keeps its budget, with everything awake`, async ({ page }) => {
    const weights: { readonly type: string; readonly url: string; readonly bytes: number }[] = [];
    const pending: Promise<unknown>[] = [];
    page.on('response', (response) => {
      const type = response.request().resourceType();
      pending.push(
        response.body().then(
          (body) =>
            weights.push({
              type,
              url: response.url(),
              bytes: type === 'font' || type === 'image' ? body.length : gzipSync(body).length,
            }),
          () => undefined,
        ),
      );
    });
    await page.goto(address, { waitUntil: 'networkidle' });
    await wakeAll(page);
    await page.waitForLoadState('networkidle');
    await Promise.all(pending);
    const sum = (type?: string): number =>
      weights.filter((w) => type === undefined || w.type === type).reduce((n, w) => n + w.bytes, 0);
    const list = weights
      .sort((a, b) => b.bytes - a.bytes)
      .slice(0, 6)
      .map((w) => `${w.bytes} ${w.url}`)
      .join('\n');
    expect(sum('script'), list).toBeLessThan(budgetOf(address).script);
    expect(sum(), list).toBeLessThan(budgetOf(address).total);
  });
}
