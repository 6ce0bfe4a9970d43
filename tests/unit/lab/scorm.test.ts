/** What a SCORM package keeps in a learning management system, and how it finds one. */
import { expect, it } from 'vitest';
import type { ScormCourse } from '../../../src/lab/scorm/course.ts';
import { type ApiWindow, findApi, type ScormApi } from '../../../src/lab/scorm/findApi.ts';
import { openRecord, sessionTime } from '../../../src/lab/scorm/record.ts';
import { mostExercises, readSuspendData, writeSuspendData } from '../../../src/lab/scorm/suspendData.ts';

const many = Array.from({ length: mostExercises }, (_, n) => `lessons/a-lesson/exercise-${n}`);
const course: ScormCourse = {
  title: 'A',
  start: 'a.html',
  pages: [],
  others: ['lessons/a/lab'],
  exercises: many,
};

it('what is solved, where the learner was, and texts come back as they were', () => {
  const data = {
    at: 'lessons/a/index.html',
    solved: many.slice(3, 9),
    texts: [['lessons/a/lab', 'iptables -L\n"é€😀\\'] as const, [many[0]!, ''] as const],
  };
  const text = writeSuspendData(data);
  expect(text).toMatch(/^[ -~]*$/);
  expect(readSuspendData(course, text)).toEqual(data);
});

it('it never takes more than 4096 characters: texts that were used last stay, and what is solved always does', () => {
  const texts = [
    [many[0]!, 'x'.repeat(9000)],
    [many[1]!, 'é'.repeat(300)],
    [many[2]!, 'y'.repeat(2500)],
    [many[3]!, 'short'],
  ] as const;
  const some = writeSuspendData({ at: '', solved: [], texts });
  expect(some.length).toBeLessThanOrEqual(4096);
  expect(readSuspendData(course, some)?.texts.map(([id]) => id)).toEqual([many[1], many[3]]);
  const all = writeSuspendData({ at: 'x'.repeat(5000), solved: many, texts });
  expect(all.length).toBeLessThanOrEqual(4096);
  expect(readSuspendData(course, all)?.solved.length).toBe(mostExercises);
});

it.each([
  '',
  'null',
  '[]',
  '{"v":2,"at":"","solved":"","texts":[]}',
  '{"v":1,"at":1,"solved":"","texts":[]}',
  '{"v":1,',
])('what is no such text is not read: %j', (text) => expect(readSuspendData(course, text)).toBeNull());

it('what the course does not have is left out', () =>
  expect(
    readSuspendData(course, '{"v":1,"at":"x","solved":"????AA","texts":[["????","a"],3,["only"],null]}'),
  ).toEqual({ at: 'x', solved: [], texts: [] }));

/** Frames from the outside in; null is one of another site. */
const frames = (apis: readonly (object | null | undefined)[], opener?: ApiWindow): ApiWindow => {
  let outer: ApiWindow | null = null;
  for (const api of apis) {
    const at: Record<string, unknown> = { opener: outer ? null : opener };
    Object.defineProperty(at, 'API', {
      get() {
        if (api === null) throw new Error('another site');
        return api;
      },
    });
    at['parent'] = outer ?? at;
    outer = at as unknown as ApiWindow;
  }
  return outer!;
};
const api = { LMSInitialize: () => 'true' };

it.each([
  ['in its own window', frames([api]), api],
  ['five frames up', frames([api, undefined, {}, undefined, undefined, undefined]), api],
  ['past a frame of another site', frames([api, null, undefined]), api],
  ['in the window that opened this one', frames([undefined, undefined], frames([api, undefined])), api],
  ['nowhere', frames([{}, null, undefined]), null],
])('the API is found %s', (_, here, found) => expect(findApi(here)).toBe(found));

it.each([
  [0, '0000:00:00.00'],
  [3_723_456, '0001:02:03.45'],
  [9e12, '9999:00:00.00'],
])('%d milliseconds as SCORM writes them', (time, text) => expect(sessionTime(time)).toBe(text));

/** A system that answers with what it has, and notes what it is told. */
const system = (values: Readonly<Record<string, string>>, answers: Partial<ScormApi> = {}) => {
  const told: Record<string, string> = {};
  const calls: string[] = [];
  const api: ScormApi = {
    LMSInitialize: () => 'true',
    LMSFinish: () => calls.push('finish'),
    LMSGetValue: (name) => values[name] ?? '',
    LMSSetValue(name, value) {
      told[name] = value;
      return true;
    },
    LMSCommit() {
      calls.push('commit');
      return 'true';
    },
    ...answers,
  };
  return { api, told, calls };
};
const data = { at: 'a.html', solved: many.slice(0, 2), texts: [] };

it('score and status are sent at once, and a status that was reached is not taken back', () => {
  const { api, told, calls } = system({});
  const record = openRecord(api, () => 0)!;
  expect(record.save(data, { solved: 2, all: 3 })).toBe(true);
  expect(told).toMatchObject({ 'cmi.core.score.raw': '66', 'cmi.core.lesson_status': 'incomplete' });
  record.save(data, { solved: 2, all: 2 });
  expect(told).toMatchObject({ 'cmi.core.score.raw': '100', 'cmi.core.lesson_status': 'completed' });
  record.finish();
  record.finish();
  expect(calls).toEqual(['commit', 'commit', 'commit', 'finish']);
  const passed = system({ 'cmi.core.lesson_status': 'passed' });
  openRecord(passed.api, () => 0)!.save(data, { solved: 2, all: 3 });
  expect(passed.told).not.toHaveProperty('cmi.core.lesson_status');
});

it('a system that throws, refuses or only shows stops nothing', () => {
  const broken = () => {
    throw new Error('broken');
  };
  expect(openRecord(system({}, { LMSInitialize: () => 'false' }).api, () => 0)).toBeNull();
  const record = openRecord(
    system({}, { LMSGetValue: broken, LMSSetValue: broken, LMSCommit: broken }).api,
    () => 0,
  )!;
  expect(record).toMatchObject({ learner: '', suspended: '' });
  expect(record.save(data, { solved: 2, all: 3 })).toBe(false);
  const review = system({ 'cmi.core.lesson_mode': 'review' });
  expect(openRecord(review.api, () => 0)!.save(data, { solved: 2, all: 3 })).toBe(true);
  expect(review.told).toEqual({});
});
