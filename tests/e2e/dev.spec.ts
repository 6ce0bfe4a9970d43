/** What an author sees of a mistake: the dev server shows it in the page, live, and the build stops at it. */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, test } from '@playwright/test';

// Below the checkout, so that packages are found as they are in it; Vite does not look at test-results/.
mkdirSync('.astro', { recursive: true });
const folder = mkdtempSync(resolve('.astro/dev-'));
const lesson = join(folder, 'content/lessons/04-reading-the-nat-table.mdx');
const source = 'content/lessons/04-reading-the-nat-table.mdx';
/** The line of the lab on the laptop. */
const lineOfLab =
  readFileSync(source, 'utf8')
    .split('\n')
    .findIndex((line) => line.includes('{#laptop ')) + 1;
const network = join(folder, 'content/networks/laptop.yaml');
const port = Number(process.env['E2E_PORT'] ?? 4321) + 1;
let server: ChildProcess;
// One server, and one folder.
test.describe.configure({ mode: 'serial' });

/** The program's own file: a process of npx would stay behind. */
const astro = [resolve('node_modules/astro/bin/astro.mjs')];

test.beforeAll(() => {
  for (const part of ['src', 'content', 'public', 'astro.config.mjs', 'package.json', 'tsconfig.json'])
    cpSync(part, join(folder, part), { recursive: true });
});

test.afterAll(() => {
  server?.kill();
  rmSync(folder, { recursive: true, force: true });
});

/** The page of a lesson, its markup taken away. */
const textOf = async (name = 'reading-the-nat-table'): Promise<string> => {
  try {
    const answer = await fetch(`http://localhost:${port}/lessons/${name}/`);
    return (await answer.text()).replace(/<[^>]*>/g, '').replaceAll('&#39;', "'");
  } catch {
    return '';
  }
};

test('the dev server shows mistakes where they are, and takes them away again', async () => {
  test.setTimeout(120_000);
  server = spawn(process.execPath, [...astro, 'dev', '--port', String(port)], {
    cwd: folder,
    stdio: 'ignore',
  });
  await expect.poll(textOf, { timeout: 60_000 }).toContain('A nat table, line by line');
  const good = readFileSync(lesson, 'utf8');
  const shows = async (file: string, from: string, to: string, shown: string) => {
    const text = readFileSync(file, 'utf8');
    expect(text).toContain(from);
    writeFileSync(
      file,
      text.replace(from, () => to),
    );
    await expect.poll(textOf, { timeout: 10_000 }).toContain(shown);
    writeFileSync(file, text);
    await expect.poll(textOf, { timeout: 10_000 }).not.toContain(shown);
  };
  await shows(
    lesson,
    'host=laptop}',
    'host=netbook}',
    `Line ${lineOfLab}: the network laptop has no host netbook; there are laptop, container, nas, desktop`,
  );
  await shows(lesson, 'Some rules', 'Some {80,443} rules', 'Line 9: braces are code in MDX');
  await shows(
    lesson,
    'network: cluster',
    'netwrok: cluster',
    'Line 4: there is no field netwrok; did you mean network?',
  );
  await shows(
    network,
    'hosts:',
    'hots:',
    `Line ${lineOfLab}: the network laptop has mistakes: correct them first`,
  );
  writeFileSync(
    join(folder, 'content/lessons/09-new.mdx'),
    good.replace('title: Reading', 'title: Rereading'),
  );
  await expect.poll(() => textOf('new'), { timeout: 10_000 }).toContain('Rereading the nat table');
});

test('a page of the dev server gets all that it asks for, and its labs work', async ({ page }) => {
  const refused: string[] = [];
  page.on('response', (answer) => {
    if (answer.status() >= 400) refused.push(`${answer.status()} ${answer.url()}`);
  });
  await page.goto(`http://localhost:${port}/lessons/masquerade-versus-snat/`, { waitUntil: 'networkidle' });
  const lab = page.locator('astro-island').first();
  await lab.scrollIntoViewIfNeeded();
  await expect(lab).not.toHaveAttribute('ssr', { timeout: 30_000 });
  expect(refused).toEqual([]);
});

test('the build stops, with the place', () => {
  test.setTimeout(120_000);
  const text = readFileSync(lesson, 'utf8');
  writeFileSync(lesson, text.replace('host=laptop}', 'host=netbook}'));
  const built = spawnSync(process.execPath, [...astro, 'build'], { cwd: folder, encoding: 'utf8' });
  writeFileSync(lesson, text);
  expect(built.status).toBe(1);
  expect(built.stdout + built.stderr).toContain(
    `04-reading-the-nat-table.mdx:${lineOfLab}:1: the network laptop has no host netbook`,
  );
});
