/** A course of its own, outside of this project's content, and published in a folder of its host. */
import { spawnSync } from 'node:child_process';
import { appendFileSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { makePackage } from '../../src/tasks/package.mjs';
import { serve } from '../../src/tasks/serve.mjs';
import { unzip } from '../unzip.ts';
import { openPackage, startLms } from './lms.ts';
import { expect, test } from './site.ts';

// Below the checkout, so that packages are found as they are in it.
mkdirSync('.astro', { recursive: true });
const parent = mkdtempSync(resolve('.astro/course-'));
const folder = join(parent, 'my-course');
test.afterAll(() => rmSync(parent, { recursive: true, force: true }));

test('a new course below a folder: every address leads somewhere, a lab wakes, and a package is recorded', async ({
  browser,
}) => {
  test.setTimeout(240_000);
  const command = join(await makePackage(), 'cli', 'four-tables.mjs');
  const run = (cwd: string, ...args: readonly string[]) =>
    spawnSync(process.execPath, [command, ...args], {
      cwd,
      env: { ...process.env, BASE_PATH: '/iptables' },
      encoding: 'utf8',
    });
  run(parent, 'new-course', 'my-course');
  appendFileSync(
    join(folder, 'course.yaml'),
    'colours: { dark: { accent: "#c9a0e8" } }\ntake: [masquerade-versus-snat]\n',
  );
  const built = run(folder, 'build');
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
  page.on('console', (message) => message.type() === 'error' && wrong.push(message.text()));
  page.on('pageerror', (error) => wrong.push(error.message));
  await page.goto(`${url}lessons/masquerade-versus-snat/`);
  await expect(page.locator('.site-title')).toHaveText('My\u00a0course');
  const lab = page.locator('[data-lab="neither"]');
  await lab.hover();
  await lab.getByRole('textbox').first().click();
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

  await test.step('as a package for a learning management system', async () => {
    const course: readonly { readonly exercises: readonly unknown[] }[] = JSON.parse(
      readFileSync(join(folder, 'dist', 'course.json'), 'utf8'),
    );
    const exercises = course.reduce((n, lesson) => n + lesson.exercises.length, 0);
    const exported = run(folder, 'export', 'scorm', '--to', 'course.zip');
    expect(exported.stderr).toBe('');
    const lms = await startLms(unzip(readFileSync(join(folder, 'course.zip'))));
    const context = await browser.newContext();
    const { lessons, wrong, page } = await openPackage(context, lms, 'frames');
    await lessons()
      .getByRole('link', { name: /MASQUERADE versus SNAT/ })
      .first()
      .click();
    const write = lessons().locator('[data-lab="write-masquerade"]');
    await write.scrollIntoViewIfNeeded();
    await write.getByRole('textbox').fill('iptables -t nat -A POSTROUTING -o wan -j MASQUERADE');
    await expect(write).toContainText('✓ solved');
    await page.close();
    await expect
      .poll(() => lms.kept()?.core)
      .toMatchObject({ lesson_status: 'incomplete', score: { raw: String(Math.floor(100 / exercises)) } });
    expect(wrong).toEqual([]);
    await context.close();
    lms.close();
  });
});
