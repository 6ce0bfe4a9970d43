import type { Outcome } from '../../network/scenario.ts';
import { own } from '../../text/own.ts';
import { byName, group, ofForm, oneOf } from '../form.ts';
import { firstHint, type Hint, hintDefects, hints } from '../hints.ts';
import { allPackets, outcome } from '../lab.ts';
import { packetDefects } from '../packetDefects.ts';
import { type PacketResult, runLab } from '../runLab.ts';
import type { AnyExercise, ExerciseDefects, Kind } from './kind.ts';

/**
 * The rules are given; the learner says how each packet ends before it is sent. Conditions of hints are about the
 * packets that were predicted wrong.
 */
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
    const result = runLab(prepared, prepared.lab.start);
    const predicted = ({ expected: { probe }, answer }: PacketResult) =>
      own(outcomes, probe.name) === answer.outcome;
    const wrong = result.packets.filter((p) => !predicted(p));
    return {
      passed: wrong.length === 0,
      hint: wrong.length ? firstHint(prepared.lab.hints, prepared.lab, result, wrong) : null,
      parts: result.packets.map((p) => ({
        part: 'packet',
        name: p.expected.probe.name,
        right: predicted(p),
      })),
    };
  },
  gradeResult: () => null,
};

/** What the author of a prediction must correct. */
export const predictDefects: ExerciseDefects<PredictExercise> = (prepared) => {
  const { packets } = runLab(prepared, prepared.lab.start);
  if (packets.length === 0)
    return [{ path: ['packets'], message: 'there is nothing to predict: give at least one packet' }];
  return [
    ...packetDefects(packets),
    ...hintDefects(prepared.lab.hints, allPackets(prepared.lab), 'by prediction'),
  ];
};
