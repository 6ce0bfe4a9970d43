import type { Outcome } from '../network/scenario.ts';
import type { World } from '../network/world.ts';
import type { Ran } from '../shell/session.ts';
import { firstHint } from './hints.ts';
import { type LabResult, runLab, sendPackets } from './lab.ts';
import type { Exercise, Lab, Network } from './lesson.ts';
import { didRun } from './ran.ts';

type Of<K extends Exercise['kind']> = Extract<Exercise, { readonly kind: K }>;
/** An exercise that is answered with rules. */
export type Written = Of<'write' | 'fix'>;
/** An exercise that is answered by finding out. */
export type Find = Of<'find'>;

/** What came of an answer. */
export interface Grade {
  readonly passed: boolean;
  /** What to try next; null where it passed or nothing fits. */
  readonly hint: string | null;
  readonly result: LabResult;
}

/**
 * Checks a written answer by sending the exercise's packets. It passes if the text has no mistake and every
 * packet ends as it should.
 */
export const gradeExercise = (exercise: Written, network: Pick<Network, 'hosts'>, text: string): Grade =>
  gradeResult(exercise, runLab(exercise, network, text));

/** Checks what a text, or typing, has already come to. */
export const gradeResult = (exercise: Written, result: LabResult): Grade => {
  const passed = result.problems.length === 0 && result.packets.every((p) => p.passed);
  return { passed, hint: passed ? null : firstHint(exercise.hints, exercise, result), result };
};

/**
 * Checks a world that somebody brought about command by command, as it stands: every packet has to end as it
 * should. A lab is checked alike, and has no hints.
 */
export const gradeWorld = (lab: Lab | Exercise, world: World): Grade => {
  const result: LabResult = { ...sendPackets(world, lab), problems: [], ran: [], shown: [] };
  const passed = result.packets.every((p) => p.passed);
  return { passed, hint: passed || !('hints' in lab) ? null : firstHint(lab.hints, lab, result), result };
};

/** What came of a prediction: for each packet by name, whether it was right. */
export interface Prediction {
  readonly passed: boolean;
  readonly right: Readonly<Record<string, boolean>>;
  readonly result: LabResult;
}

/** Checks what a learner said would become of each packet against what does. */
export const gradePrediction = (
  exercise: Of<'predict'>,
  network: Pick<Network, 'hosts'>,
  said: Readonly<Record<string, Outcome>>,
): Prediction => {
  const result = runLab(exercise, network, exercise.start);
  const right = Object.fromEntries(
    result.packets.map((p) => [
      p.expectation.probe.name,
      said[p.expectation.probe.name] === p.answer.outcome,
    ]),
  );
  return { passed: Object.values(right).every(Boolean), right, result };
};

/**
 * What came of finding out: whether each command ran and each question is answered, in the exercise's order.
 */
export interface Found {
  readonly passed: boolean;
  readonly runs: readonly boolean[];
  readonly asks: readonly boolean[];
  readonly hint: string | null;
}

const plain = (text: string): string => text.trim().replace(/\s+/g, ' ').toLowerCase();

/**
 * Checks what a learner ran on the exercise's host, and what they say they found; an answer that is not there
 * is wrong.
 */
export const gradeFound = (exercise: Find, ran: readonly Ran[], answers: readonly string[]): Found => {
  const runs = exercise.runs.map((r) => didRun(ran, exercise.host, r.command));
  const asks = exercise.asks.map((a, i) =>
    a.answers.some((answer) => plain(answer) === plain(answers[i] ?? '')),
  );
  const missing = exercise.runs[runs.indexOf(false)] ?? exercise.asks[asks.indexOf(false)];
  return { passed: missing === undefined, runs, asks, hint: missing?.hint ?? null };
};
