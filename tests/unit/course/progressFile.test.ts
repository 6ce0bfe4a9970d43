/** What a progress file is taken for: everything but a whole one of this course is refused by name. */
import { expect, it } from 'vitest';
import { type Progress, readProgress, writeProgress } from '../../../src/course/progressFile.ts';
import { longestAnswer, type Tried, withAttempt } from '../../../src/course/tried.ts';

const tried = (
  ...answers: readonly (readonly [answer: string, passed: boolean, mistake?: string])[]
): Tried =>
  answers.reduce<Tried | null>(
    (before, [answer, passed, mistake], i) =>
      withAttempt(before, { answer, passed, at: `2026-11-29T07:0${i}Z`, ...(mistake && { mistake }) }),
    null,
  )!;

const progress: Progress = {
  course: 'Four Tables',
  name: 'Ada',
  saved: '2026-11-29T08:00:00.000Z',
  seed: 17,
  ownSeeds: { 'lessons/nat/masquerade': 4711 },
  exercises: {
    'lessons/nat/masquerade': tried(['iptables -A x', false, 'in-for-out'], ['iptables -A y', true]),
  },
  kept: { 'lessons/nat/masquerade': 'iptables -A y', 'lessons/nat/look~17': '{"typed":[{"line":"ls"}]}' },
  done: ['lessons/nat/masquerade'],
};
const file = writeProgress(progress);
const with_ = (changes: Readonly<Record<string, unknown>>) =>
  JSON.stringify({ ...JSON.parse(file), ...changes });

it('a file is read as it was written, and after an editor has changed its spaces', () => {
  expect(readProgress(file, 'Four Tables')).toEqual({ ok: true, progress });
  expect(readProgress(`\uFEFF${JSON.stringify(JSON.parse(file))}\r\n`)).toEqual({ ok: true, progress });
});

it.each<[string, string, string]>([
  ['nothing', '', 'is empty'],
  ['a text', 'hello', 'is no progress file'],
  ['other JSON', '{"a":1}', 'is no progress file'],
  ['a list', '[]', 'is no progress file'],
  [
    'half of it',
    file.slice(0, file.length / 2),
    'is cut off, or was edited so that it cannot be read any more',
  ],
  [
    'another answer',
    file.replace('-A y', '-A z'),
    'was edited after it was saved, or damaged: its checksum does not match',
  ],
  [
    'another name',
    with_({ name: 'Bob' }),
    'was edited after it was saved, or damaged: its checksum does not match',
  ],
  ['a newer version', with_({ version: 2 }), 'was saved by a newer version of the course: update this one'],
  ['no version', with_({ version: undefined }), 'has no version that is known here'],
  [
    'another course',
    writeProgress({ ...progress, course: 'Nets' }),
    'is from another course, "Nets"; this one is "Four Tables"',
  ],
  [
    'other fields',
    writeProgress({ ...progress, done: [1] as never }),
    'was made by hand: done.0: done must be text: write "1"',
  ],
  [
    'a name that is no exercise’s',
    writeProgress({ ...progress, done: ['../x y'] }),
    'was made by hand: "../x y" is no exercise\'s name',
  ],
  [
    'numbers of what is no exercise',
    writeProgress({ ...progress, ownSeeds: { '../x y': 1 } }),
    'was made by hand: "../x y" is no exercise\'s name',
  ],
  [
    'a time that is none',
    writeProgress({ ...progress, saved: 'now' }),
    'was made by hand: it has a time that is none',
  ],
])('%s is refused', (_, text, why) => expect(readProgress(text, 'Four Tables')).toEqual({ ok: false, why }));

it.each<[string, Tried, object]>([
  [
    'the first and the last answer are kept, and the one that solved it',
    tried(['a', false], ['b', true], ['c', false]),
    {
      attempts: 3,
      first: { answer: 'a' },
      last: { answer: 'c' },
      solved: { attempts: 2, at: '2026-11-29T07:01Z' },
    },
  ],
  [
    'the same answer again is the same attempt, of which the mistake is known now',
    tried(['a', false], ['a', false, 'too-wide'], ['a', false, 'too-wide'], ['b', false, 'too-wide']),
    { attempts: 2, first: { answer: 'a', mistake: 'too-wide' }, mistakes: { 'too-wide': 2 } },
  ],
  [
    'a long answer is cut',
    tried(['x'.repeat(longestAnswer + 1), false]),
    { last: { answer: 'x'.repeat(longestAnswer), cut: true } },
  ],
])('%s', (_, made, expected) => expect(made).toMatchObject(expected));
