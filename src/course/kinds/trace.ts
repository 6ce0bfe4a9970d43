import type { Visit } from '../../netfilter/trace.ts';
import type { Trace } from '../../network/trace.ts';
import type { Defect } from '../defect.ts';
import { group, list, ofForm, oneOf, text } from '../form.ts';
import { firstHint, type Hint, hintDefects, hints } from '../hints.ts';
import { allPackets } from '../lab.ts';
import { packetDefects } from '../packetDefects.ts';
import type { PreparedLab } from '../prepareLab.ts';
import { printedRules, sayMet } from '../printedRules.ts';
import { runLab } from '../runLab.ts';
import type { AnyExercise, ExerciseDefects, Kind } from './kind.ts';

/**
 * A dump is given and one packet. The learner marks what the packet meets on the lab's host, in order: rules that match
 * it, not those that it is compared with in vain, and policies that decide about it. The engine's trace has the right answer.
 */
export interface TraceExercise extends AnyExercise {
  readonly kind: 'trace';
  readonly hints: readonly Hint[];
}

/** What was marked, in order: `nat POSTROUTING 1`, `filter INPUT policy`. */
export interface Marks {
  readonly kind: 'marks';
  readonly met: readonly string[];
}

const answer = group<Marks>({ kind: oneOf('marks'), met: list(text) });

/** The tables that the first packet of a trace visits on a host. Replies and later packets are others. */
const visitsOf = (trace: Trace, host: string): readonly Visit[] =>
  (trace.journeys[0]?.events ?? []).flatMap((event) =>
    event.kind === 'table' && event.host === host ? [event.visit] : [],
  );

const metIn = ({ table, steps }: Visit): readonly string[] =>
  steps.flatMap((step) => {
    if (step.kind === 'matched') return [`${table} ${step.chain} ${step.index + 1}`];
    return step.kind === 'policy' ? [`${table} ${step.chain} policy`] : [];
  });

/**
 * How long a packet's way is on a host, for comparison: what it meets counts most, then the rules that were tried. 0 if
 * it meets nothing, or something twice.
 */
export const lengthOfWay = (trace: Trace, host: string): number => {
  const visits = visitsOf(trace, host);
  const met = visits.flatMap(metIn);
  if (new Set(met).size < met.length) return 0;
  const missed = visits.flatMap(({ steps }) => steps.flatMap((s) => (s.kind === 'missed' ? [s.count] : [])));
  return (
    met.length * 1000 +
    Math.min(
      999,
      missed.reduce((n, count) => n + count, 0),
    ) *
      Math.sign(met.length)
  );
};

/** Whether a rule was tried with the packet and did not match. The reason is in the packet's way, not in this script. */
const wasMissed = (visits: readonly Visit[], met: string): boolean => {
  const [table, chain, which] = met.split(' ');
  const index = Number(which) - 1;
  return visits.some(
    (visit) =>
      visit.table === table &&
      visit.steps.some(
        (step) =>
          step.kind === 'missed' &&
          step.chain === chain &&
          index >= step.first &&
          index < step.first + step.count,
      ),
  );
};

/** The first thing in which what was marked differs from what was met; null if it does not. */
const firstDifference = (marked: readonly string[], visits: readonly Visit[]): string | null => {
  const met = visits.flatMap(metIn);
  const at = met.findIndex((right, i) => right !== marked[i]);
  const i = at < 0 ? met.length : at;
  const mark = marked[i];
  if (marked.length === 0) return 'Nothing is marked.';
  if (mark === undefined)
    return at < 0
      ? null
      : `${i === 1 ? 'Number 1 is' : `Numbers 1 ${i === 2 ? 'and' : 'to'} ${i} are`} right, and there is more after that.`;
  const what = `Number ${i + 1}, ${sayMet(mark)}`;
  if (at < 0) return `${what}, is one too many: nothing follows number ${i} here.`;
  if (met.slice(i).includes(mark))
    return `${what}, comes too early: something else matches or decides first.`;
  return wasMissed(visits, mark)
    ? `${what}, does not match the packet.`
    : `${what}: the packet does not come to it.`;
};

export const trace: Kind<TraceExercise, Marks> = {
  name: 'trace',
  title: 'Trace',
  fields: { hints },
  languages: ['save'],
  outcomes: 'hidden until checked',
  verdicts: {
    right: '✓ Done. Those are the rules that match and the policies that decide, in order.',
    wrong: '✗ Not yet.',
  },
  emptyAnswer: () => ({ kind: 'marks', met: [] }),
  readAnswer: ({ start }, value) => {
    const read = ofForm(answer, value);
    const known = printedRules(start).map((line) => line.meets);
    return read?.met.every((mark, i, all) => known.includes(mark) && all.indexOf(mark) === i) ? read : null;
  },
  answerOfText: () => null,
  textOf: (exercise) => exercise.start,
  solution: () => null,
  grade(prepared, { met: marked }) {
    const { lab } = prepared;
    const result = runLab(prepared, lab.start);
    const visits = visitsOf(result.packets[0]?.trace ?? { journeys: [] }, lab.host);
    const met = visits.flatMap(metIn);
    const difference = firstDifference(marked, visits);
    return {
      passed: difference === null,
      hint: difference === null ? null : firstHint(lab.hints, lab, result, result.packets),
      parts: marked.map((name) => ({ part: 'mark', name, right: met.includes(name) })),
      ...(difference !== null && { difference }),
    };
  },
  gradeResult: () => null,
};

/** What the author of a packet to trace must correct. */
export const traceDefects: ExerciseDefects<TraceExercise> = (prepared) => onePacketDefects(prepared, 2);

/** The same, where the packet has to meet at least so much. */
export const onePacketDefects = (prepared: PreparedLab<TraceExercise>, fewest: number): readonly Defect[] => {
  const { lab } = prepared;
  const { packets, problems } = runLab(prepared, lab.start);
  const found = (path: Defect['path'], message: string): readonly Defect[] => [{ path, message }];
  const [packet] = packets;
  if (!packet || packets.length > 1)
    return found(['packets'], `a trace has one packet; this one has ${allPackets(lab).length}`);
  if (problems[0]) return found(['start'], `the start has a mistake: ${problems[0].message.split('\n')[0]}`);
  const met = visitsOf(packet.trace, lab.host).flatMap(metIn);
  const printed = printedRules(lab.start).map((line) => line.meets);
  const inserted = lab.start.split('\n').find((line) => /^\s*(\[\d+:\d+\] )?-(?!A )/.test(line));
  if (inserted !== undefined)
    return found(['start'], `write each rule with -A, as iptables-save prints it: ${inserted.trim()}`);
  const unprinted = met.find((name) => !printed.includes(name));
  const twice = met.find((name, i) => met.indexOf(name) !== i);
  return [
    ...(met.length < fewest
      ? found(
          ['packets', 0],
          `the packet meets ${met.length ? `only ${sayMet(met[0]!)}` : 'nothing'} on ${lab.host}: choose one with more of a way`,
        )
      : []),
    ...(unprinted === undefined
      ? []
      : found(
          ['start'],
          `the packet meets ${sayMet(unprinted)}, which the start does not print: write it there`,
        )),
    ...(twice === undefined
      ? []
      : found(
          ['packets', 0],
          `the packet meets ${sayMet(twice)} twice, and it can be marked once: choose another packet`,
        )),
    ...packetDefects(packets),
    ...hintDefects(lab.hints, allPackets(lab), 'by prediction'),
  ];
};
