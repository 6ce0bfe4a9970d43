import { sendProbe } from '../../network/sendProbe.ts';
import { sentWhere } from '../../network/sentWhere.ts';
import { byName, type Form, group, list, number, ofForm, oneOf, optional, text, yesOrNo } from '../form.ts';
import { firstHint, type Hint, hintDefects, hints } from '../hints.ts';
import { allPackets, outcome } from '../lab.ts';
import { packetDefects } from '../packetDefects.ts';
import { type PacketResult, runLab } from '../runLab.ts';
import { type OtherPacket, type Prediction, type Predictions, standingOf } from '../standingPredictions.ts';
import type { AnyExercise, ExerciseDefects, Kind } from './kind.ts';

export type { OtherPacket, Prediction, Predictions };

/**
 * The rules are given; the learner says how each packet ends before it is sent. Each prediction is judged alone and cannot be
 * changed. After a wrong one, another packet asks the same (anotherPacket.ts). Hints are about the last prediction.
 */
export interface PredictExercise extends AnyExercise {
  readonly kind: 'predict';
  readonly hints: readonly Hint[];
}

const answer = group<Predictions>({
  kind: oneOf('predictions'),
  outcomes: byName(outcome),
  made: optional(
    list(
      group<Prediction>({
        packet: text,
        outcome,
        instead: optional(
          group<OtherPacket>({ from: text, tcp: optional(text), udp: optional(text), ping: optional(text) }),
        ),
        earlier: optional(yesOrNo as Form<true>),
      }),
    ),
  ),
  dropped: optional(number),
});

/** A packet of our own making; its host may still be gone since. */
const isPacket = /^((tcp|udp) [\d.]{7,15}:\d{1,5}|ping [\d.]{7,15})$/;

/** A packet that was sent in place of one of the lesson's, right after that one. */
export const sendInstead = (
  { expected, world, ...rest }: PacketResult,
  instead: OtherPacket,
): PacketResult => {
  const probe = { ...instead, name: expected.probe.name };
  const sent = sendProbe(world, probe);
  return { ...rest, ...sent, expected: { ...expected, probe } };
};

/** The network may have changed since. */
export const canSend = ({ world }: PacketResult, instead: OtherPacket | undefined): boolean =>
  instead === undefined || Object.hasOwn(world.hosts, instead.from);

export const predict: Kind<PredictExercise, Predictions> = {
  name: 'predict',
  title: 'Predict',
  fields: { hints },
  languages: ['commands', 'save'],
  outcomes: 'hidden until checked',
  verdicts: { right: '✓ Done.', wrong: '' },
  emptyAnswer: () => ({ kind: 'predictions', outcomes: {} }),
  readAnswer: (exercise, value) => {
    const read = ofForm(answer, value);
    const names = allPackets(exercise).map((p) => p.probe.name);
    const made = read?.made ?? [];
    const asked = read && [...Object.keys(read.outcomes), ...made.map((m) => m.packet)];
    return asked?.every((name) => names.includes(name)) &&
      made.every(({ instead }) => !instead || isPacket.test(sentWhere(instead)))
      ? read
      : null;
  },
  answerOfText: () => null,
  textOf: (exercise) => exercise.start,
  solution: () => null,
  grade(prepared, answer) {
    const made = standingOf(answer);
    const result = runLab(prepared, prepared.lab.start);
    const judged = made.flatMap(({ packet, outcome, instead }) =>
      result.packets
        .filter((p) => p.expected.probe.name === packet && canSend(p, instead))
        .map((p) => (instead ? sendInstead(p, instead) : p))
        .map((sent) => ({ packet, sent, right: sent.answer.outcome === outcome })),
    );
    const parts = result.packets.flatMap(({ expected: { probe } }) => {
      const last = judged.findLast((j) => j.packet === probe.name);
      return last ? [{ part: 'packet', name: probe.name, right: last.right }] : [];
    });
    const last = judged.at(-1);
    // A hint below one of the lesson's packets is about that one, and not about another that is asked about instead.
    const { lab } = prepared;
    const hints = made.at(-1)?.instead
      ? lab.hints.filter(({ when }) => when.packet === undefined)
      : lab.hints;
    const earlier = (answer.made ?? []).length - made.length + (answer.dropped ?? 0);
    const missed = judged.filter((j) => !j.right).length + earlier;
    const left = result.packets.length - parts.filter((p) => p.right).length;
    return {
      passed: left === 0,
      hint: last && !last.right ? firstHint(hints, lab, result, [last.sent]) : null,
      parts,
      ...(last && {
        difference:
          left > 0
            ? `${last.right ? '✓ Right.' : '✗ It ended in another way.'} ${left === 1 ? 'One packet is' : `${left} packets are`} left to predict.`
            : missed === 0
              ? 'You predicted every packet.'
              : `Nothing is left to predict. ${missed === 1 ? 'One of your predictions was' : `${missed} of your predictions were`} wrong.`,
      }),
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
