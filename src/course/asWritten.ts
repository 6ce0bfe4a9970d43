/**
 * Whether what a lab says about a packet is said of the rules that its author had in mind. A claim holds of many rules: "FORWARD opens
 * one port alone" is not so where another rule beside it opens all of them. So it is said where the packet meets the author's rules.
 */
import { saveRule } from '../netfilter/print/save.ts';
import type { Trace } from '../network/trace.ts';
import { isExercise, kindOf } from './exercise.ts';
import type { Lab } from './lab.ts';
import type { PreparedLab } from './prepareLab.ts';
import { type LabResult, type PacketResult, runLab } from './runLab.ts';
import { sayDecided } from './sayDecided.ts';

/** The packets of the text that the author's sentences are about: the solution of an exercise, else the start. */
export const packetsAsWritten = (prepared: PreparedLab): readonly PacketResult[] => {
  const { lab } = prepared;
  const solution = isExercise(lab) ? kindOf(lab).solution(lab) : null;
  return runLab(prepared, solution ?? lab.start).packets;
};

/** The rules and policies of every chain that packets met, whatever their order, and which rules matched, in order. */
const rulesMet = ({ journeys }: Trace): string => {
  const chains = new Map<string, readonly string[]>();
  const matched: string[] = [];
  for (const event of journeys.flatMap((journey) => journey.events)) {
    if (event.kind !== 'table') continue;
    const { table, rules, steps } = event.visit;
    for (const step of steps) {
      const { policy, rules: all } = rules.chains[step.chain]!;
      const at = `${event.host} ${table} ${step.chain}`;
      if (step.kind === 'matched') matched.push(`${at} ${saveRule(step.chain, all[step.index]!)}`);
      // Once for a chain: a packet has a step for every rule of it that it missed.
      if (chains.has(at)) continue;
      chains.set(at, [policy ?? '', ...all.map((rule) => saveRule(step.chain, rule)).toSorted()]);
    }
  }
  // A chain that holds nothing is as good as none.
  const held = [...chains].filter(([, [policy, ...texts]]) => texts.length > 0 || policy === 'DROP');
  return JSON.stringify([held.toSorted(([a], [b]) => (a < b ? -1 : 1)), matched]);
};

/**
 * A result whose packets have the author's sentence only where they met the rules that it is about; else what decided. `written` is
 * asked where there is such a sentence to show: in a lab, and in an exercise that is solved.
 */
export const onlyAsWritten = (
  lab: Lab,
  result: LabResult,
  written: () => readonly PacketResult[],
): LabResult => {
  const { packets } = result;
  if (isExercise(lab) && !packets.every((packet) => packet.passed)) return result;
  if (!packets.some((packet) => packet.claimHolds)) return result;
  const meant = written();
  return {
    ...result,
    packets: packets.map((packet, i) => {
      const { claimHolds, trace, answer, expected } = packet;
      if (!claimHolds || (meant[i] && rulesMet(trace) === rulesMet(meant[i].trace))) return packet;
      const because = sayDecided(answer, trace, lab.host, expected.probe.from);
      return { ...packet, claimHolds: false, because };
    }),
  };
};
