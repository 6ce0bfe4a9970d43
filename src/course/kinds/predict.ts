import type { Outcome } from '../../network/scenario.ts';
import { byName, group, ofForm, oneOf } from '../form.ts';
import { type Hint, hints } from '../hints.ts';
import { allPackets, outcome } from '../lab.ts';
import { packetDefects } from '../packetDefects.ts';
import { runLab } from '../runLab.ts';
import type { AnyExercise, Kind } from './kind.ts';

/** The rules are given; the learner says how each packet ends before it is sent. */
export interface PredictExercise extends AnyExercise {
  readonly kind: 'predict';
  readonly hints: readonly Hint[];
}

/** How packets end, by the packet's name; a packet that is missing is not predicted yet. */
export interface Predictions {
  readonly kind: 'predictions';
  readonly outcomes: Readonly<Record<string, Outcome>>;
}

const answer = group<Predictions>({ kind: oneOf('predictions'), outcomes: byName(outcome) });

export const predict: Kind<PredictExercise, Predictions> = {
  name: 'predict',
  title: 'Predict',
  fields: { hints },
  languages: ['commands', 'save'],
  outcomes: 'hidden until checked',
  verdicts: {
    right: '✓ Done. You predicted every packet.',
    wrong: '✗ Not all correct. Look at the packets marked ✗.',
  },
  emptyAnswer: () => ({ kind: 'predictions', outcomes: {} }),
  readAnswer: (exercise, value) => {
    const read = ofForm(answer, value);
    const names = allPackets(exercise).map((p) => p.probe.name);
    return read && Object.keys(read.outcomes).every((name) => names.includes(name)) ? read : null;
  },
  answerOfText: () => null,
  textOf: (exercise) => exercise.start,
  solution: () => null,
  grade(prepared, { outcomes }) {
    const parts = runLab(prepared, prepared.lab.start).packets.map(({ expected: { probe }, answer }) => ({
      part: 'packet' as const,
      name: probe.name,
      right: Object.hasOwn(outcomes, probe.name) && outcomes[probe.name] === answer.outcome,
    }));
    const passed = parts.every((p) => p.right);
    return { passed, hint: passed ? null : (prepared.lab.hints[0]?.say ?? null), parts };
  },
  gradeResult: () => null,

  defects(prepared) {
    const { packets } = runLab(prepared, prepared.lab.start);
    if (packets.length === 0)
      return [{ path: ['packets'], message: 'there is nothing to predict: give at least one packet' }];
    return packetDefects(packets);
  },
};
