/** The glossary and the sheet to print. That links lead somewhere, and how pages look, is tested with all other pages. */
import { built, expect, pages, test } from './site.ts';

test('a lesson links a word once, in prose only, and never in a translation', async ({ page }) => {
  for (const address of pages.filter((a) => /\/lessons\/./.test(a))) {
    await page.setContent(built(address).replace(/<script[\s\S]*?<\/script>/g, ''));
    const terms = page.locator('main a.ft-term');
    const links = await terms.evaluateAll((all) => all.map((a) => a.getAttribute('href')));
    expect(links.length > 5, address).toBe(!/^\/[a-z-]+\/lessons/.test(address));
    expect(new Set(links).size, address).toBe(links.length);
    await expect(page.locator(':is(h1, h2, h3, code, a, table, .ft-lab) .ft-term')).toHaveCount(0);
  }
});

for (const colorScheme of ['light', 'dark'] as const)
  test(`the cheat sheet is two sides of A4, ${colorScheme}`, async ({ page }) => {
    await page.emulateMedia({ colorScheme });
    await page.goto('/cheat-sheet/');
    const pdf = (await page.pdf({ preferCSSPageSize: true })).toString('latin1');
    expect(pdf.match(/\/Type\s*\/Page\b/g)).toHaveLength(2);
    await page.emulateMedia({ media: 'print', colorScheme });
    await expect(page.locator('.sheet h2').first()).toHaveCSS('color', 'rgb(0, 0, 0)');
    await expect(page.locator('.sidebar, footer, header').filter({ visible: true })).toHaveCount(0);
  });
