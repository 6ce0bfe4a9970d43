/** When a solved exercise is due again. */
import { describe, expect, it } from 'vitest';
import { afterReview, type Learnt, type Review, reviewsToday } from '../../../src/course/review.ts';

const now = Date.parse('2026-11-20T10:00Z');
const on = (november: number) => `2026-11-${String(november).padStart(2, '0')}T09:00Z`;
const right = (november: number, row: number): Review => ({ at: on(november), right: true, row });
const wrong = (november: number): Review => ({ at: on(november), right: false, row: 0 });
const learnt = (all: Readonly<Record<string, string | Review | null>>): readonly Learnt[] =>
  Object.entries(all).map(([id, what]) =>
    typeof what === 'string' || what === null
      ? { id, solved: what, review: null }
      : { id, solved: on(1), review: what },
  );

describe('today', () => {
  it.each<[string, Parameters<typeof learnt>[0], readonly string[], number | null]>([
    ['nothing is solved', {}, [], null],
    ['solved three days ago', { a: on(17), b: on(18) }, ['a'], 1],
    ['solved late in the evening counts by the day', { a: '2026-11-17T23:59Z' }, ['a'], null],
    ['solved before there were records', { a: null }, ['a'], null],
    ['right: the same gap each time', { a: right(17, 1), b: right(17, 2), c: right(18, 2) }, ['a', 'b'], 1],
    ['right three times in a row: no more', { a: right(1, 3) }, [], null],
    ['wrong: the next day, and first', { a: on(1), b: wrong(19) }, ['b', 'a'], null],
    ['wrong today: not today again', { a: wrong(20) }, [], 1],
    ['what waits longest comes first', { a: on(16), b: on(2), c: on(9) }, ['b', 'c', 'a'], null],
    [
      'five a day, and the others another day',
      { a: on(1), b: on(2), c: on(3), d: on(4), e: on(5), f: on(6), g: wrong(9) },
      ['g', 'a', 'b', 'c', 'd'],
      1,
    ],
    [
      'those of this morning count',
      { a: right(20, 1), b: right(20, 1), c: right(20, 1), d: wrong(20), e: on(2), f: on(1) },
      ['f'],
      1,
    ],
    ['a day to come is a clock that was wrong', { a: on(29) }, [], 3],
    ['no time at all', { a: 'yesterday' }, ['a'], null],
  ])('%s', (_, all, due, next) => {
    const today = reviewsToday(learnt(all), now, 0);
    expect([today.due, today.next]).toEqual([due, next]);
  });

  it('takes what is equally due from different lessons in turn, also after some of them were done', () => {
    const ids = ['a/1', 'a/2', 'a/3', 'b/1', 'b/2', 'c/1', 'c/2'];
    const all = Object.fromEntries(ids.map((id) => [id, on(2)]));
    const days = [20, 21, 22].map((november) =>
      reviewsToday(learnt(all), Date.parse(on(november)), 0).due.map((id) => id[0]),
    );
    expect(days.map((day) => new Set(day.slice(0, 3)).size)).toEqual([3, 3, 3]);
    expect(new Set(days.map(([first]) => first)).size).toBe(3);
    const { due } = reviewsToday(learnt(all), now, 0);
    const [first, second] = due;
    const later = reviewsToday(learnt({ ...all, [first!]: right(20, 1), [second!]: wrong(20) }), now, 0);
    expect(later.due).toEqual(due.slice(2));
    expect(later.done).toEqual(
      [
        { id: first, right: true },
        { id: second, right: false },
      ].toSorted((a, b) => ids.indexOf(a.id!) - ids.indexOf(b.id!)),
    );
  });

  it('ends at the learner’s midnight', () => {
    const all = learnt({ a: '2026-11-17T22:30Z' });
    const due = (time: string, zone: number) => reviewsToday(all, Date.parse(time), zone).due.length;
    expect([due('2026-11-19T23:30Z', 0), due('2026-11-20T00:30Z', 0)]).toEqual([0, 1]);
    // In Berlin it was solved half an hour before midnight, which is there an hour earlier.
    expect([due('2026-11-19T22:30Z', -60), due('2026-11-19T23:30Z', -60)]).toEqual([0, 1]);
  });
});

it('a row of right ones begins anew after a wrong one', () => {
  const first = afterReview(null, true, on(1));
  const second = afterReview(first, true, on(4));
  expect([first.row, second.row, afterReview(second, false, on(7))]).toEqual(
    [1, 2, wrong(7)].map((x) => (typeof x === 'number' ? x : { ...x })),
  );
});
