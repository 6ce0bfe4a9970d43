/** How far a learner is, and which exercise comes next. */
import { expect, it } from 'vitest';
import { type OutlineLesson, standingIn } from '../../../src/course/standing.ts';

const lesson = (name: string, ...exercises: readonly string[]): OutlineLesson => ({
  id: `lessons/${name}`,
  title: name,
  address: `/lessons/${name}/`,
  exercises: exercises.map((e) => ({
    id: `${name}/${e}`,
    title: e,
    kind: 'Write',
    address: `/${name}/#${e}`,
  })),
});
const course = [lesson('a', '1', '2'), lesson('reading'), lesson('b', '1', '2'), lesson('c', '1', '2')];
const day = (n: number) => `2026-11-0${n}T10:00Z`;

it.each<
  [
    string,
    readonly string[],
    Readonly<Record<string, string>>,
    string | null,
    boolean,
    (readonly string[])?,
    /** What was tried again after it was solved. */
    Readonly<Record<string, string>>?,
  ]
>([
  ['nothing is done: the first', [], {}, 'a/1', false],
  ['what was tried last and is not solved', ['a/1'], { 'b/1': day(2), 'a/2': day(1) }, 'b/1', true],
  [
    'what was tried and left, before what comes after the one that was solved last',
    ['b/1'],
    { 'b/1': day(2), 'a/2': day(1) },
    'a/2',
    true,
  ],
  ['after the one that was solved last', ['b/1'], { 'b/1': day(2) }, 'b/2', true],
  [
    'half an answer that was never tried',
    ['a/1'],
    { 'a/1': day(1), 'b/1': day(2) },
    'a/2',
    true,
    ['a/2', 'b/1'],
  ],
  ['the latest half an answer that is not solved', ['b/2'], {}, 'b/1', true, ['b/2', 'b/1', 'a/2']],
  ['half an answer, and nothing else', [], {}, 'b/2', true, ['old/1', 'b/2']],
  ['at the end, back to what was left out', ['c/1', 'c/2'], { 'c/2': day(2) }, 'a/1', true],
  [
    'at the end, a lesson that was begun before one that was not',
    ['b/1', 'c/1', 'c/2'],
    { 'b/1': day(1), 'c/1': day(2), 'c/2': day(2) },
    'b/2',
    true,
  ],
  [
    'at the end, the last lesson that was begun',
    ['a/1', 'b/1', 'c/1', 'c/2'],
    { 'a/1': day(1), 'c/2': day(2) },
    'b/2',
    true,
  ],
  [
    'what is open after the one that was solved last, before a lesson that was begun',
    ['a/1', 'b/1', 'b/2'],
    { 'a/1': day(1), 'b/2': day(2) },
    'c/1',
    true,
  ],
  [
    'one that was solved and tried again later does not lead back',
    ['a/1', 'b/1'],
    { 'a/1': day(1), 'b/1': day(2) },
    'b/2',
    true,
    [],
    { 'a/1': day(3) },
  ],
  ['without a record, after the last that is solved', ['a/2'], {}, 'b/1', true],
  ['all is solved', ['a/1', 'a/2', 'b/1', 'b/2', 'c/1', 'c/2'], { 'a/1': day(1) }, null, true],
  ['an exercise that is gone says nothing', ['old/1'], { 'old/1': day(3) }, 'a/1', false],
])('%s', (_, solved, tried, next, begun, worked, again = {}) => {
  const record = new Map(
    Object.entries(tried).map(([id, at]) => [
      id,
      { last: { at: again[id] ?? at }, ...(solved.includes(id) && { solved: { at, attempts: 1 } }) },
    ]),
  );
  const standing = standingIn(course, (id) => solved.includes(id), record, worked);
  const { lesson: l, exercise: e } = standing.next ?? { lesson: -1, exercise: -1 };
  expect([course[l]?.exercises[e]?.id ?? null, standing.begun]).toEqual([next, begun]);
});

it('counts exercises, and lessons that have some', () =>
  expect(standingIn(course, (id) => id.startsWith('a/'), new Map())).toMatchObject({
    solved: 2,
    all: 6,
    lessons: 1,
  }));
