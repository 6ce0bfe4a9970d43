/** `collect` counts whole files of this course, names the others, and writes a table that no spreadsheet runs. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it, vi } from 'vitest';
import { collect } from '../../src/cli/collect.ts';
import { type Progress, writeProgress } from '../../src/course/progressFile.ts';
import { type Tried, withAttempt } from '../../src/course/tried.ts';

const folder = mkdtempSync(join(tmpdir(), 'four-tables-collect-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const lesson = 'lessons/masquerade-versus-snat';
const tried = (
  ...answers: readonly (readonly [answer: string, passed: boolean, mistake?: string])[]
): Tried =>
  answers.reduce<Tried | null>(
    (before, [answer, passed, mistake], i) =>
      withAttempt(before, {
        answer,
        passed,
        at: `2026-11-29T07:0${i}Z`,
        seed: 17,
        ...(mistake && { mistake }),
      }),
    null,
  )!;
const progress = (name: string, exercises: Progress['exercises'], saved = '2026-11-29T08:00:00Z'): string =>
  writeProgress({ course: 'Four Tables', name, saved, exercises, kept: {}, done: [] });
const write = (name: string, text: string): string => {
  writeFileSync(join(folder, name), text);
  return join(folder, name);
};

const ada = write(
  'ada.json',
  progress('=HYPERLINK("http://x")', {
    [`${lesson}/write-masquerade`]: tried(['-A "x", y', false, 'in-for-out'], ['b', true]),
    [`${lesson}/fixed-address`]: tried(['{"kind":"words","words":["POSTROUTING",""]}', false]),
  }),
);
const bob = write('bob.json', progress('', { [`${lesson}/write-masquerade`]: tried(['b', true]) }));
const older = write('bob-old.json', progress('Bob', {}, '2026-11-28T08:00:00Z'));

const collected = async (...args: readonly string[]) => {
  const said = { out: '', err: '' };
  const hear = (stream: 'stdout' | 'stderr', to: 'out' | 'err') =>
    vi.spyOn(process[stream], 'write').mockImplementation((text) => {
      said[to] += String(text);
      return true;
    });
  const out = hear('stdout', 'out');
  const err = hear('stderr', 'err');
  const status = await collect.run(args, 'legacy');
  out.mockRestore();
  err.mockRestore();
  return { status, out: said.out.replaceAll(`${folder}/`, ''), err: said.err.replaceAll(`${folder}/`, '') };
};

it('prints who solved what, and on what people stumbled', async () => {
  const { status, out, err } = await collected(ada, bob);
  expect({ status, err }).toEqual({ status: 0, err: '' });
  expect(out).toContain('Four Tables: 2 learners, ');
  expect(out).toMatch(/^=HYPERLINK\("http:\/\/x"\) +[· ]+…✓[· ]+ 1 of \d+ solved$/m);
  expect(out).toMatch(/^bob +[· ]+✓[· ]+ 1 of \d+ solved$/m);
  // The numbers are those of the lessons of now.
  expect(
    out
      .split('stumbled on\n')
      .at(-1)!
      .replace(/^\d+\.\d+ /gm, 'n.n '),
  ).toContain(
    'n.n A rule that outlives the address: solved by 2 of 2, 1 stumbled, 3 attempts in all\n' +
      '      1 × -i and -o mixed up: You named the interface on the wrong side.\n' +
      'n.n A fixed address: solved by 0 of 1, 1 stumbled, 1 attempt in all\n',
  );
});

it('the CSV has quotes where they are needed and no formulas, and is written over itself alone', async () => {
  const csv = join(folder, 'class.csv');
  expect((await collected(ada, '--csv', csv)).status).toBe(0);
  expect((await collected(ada, '--csv', csv)).status).toBe(0);
  const rows = readFileSync(csv, 'utf8').split('\r\n');
  expect(
    rows
      .filter((row) => row.includes('write-masquerade'))
      .join('')
      .replace(folder, ''),
  ).toBe(
    '"\'=HYPERLINK(""http://x"")",/ada.json,masquerade-versus-snat,write-masquerade,A rule that outlives the address,' +
      'solved,2,2,2026-11-29T07:00Z,2026-11-29T07:01Z,2026-11-29T07:01Z,1 × -i and -o mixed up,17,"\'-A ""x"", y",b',
  );
  const mine = write('mine.csv', 'a,b\n');
  const { status, err } = await collected(ada, '--csv', mine);
  expect({ status, err }).toEqual({
    status: 2,
    err: 'four-tables: mine.csv is there already and is no class table: nothing was written\n',
  });
  expect(readFileSync(mine, 'utf8')).toBe('a,b\n');
});

const whole = readFileSync(ada, 'utf8');
it.each<[string, string, string]>([
  [
    'edited.json',
    whole.replace('"b"', '"c"'),
    'was edited after it was saved, or damaged: its checksum does not match',
  ],
  ['cut.json', whole.slice(0, 300), 'is cut off, or was edited so that it cannot be read any more'],
  [
    'newer.json',
    whole.replace('"version": 1', '"version": 2'),
    'was saved by a newer version of the course: update this one',
  ],
  ['picture.json', '\u0000\u0001PNG', 'is no progress file'],
  [
    'elsewhere.json',
    progress('Eve', { 'lessons/other/thing': tried(['a', true]) }),
    'is from another course, or an older state of it: it has no exercise that is in this one',
  ],
])('%s is named and left out, and the others are counted', async (name, text, why) => {
  const { status, out, err } = await collected(write(name, text), bob, join(folder, 'missing.json'));
  expect(err).toBe(`${name} ${why}: it is not counted\nmissing.json does not exist: it is not counted\n`);
  expect(status).toBe(1);
  expect(out).toContain('Four Tables: 1 learner, ');
});

it('of two files of one learner the later counts', async () => {
  const named = write(
    'bob-new.json',
    progress('bob', { [`${lesson}/write-masquerade`]: tried(['b', true]) }),
  );
  const { out, err } = await collected(named, older);
  expect(err).toBe(
    'bob-old.json and bob-new.json are both of bob: bob-new.json was saved later, and is counted\n',
  );
  expect(out).toMatch(/^bob .*1 of \d+ solved$/m);
});
