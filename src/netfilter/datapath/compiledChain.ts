import type { Ask } from '../extension.ts';
import { portsOf } from '../matches/ports.ts';
import type { Skb } from '../packet.ts';
import { findMatch } from '../registry.ts';
import type { Rule, Use } from '../types.ts';
import { interfaceMatches } from '../values/interfaceMatches.ts';
import { connectionSeen } from './connectionView.ts';
import type { Recorder } from './recorder.ts';

/**
 * What comes of asking a rule: it fits, it does not, a match drops the packet, or nobody here can answer for
 * a match it hangs on.
 */
type Answer = boolean | 'drop' | Unknown;
/** A match that cannot be acted out, and why. */
type Unknown = { readonly match: string; readonly why: string };
/**
 * A match that changes the packet's mark gives the packet it has become: the next is asked of that, and a
 * later rule too, whatever comes of this one.
 */
type Test = (skb: Skb, environment: Recorder) => Answer | Changed;
type Changed = { readonly skb: Skb; readonly answer: Answer };

const asksOf = (use: Use): readonly Ask[] | null => findMatch(use.name)!.asks?.(use.data) ?? null;

/**
 * The first matches of a rule, as far as the program can say what they need. A match that needs more ends
 * them: it may ask its host, and it meets only packets that all matches before it let through.
 */
const askedFirst = (matches: readonly Use[]): readonly Use[] => {
  const end = matches.findIndex((use) => asksOf(use) === null);
  return end < 0 ? matches : matches.slice(0, end);
};

/** The match number `i` of a rule, as `Environment.rule` names it. */
export const placeOf = (rule: Rule, i: number): string => `${rule.id}.${i}`;

/** What a rule asks besides addresses, protocol and what is in its program. */
const testOf = (rule: Rule): Test | null => {
  const tests: Test[] = [];
  if (rule.input) tests.push((skb) => interfaceMatches(rule.input, skb.input));
  if (rule.output) tests.push((skb) => interfaceMatches(rule.output, skb.output));
  if (rule.fragment !== null)
    tests.push((skb) => (skb.packet.fragment?.offset ?? 0) > 0 === (rule.fragment === 'further'));
  for (let i = askedFirst(rule.matches).length; i < rule.matches.length; i++)
    tests.push(matchTest(rule.matches[i]!, placeOf(rule, i)));
  if (tests.length <= 1) return tests[0] ?? null;
  return (skb, environment) => {
    let unknown: Unknown | null = null;
    let met = skb;
    const ended = (answer: Answer) => (met === skb ? answer : { skb: met, answer });
    for (const test of tests) {
      const tested = test(met, environment);
      const changed = isChanged(tested);
      if (changed) met = tested.skb;
      const answer = changed ? tested.answer : tested;
      if (answer === false || answer === 'drop') return ended(answer);
      if (answer !== true) unknown ??= answer;
    }
    return ended(unknown ?? true);
  };
};

const isChanged = (tested: Answer | Changed): tested is Changed =>
  typeof tested === 'object' && 'skb' in tested;

const matchTest = (use: Use, place: string): Test => {
  const match = findMatch(use.name)!;
  const { data } = use;
  const why = match.notSimulated?.(data) ?? null;
  if (why !== null) {
    const unknown = { match: match.name, why };
    return () => unknown;
  }
  if (match.marked)
    return (skb, environment) => {
      const answer = match.test(data, skb, environment);
      return answer === true ? { skb: match.marked!(data, skb, environment), answer } : answer;
    };
  if (match.stateful)
    return (skb, environment) => {
      environment.rule = place;
      return match.test(data, skb, environment);
    };
  return (skb, environment) => match.test(data, skb, environment);
};

/** Columns of `numbers`: source, its mask, destination, its mask, protocol, where the program begins. */
const width = 6;
const turnsSource = 1;
const turnsDestination = 2;
const asksProtocol = 4;
const turnsProtocol = 8;
const asksMore = 16;

/** A program is a row of asks, each a first word and what it needs, then 0. The first word's bits: */
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

