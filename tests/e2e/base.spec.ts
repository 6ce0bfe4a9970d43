/** The site in a folder of its host: `BASE_PATH=/iptables npm run build`. */
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { serve } from '../../src/tasks/serve.mjs';
import { expect, test } from './site.ts';

mkdirSync('.astro', { recursive: true });
const folder = mkdtempSync(resolve('.astro/base-'));
test.afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('below a folder every address leads somewhere, and a lab wakes', async ({ browser }) => {
  test.setTimeout(120_000);
  for (const part of ['src', 'content', 'public', 'astro.config.mjs', 'package.json', 'tsconfig.json'])
    cpSync(part, join(folder, part), { recursive: true });
  const built = spawnSync(process.execPath, [resolve('node_modules/astro/bin/astro.mjs'), 'build'], {
    cwd: folder,
    env: { ...process.env, BASE_PATH: '/iptables' },
    encoding: 'utf8',
  });
  expect(built.status, built.stdout + built.stderr).toBe(0);
  const { server, url } = await serve({ root: join(folder, 'dist'), port: 4900 });
  expect(new URL(url).pathname).toBe('/iptables/');

  const named = new Set<string>();
  for (const file of readdirSync(join(folder, 'dist'), { recursive: true, encoding: 'utf8' }))
    if (file.endsWith('.html'))
      for (const [, to] of readFileSync(join(folder, 'dist', file), 'utf8').matchAll(
        /\s(?:href|src|component-url|renderer-url)="([^"#]*)[^"]*"/g,
      ))
        if (!/^\w+:/.test(to!)) named.add(new URL(to!, new URL(file.replace(/index\.html$/, ''), url)).href);
  expect(named.size).toBeGreaterThan(50);
  const lost = await Promise.all([...named].map(async (at) => [at, (await fetch(at)).status] as const));
  expect(lost.filter(([at, status]) => status !== 200 || !at.startsWith(url))).toEqual([]);

  const page = await browser.newPage();
  const wrong: string[] = [];
  page.on('response', (response) => {
    if (!response.url().startsWith(url) || response.status() >= 400)
      wrong.push(`${response.status()} ${response.url()}`);
  });
  page.on('pageerror', (error) => wrong.push(error.message));
  await page.goto(`${url}lessons/masquerade-versus-snat/`);
  await page.locator('.ft-lab[data-lab]').first().hover();
  await page.locator('.ft-lab[data-lab]').first().getByRole('textbox').first().click();
  await expect(page.locator('.cm-content').first()).toBeVisible();
  await page.keyboard.press('Control+k');
  await page.getByRole('dialog').getByRole('textbox').fill('masquerade');
  await page
    .getByRole('dialog')
    .getByRole('link', { name: /MASQUERADE versus SNAT/ })
    .first()
    .click();
  await expect(page).toHaveURL(/\/iptables\/lessons\/masquerade-versus-snat\//);
  await page.getByRole('button', { name: 'full terminal' }).first().click();
  await expect(page).toHaveURL(`${url}terminal/`);
  // Nothing of the vendor's comes here.
  await page.route(/stackblitz/, (route) => route.abort());
  const commands = page.waitForResponse(/four-tables\.cjs$/);
  await page.getByRole('button', { name: 'Start the full terminal' }).click();
  expect((await commands).status()).toBe(200);
  expect(wrong).toEqual([]);
  await page.close();
  server.close();
});
