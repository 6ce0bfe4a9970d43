/**
 * Every lesson and every exercise, proven: `four-tables check` finds nothing, and what it would find is found
 * when a lesson is broken on purpose (tests/unit/course/checkLesson.test.ts).
 */
import { describe, expect, it } from 'vitest';
import {
  checkedNetworks,
  lessonDefects,
  lessonPaths,
  readLessonAt,
  startPaths,
} from '../../src/cli/files.ts';
import { kindOf } from '../../src/course/exercise.ts';
import { prepareLab } from '../../src/course/prepareLab.ts';
import { runLab, runText } from '../../src/course/runLab.ts';
import { run } from '../../src/shell/run.ts';

const { networks, defects } = checkedNetworks('content');

it('the networks have no defects', () => expect(defects).toEqual([]));

const lessons = await Promise.all(
  lessonPaths('content').map(async (path) => [path, await readLessonAt(path)] as const),
);

it('a terminal’s lab shows what its terminal would print', () => {
  const terminals = lessons.flatMap(([, { lesson }]) =>
    [...lesson.labs, ...lesson.exercises].filter((l) => l.language === 'terminal' && l.show.length > 0),
  );
  for (const lab of terminals) {
    const prepared = prepareLab(lab, networks[lab.network]!);
    const { shown } = runLab(prepared, lab.start);
    const { world } = runText(prepared, lab.start);
    const printed = lab.show.map((command) => run(world, lab.host, command).stdout);
    expect(shown.map((s) => s.output)).toEqual(printed);
  }
  expect(terminals.map((lab) => lab.id)).toContain('over-a-reboot');
});

it('the page before the first lesson has no defects', async () => {
  const paths = startPaths('content');
  expect(paths.length).toBe(1);
  expect(await lessonDefects(paths[0]!, networks)).toEqual([]);
});

describe.each(lessons)('%s', (path, { lesson }) => {
  it('has no defects', async () => expect(await lessonDefects(path, networks)).toEqual([]));

  it('has an exercise to predict, to write and to fix', () =>
    expect([...new Set(lesson.exercises.map((e) => e.kind))]).toEqual(
      expect.arrayContaining(['predict', 'write', 'fix']),
    ));

  it.each(lesson.exercises.map((e) => [e.id, e] as const))(
    '%s: an empty answer does not pass, and the solution does',
    (_, exercise) => {
      const kind = kindOf(exercise);
      const prepared = prepareLab(exercise, networks[exercise.network]!);
      expect(kind.grade(prepared, kind.emptyAnswer(exercise)).passed).toBe(false);
      const solution = kind.solution(exercise);
      const answer = solution === null ? null : kind.answerOfText(solution);
      if (answer) expect(kind.grade(prepared, answer)).toMatchObject({ passed: true, hint: null });
    },
  );
});