const written = (ask: Ask): readonly number[] => {
  const not = ask.inverted ? turned : 0;
  if (ask.kind === 'state')
    return [ofState | not, ask.states.reduce((bits, state) => bits | stateBit[state]!, 0)];
  const which = (ask.of === 'destination' ? 0 : sourcePort) | (ask.of === 'source' ? 0 : destinationPort);
  return [ofPorts | not | which, ask.ranges.length, ...ask.ranges.flatMap((r) => [r.from, r.to])];
};

/** The bits of `stateBit` that a packet's connection has; INVALID where nobody has looked. */
const statesOf = (skb: Skb): number => {
  const c = connectionSeen(skb);
  return c === null
    ? stateBit['INVALID']!
    : stateBit[c.state]! |
        (c.status?.sourceNat ? stateBit['SNAT']! : 0) |
        (c.status?.destinationNat ? stateBit['DNAT']! : 0);
};

/**
 * The rules of a chain, laid out for a quick walk: addresses, protocols, ports and states as numbers in a
 * row, the rest as one function a rule.
 */
export class CompiledChain {
  #numbers: Int32Array;
  #flags: Uint8Array;
  #program: Uint16Array;
  #tests: (Test | null)[];

  constructor(rules: readonly Rule[]) {
    this.#numbers = new Int32Array(rules.length * width);
    this.#flags = new Uint8Array(rules.length);
    this.#tests = rules.map(testOf);
    const program: number[] = [];
    for (const [i, { source, destination, protocol, matches }] of rules.entries()) {
      this.#numbers.set(
        [
          source?.address ?? 0,
          source?.mask ?? 0,
          destination?.address ?? 0,
          destination?.mask ?? 0,
          protocol?.number ?? 0,
          program.length,
        ],
        i * width,
      );
      const asks = askedFirst(matches).flatMap((use) => asksOf(use)!);
      for (const ask of asks) program.push(...written(ask));
      if (asks.length) program.push(0);
      this.#flags[i] =
        (source?.inverted ? turnsSource : 0) |
        (destination?.inverted ? turnsDestination : 0) |
        (protocol ? asksProtocol : 0) |
        (protocol?.inverted ? turnsProtocol : 0) |
        (asks.length ? asksMore : 0);
    }
    this.#program = Uint16Array.from(program);
  }

  /**
   * The first rule from `first` on that does not plainly miss or has changed the packet, what it answered,
   * and the packet; its index is the number of rules where all miss.
   */
  next(first: number, skb: Skb, environment: Recorder): { readonly index: number } & Changed {
    const { source, destination, protocol } = skb.packet;
    const ports = portsOf(skb.packet);
    const sport = ports?.sport ?? -1;
    const dport = ports?.dport ?? -1;
    const states = statesOf(skb);
    const numbers = this.#numbers;
    const flags = this.#flags;
    const tests = this.#tests;
    const count = flags.length;
    for (let i = first, at = first * width; i < count; i++, at += width) {
      const flag = flags[i]!;
      if (((source & numbers[at + 1]!) === numbers[at]) === ((flag & turnsSource) !== 0)) continue;
      if (((destination & numbers[at + 3]!) === numbers[at + 2]) === ((flag & turnsDestination) !== 0))
        continue;
      if ((flag & asksProtocol) !== 0 && (protocol === numbers[at + 4]) === ((flag & turnsProtocol) !== 0))
        continue;
      if ((flag & asksMore) !== 0 && !this.#holds(numbers[at + 5]!, sport, dport, states)) continue;
      const test = tests[i]!;
      if (test === null) return { index: i, answer: true, skb };
      const tested = test(skb, environment);
      if (isChanged(tested)) {
        if (tested.answer !== false || tested.skb !== skb) return { index: i, ...tested };
      } else if (tested !== false) return { index: i, answer: tested, skb };
    }
    return { index: count, answer: false, skb };
  }

  /** Whether all asks of the program that begins there hold. A packet without ports has -1 for them. */
  #holds(start: number, sport: number, dport: number, states: number): boolean {
    const program = this.#program;
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
  }
}

const made = new WeakMap<readonly Rule[], CompiledChain>();

/** The compiled form of a chain's rules, made once. The list must not change afterwards. */
export const compiled = (rules: readonly Rule[]): CompiledChain => {
  const before = made.get(rules);
  if (before) return before;
  const chain = new CompiledChain(rules);
  made.set(rules, chain);
  return chain;
};
