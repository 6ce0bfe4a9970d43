/** Every lesson and every exercise, proven: the start fails, the solution passes, each wrong answer fails where it says. */
import { describe, expect, it } from 'vitest';
import { lessonPaths, readLesson, readNetworks } from '../../src/cli/files.ts';
import { lessonProblems } from '../../src/cli/lessonShape.ts';
import { gradeExercise, gradePrediction } from '../../src/course/grade.ts';
import { runLab } from '../../src/course/lab.ts';

const networks = readNetworks('content');

describe.each(lessonPaths('content').map((path) => [path, readLesson(path)] as const))('%s', (_, { lesson, body }) => {
  it.each(lesson.labs.map((l) => [l.id, l] as const))('lab %s does what its packets expect', (_id, lab) => {
    const result = runLab(lab, networks[lab.network]!, lab.start);
    expect(result.problems).toEqual([]);
    expect(result.packets.filter((p) => !p.passed).map((p) => [p.expectation.probe.name, p.answer])).toEqual([]);
  });

  it('has the fields of a lesson and no others', () => expect(lessonProblems(lesson)).toEqual([]));

  it('has an exercise of each kind, and at least three', () => {
    expect(new Set(lesson.exercises.map((e) => e.kind))).toEqual(new Set(['predict', 'write', 'fix']));
    expect(lesson.exercises.length).toBeGreaterThanOrEqual(3);
  });

  it('shows every lab and exercise it defines, and none it does not', () => {
    const shown = [...body.matchAll(/<(?:Lab|Exercise)\s+id="([^"]+)"/g)].map((m) => m[1]);
    expect(shown.sort()).toEqual([...lesson.labs, ...lesson.exercises].map((l) => l.id).sort());
  });

  for (const exercise of lesson.exercises) {
    const network = networks[exercise.network]!;
    if (exercise.kind === 'predict') {
      it(`${exercise.id}: the simulator agrees with the outcomes it gives`, () => {
        const expected = [...exercise.packets, ...(exercise.change?.packets ?? [])];
        const said = Object.fromEntries(expected.map((p) => [p.probe.name, p.outcome]));
        expect(gradePrediction(exercise, network, said).right).toEqual(Object.fromEntries(expected.map((p) => [p.probe.name, true])));
        const wrong = Object.fromEntries(expected.map((p) => [p.probe.name, p.outcome === 'timeout' ? 'refused' : 'timeout'] as const));
        expect(gradePrediction(exercise, network, wrong).passed).toBe(false);
      });
      continue;
    }
    it(`${exercise.id}: the start does not pass`, () => expect(gradeExercise(exercise, network, exercise.start).passed).toBe(false));
    it(`${exercise.id}: the solution passes`, () => {
      const { result, passed } = gradeExercise(exercise, network, exercise.solution);
      expect(result.problems).toEqual([]);
      expect(result.packets.filter((p) => !p.passed).map((p) => [p.expectation.probe.name, p.answer])).toEqual([]);
      expect(passed).toBe(true);
    });
    it.each(exercise.wrong.map((w) => [w.answer.trim(), w] as const))(`${exercise.id}: wrong: %s`, (_answer, { answer, fails }) => {
      const grade = gradeExercise(exercise, network, answer);
      expect(grade.passed).toBe(false);
      expect(grade.result.packets.filter((p) => !p.passed).map((p) => p.expectation.probe.name)).toContain(fails);
      expect(grade.hint, 'a wrong answer that is listed deserves a hint').not.toBeNull();
    });
  }
});
