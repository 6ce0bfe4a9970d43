/**
 * What the first matches of a rule need, as a program: a row of 16-bit words in which each `Ask` is a first word
 * and what it needs, and 0 ends the rule.
 */
import type { Ask } from '../extension.ts';
import type { Skb } from '../packet.ts';
import { connectionSeen } from './connectionView.ts';

/** The bits of an ask's first word. */
const ofPorts = 1;
const ofState = 2;
const turned = 4;
const sourcePort = 8;
const destinationPort = 16;

const stateBit: Readonly<Record<string, number>> = {
  NEW: 1,
  ESTABLISHED: 2,
  RELATED: 4,
  INVALID: 8,
  UNTRACKED: 16,
  SNAT: 32,
  DNAT: 64,
};

/** One ask as words of a program: a first word, and then what is needed. */
export const wordsOf = (ask: Ask): readonly number[] => {
  const not = ask.inverted ? turned : 0;
  if (ask.kind === 'state')
    return [ofState | not, ask.states.reduce((bits, state) => bits | stateBit[state]!, 0)];
  const which = (ask.of === 'destination' ? 0 : sourcePort) | (ask.of === 'source' ? 0 : destinationPort);
  return [ofPorts | not | which, ask.ranges.length, ...ask.ranges.flatMap((r) => [r.from, r.to])];
};

/** The bits of `stateBit` that a packet's connection has; INVALID before the look-up. */
export const statesOf = (skb: Skb): number => {
  const c = connectionSeen(skb);
  return c === null
    ? stateBit['INVALID']!
    : stateBit[c.state]! |
        (c.status?.sourceNat ? stateBit['SNAT']! : 0) |
        (c.status?.destinationNat ? stateBit['DNAT']! : 0);
};

/** Whether all asks of the program that starts at `start` hold. A packet without ports has -1 for them. */
export const holds = (
  program: Uint16Array,
  start: number,
  sport: number,
  dport: number,
  states: number,
): boolean => {
  for (let at = start; ; ) {
    const word = program[at]!;
    if (word === 0) return true;
    const inverted = (word & turned) !== 0;
    if ((word & ofState) !== 0) {
      if (((states & program[at + 1]!) !== 0) === inverted) return false;
      at += 2;
      continue;
    }
    if (sport < 0) return false;
    const end = at + 2 + program[at + 1]! * 2;
    let hit = false;
    for (let i = at + 2; i < end; i += 2) {
      const from = program[i]!;
      const to = program[i + 1]!;
      if (
        ((word & sourcePort) !== 0 && sport >= from && sport <= to) ||
        ((word & destinationPort) !== 0 && dport >= from && dport <= to)
      ) {
        hit = true;
        break;
      }
    }
    if (hit === inverted) return false;
    at = end;
  }
};
