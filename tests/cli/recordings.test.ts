/** `check` names recordings that are damaged, of no lesson, or older than their lesson. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it, vi } from 'vitest';
import { parse } from 'yaml';
import { check } from '../../src/cli/check.ts';
import { readLessonAt } from '../../src/cli/files.ts';
import type { Network } from '../../src/course/lesson.ts';
import type { Recording } from '../../src/course/recording.ts';
import { fingerprintOf, replaysOf } from '../../src/course/replays.ts';
import { lessonText } from '../../src/course/scaffold/lesson.ts';
import { networkText } from '../../src/course/scaffold/network.ts';
import { settingOf } from '../../src/course/scaffold/setting.ts';

const folder = mkdtempSync(join(tmpdir(), 'four-tables-recordings-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
for (const part of ['lessons', 'networks', 'recorded']) mkdirSync(join(folder, part));
const network = parse(networkText('Office')) as Network;
const lesson = join(folder, 'lessons/01-doors.mdx');
writeFileSync(join(folder, 'networks/office.yaml'), networkText('Office'));
writeFileSync(lesson, lessonText('Doors', settingOf('office', network)!));
const { lesson: read, listings } = await readLessonAt(lesson);
const items = replaysOf({ ...read, listings }, { office: network });

const recording = (of: (fingerprint: string) => string, taken = items): Recording => ({
  linux: '6.18',
  iptables: '1.8.9',
  date: '2026-11-29',
  items: Object.fromEntries(taken.map((item) => [item.name, { of: of(fingerprintOf(item)), saw: {} }])),
});

/** What `check` says of the folder with such a file in it. */
const checked = async (name: string, content: string) => {
  const file = join(folder, 'recorded', name);
  writeFileSync(file, content);
  let said = '';
  const streams = [process.stdout, process.stderr].map((stream) =>
    vi.spyOn(stream, 'write').mockImplementation((part) => {
      said += String(part).replaceAll(`${folder}/`, '');
      return true;
    }),
  );
  const status = await check.run([folder], 'legacy');
  for (const stream of streams) stream.mockRestore();
  rmSync(file);
  return { status, said };
};

const same = (of: string) => of;
it.each([
  ['as it is', 'doors.json', recording(same), 0, /^Ran 1 lesson: .*\n$/],
  [
    'of before a change',
    'doors.json',
    recording(() => 'x'),
    0,
    /changed since it was recorded on Linux: lab /,
  ],
  ['of a part', 'doors.json', recording(same, items.slice(1)), 0, /not recorded on Linux: lab \S+\n$/],
  ['of no lesson', 'gone.json', recording(same), 1, /^recorded\/gone\.json:1:1: there is no lesson/],
  ['of another form', 'doors.json', { linux: '6.18' }, 1, /^recorded\/doors\.json:1:1: .* is damaged: iptab/],
])('a recording %s', async (_, name, content, status, words) =>
  expect(await checked(name, JSON.stringify(content))).toEqual({
    status,
    said: expect.stringMatching(words),
  }),
);

it('a recording that was cut off is named, and nothing is said of its lesson', async () => {
  const { said } = await checked('doors.json', JSON.stringify(recording(same)).slice(0, 99));
  expect(said).toMatch(/^recorded\/doors\.json:1:1: this recording is no JSON: .*\nRan 1 lesson: .*\n$/);
});
