/**
 * Every lesson and every exercise, proven: the start fails, the solution passes, each wrong answer fails
 * where it says.
 */
import { describe, expect, it } from 'vitest';
import { lessonPaths, readLesson, readNetworks } from '../../src/cli/files.ts';
import { gradeExercise, gradeFound, gradePrediction } from '../../src/course/grade.ts';
import { runLab, startLab } from '../../src/course/lab.ts';
import { typeAll, typedLines } from '../../src/course/typed.ts';
import { lessonProblems } from '../../src/lesson.schema.ts';

const networks = readNetworks('content');

describe.each(lessonPaths('content').map((path) => [path, readLesson(path)] as const))(
  '%s',
  (_, { lesson, body }) => {
    it.each(lesson.labs.map((l) => [l.id, l] as const))('lab %s does what its packets expect', (_id, lab) => {
      const result = runLab(lab, networks[lab.network]!, lab.start);
      expect(result.problems).toEqual([]);
      expect(
        result.packets.filter((p) => !p.passed).map((p) => [p.expectation.probe.name, p.answer]),
      ).toEqual([]);
    });

    it('has the fields of a lesson and no others', () => expect(lessonProblems(lesson)).toEqual([]));

    it('has an exercise of each kind, and at least three', () => {
      expect([...new Set(lesson.exercises.map((e) => e.kind))]).toEqual(
        expect.arrayContaining(['predict', 'write', 'fix']),
      );
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
          expect(gradePrediction(exercise, network, said).right).toEqual(
            Object.fromEntries(expected.map((p) => [p.probe.name, true])),
          );
          const wrong = Object.fromEntries(
            expected.map((p) => [p.probe.name, p.outcome === 'timeout' ? 'refused' : 'timeout'] as const),
          );
          expect(gradePrediction(exercise, network, wrong).passed).toBe(false);
        });
        continue;
      }
      if (exercise.kind === 'find') {
        const typed = (text: string) =>
          typeAll(startLab(network), exercise.host, typedLines(`${exercise.start}\n${text}`));
        const right = exercise.asks.map((a) => a.answers[0]!);
        it(`${exercise.id}: nothing typed does not pass, even with the right answers`, () =>
          expect(gradeFound(exercise, typed('').ran, right).passed).toBe(false));
        it(`${exercise.id}: the solution passes, and prints every answer`, () => {
          const { ran, transcript } = typed(exercise.solution);
          expect(gradeFound(exercise, ran, right)).toEqual({
            passed: true,
            runs: exercise.runs.map(() => true),
            asks: exercise.asks.map(() => true),
            hint: null,
          });
          const screen = transcript
            .map((t) => `${t.line}\n${t.output}`)
            .join('')
            .toLowerCase();
          expect(right.filter((answer) => !screen.includes(answer.toLowerCase()))).toEqual([]);
        });
        it.each(exercise.asks.flatMap((a, i) => ['', ...a.wrong].map((wrong) => [a.ask, wrong, i] as const)))(
          `${exercise.id}: %s "%s" is wrong`,
          (_ask, wrong, i) => {
            const grade = gradeFound(
              exercise,
              typed(exercise.solution).ran,
              right.map((answer, j) => (i === j ? wrong : answer)),
            );
            expect([grade.passed, grade.asks[i], grade.hint]).toEqual([false, false, exercise.asks[i]!.hint]);
          },
        );
        continue;
      }
      it(`${exercise.id}: the start does not pass`, () =>
        expect(gradeExercise(exercise, network, exercise.start).passed).toBe(false));
      it(`${exercise.id}: the solution passes`, () => {
        const { result, passed } = gradeExercise(exercise, network, exercise.solution);
        expect(result.problems).toEqual([]);
        expect(
          result.packets.filter((p) => !p.passed).map((p) => [p.expectation.probe.name, p.answer]),
        ).toEqual([]);
        expect(passed).toBe(true);
      });
      it.each(exercise.wrong.map((w) => [w.answer.trim(), w] as const))(
        `${exercise.id}: wrong: %s`,
        (_answer, { answer, fails }) => {
          const grade = gradeExercise(exercise, network, answer);
          expect(grade.passed).toBe(false);
          expect(
            grade.result.packets.filter((p) => !p.passed).map((p) => p.expectation.probe.name),
          ).toContain(fails);
          expect(grade.hint, 'a wrong answer that is listed deserves a hint').not.toBeNull();
        },
      );
    }
  },
);

describe('the fields of a lesson', () => {
  const lesson = readLesson(lessonPaths('content')[2]!).lesson as unknown as Record<string, unknown>;
  const edited = (path: readonly (string | number)[], value: unknown): unknown => {
    const copy = structuredClone(lesson);
    const owner = path
      .slice(0, -1)
      .reduce<Record<string | number, unknown>>((o, key) => o[key] as Record<string | number, unknown>, copy);
    if (value === undefined) delete owner[path.at(-1)!];
    else owner[path.at(-1)!] = value;
    return copy;
  };
  it.each<[string, (string | number)[], unknown, string]>([
    [
      'a field that is misspelt',
      ['labs', 0, 'netwrok'],
      'home',
      'there is no field netwrok; did you mean network?',
    ],
    [
      'a field nobody knows',
      ['exercises', 0, 'hints', 0, 'when', 'colour'],
      'red',
      'there is no field colour; there are packet, outcome, stoppedBy, seenFrom, unmatched, has, lacks',
    ],
    ['a field that is missing', ['exercises', 0, 'task'], undefined, 'task is missing'],
    ['a number where a text belongs', ['labs', 0, 'title'], 7, 'title has to be a text'],
    ['a text where a list belongs', ['labs', 0, 'show'], 'iptables -L', 'show has to be a list'],
    [
      'an outcome there is not',
      ['labs', 0, 'packets', 0, 'outcome'],
      'lost',
      'outcome has to be connected, replied, refused, unreachable, timeout',
    ],
    [
      'a kind of exercise there is not',
      ['exercises', 0, 'kind'],
      'guess',
      'kind has to be write, fix, predict, find',
    ],
  ])('%s is refused by name', (_, path, value, message) =>
    expect(lessonProblems(edited(path, value)).map((p) => p.message)).toContain(message),
  );
});
