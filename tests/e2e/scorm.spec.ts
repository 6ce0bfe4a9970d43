/** A lesson as a SCORM package in a learning management system. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test as base, expect } from '@playwright/test';
import { writeSuspendData } from '../../src/lab/scorm/suspendData.ts';
import { unzip } from '../unzip.ts';
import { type Lms, openPackage, startLms } from './lms.ts';

const packed = (): ReadonlyMap<string, Buffer> => {
  const folder = mkdtempSync(join(tmpdir(), 'four-tables-scorm-'));
  try {
    const file = join(folder, 'one.zip');
    execFileSync(process.execPath, [
      'src/tasks/four-tables.mjs',
      'export',
      'scorm',
      'masquerade-versus-snat',
      '--to',
      file,
    ]);
    return unzip(readFileSync(file));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
};
const test = base.extend<{ lms: Lms }, { files: ReadonlyMap<string, Buffer> }>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads which fixtures this one needs.
  files: [async ({}, use) => use(packed()), { scope: 'worker' }],
  lms: async ({ files }, use) => {
    const lms = await startLms(files);
    await use(lms);
    lms.close();
  },
});

const lesson = 'lessons/masquerade-versus-snat/index.html';
const course: readonly { readonly id: string; readonly exercises: readonly { readonly id: string }[] }[] =
  JSON.parse(readFileSync(new URL('../../dist/course.json', import.meta.url), 'utf8'));
const exercises = course.find(({ id }) => lesson.startsWith(id))!.exercises.map(({ id }) => id);
/** The score after so many. */
const score = (solved: number) => String(Math.floor((100 * solved) / exercises.length));

test('a lesson is recorded as it goes on, and resumes in another browser', async ({ browser, lms }) => {
  lms.setLessonMode(false);
  const first = await browser.newContext();
  const { lessons, wrong } = await openPackage(first, lms, 'frames');
  await expect.poll(() => lms.kept()?.core.lesson_status).toBe('incomplete');
  const write = () => lessons().locator('[data-lab="write-masquerade"]');
  await write().scrollIntoViewIfNeeded();
  await write().getByRole('textbox').fill('iptables -t nat -A POSTROUTING -o wan -j MASQUERADE # mine');
  await expect(write()).toContainText('✓ solved');
  // Without a word about the page's end: a browser may crash.
  await expect.poll(() => lms.kept()?.core.score.raw).toBe(score(1));
  await expect.poll(() => lms.kept()?.suspend_data).toContain('MASQUERADE # mine');
  expect(lms.kept()?.core).toMatchObject({
    lesson_status: 'incomplete',
    lesson_location: lesson,
    exit: 'suspend',
  });
  expect(wrong).toEqual([]);
  await first.close();

  const second = await browser.newContext();
  const again = await openPackage(second, lms, 'window');
  await expect.poll(() => again.lessons().url()).toContain(lesson);
  const resumed = again.lessons().locator('[data-lab="write-masquerade"]');
  await resumed.scrollIntoViewIfNeeded();
  await expect(resumed).toContainText('✓ solved');
  await expect(resumed.getByRole('textbox')).toHaveValue(/MASQUERADE # mine/);
  // Pages change, and the record goes on.
  await again.lessons().getByRole('link', { name: 'Reference', exact: true }).click();
  await expect.poll(() => lms.kept()?.core.lesson_location).toBe('reference/index.html');
  expect(again.wrong).toEqual([]);
  await again.page.close();
  expect(lms.kept()?.core.session_time).toMatch(/^\d+:00:\d\d/);
  await second.close();
});

test('the last exercise completes the course; what was kept elsewhere or by another learner is not believed', async ({
  context,
  lms,
}) => {
  const name = (id: string) => `lessons/masquerade-versus-snat/${id}`;
  const solved = exercises.filter((id) => id !== name('write-masquerade'));
  lms.keep({
    cmi: {
      suspend_data: writeSuspendData({
        at: 'https://elsewhere.example/x.html',
        solved,
        texts: [[name('write-masquerade'), 'iptables -t nat -A POSTROUTING -o wan -j MASQUERADE']],
      }),
      core: { lesson_status: 'incomplete' },
    },
  });
  await context.addInitScript(() => {
    if (location.protocol === 'http:' && localStorage.getItem('four-tables/scorm') === null)
      localStorage.setItem(
        'four-tables/1/lessons/masquerade-versus-snat/snat',
        'iptables -P INPUT DROP # a stranger',
      );
  });
  const { page, lessons, wrong } = await openPackage(context, lms, 'frames');
  await expect.poll(() => lms.kept()?.core.score.raw).toBe(score(solved.length));
  expect(lessons().url()).toContain(lesson);
  const write = lessons().locator('[data-lab="write-masquerade"]');
  const other = lessons().locator('[data-lab="fixed-address"]');
  await other.scrollIntoViewIfNeeded();
  await expect(other).toContainText('✓ solved');
  await write.scrollIntoViewIfNeeded();
  await expect
    .poll(() => lms.kept()?.core)
    .toMatchObject({ lesson_status: 'completed', score: { raw: '100' } });
  expect(await lessons().evaluate(() => JSON.stringify(localStorage))).not.toContain('a stranger');
  expect(wrong).toEqual([]);
  await page.close();
});
