import type { Environment, Match } from './extension.ts';
import type { Skb } from './packet.ts';
import { findMatch } from './registry.ts';
import type { InterfaceMatch, Rule, Use } from './types.ts';

/** Whether an interface name fits; a final `+` fits any ending. No interface is an empty name. Reference: x_tables, ifname_compare. */
export const interfaceFits = (match: InterfaceMatch | null, name: string | null): boolean => {
  if (match === null) return true;
  const device = name ?? '';
  const fits = match.name.endsWith('+') ? device.startsWith(match.name.slice(0, -1)) : device === match.name;
  return fits !== match.inverted;
};

/** What comes of asking a rule: it fits, it does not, or nobody here can answer for a match it hangs on. */
type Answer = boolean | Match;
type Test = (skb: Skb, environment: Environment) => Answer;

/** What a rule asks besides addresses and protocol. */
const testOf = (rule: Rule): Test | null => {
  const tests: Test[] = [];
  if (rule.input) tests.push((skb) => interfaceFits(rule.input, skb.input));
  if (rule.output) tests.push((skb) => interfaceFits(rule.output, skb.output));
  if (rule.fragment !== null) tests.push((skb) => ((skb.packet.fragment?.offset ?? 0) > 0) === (rule.fragment === 'further'));
  for (const [i, use] of rule.matches.entries()) tests.push(matchTest(use, `${rule.id}.${i}`));
  if (tests.length <= 1) return tests[0] ?? null;
  return (skb, environment) => {
    let unknown: Match | null = null;
    for (const test of tests) {
      const answer = test(skb, environment);
      if (answer === false) return false;
      if (answer !== true) unknown ??= answer;
    }
    return unknown ?? true;
  };
};

const matchTest = (use: Use, place: string): Test => {
  const match = findMatch(use.name)!;
  const { data } = use;
  if (match.notSimulated !== undefined) return () => match;
  if (match.stateful) return (skb, environment) => match.test(data, skb, { ...environment, rule: place });
  return match.prepare?.(data) ?? ((skb, environment) => match.test(data, skb, environment));
};

/** Columns of `numbers`: source, its mask, destination, its mask, protocol. */
const width = 5;
const turnsSource = 1;
const turnsDestination = 2;
const asksProtocol = 4;
const turnsProtocol = 8;

/**
 * The rules of a chain, laid out for a quick walk: addresses and protocols in one array of numbers, the rest as one
 * function a rule. A chain that asks nothing of a packet costs nothing but the counting.
 */
export class CompiledChain {
  #numbers: Int32Array;
  #flags: Uint8Array;
  #tests: (Test | null)[];

  constructor(rules: readonly Rule[]) {
    this.#numbers = new Int32Array(rules.length * width);
    this.#flags = new Uint8Array(rules.length);
    this.#tests = rules.map(testOf);
    for (const [i, { source, destination, protocol }] of rules.entries()) {
      this.#numbers.set([source?.address ?? 0, source?.mask ?? 0, destination?.address ?? 0, destination?.mask ?? 0, protocol?.number ?? 0], i * width);
      this.#flags[i] =
        (source?.inverted ? turnsSource : 0) | (destination?.inverted ? turnsDestination : 0) | (protocol ? asksProtocol : 0) | (protocol?.inverted ? turnsProtocol : 0);
    }
  }

  /** The first rule from `first` on that does not plainly miss, and what it answered; its index is the number of rules where all miss. */
  next(first: number, skb: Skb, environment: Environment): { readonly index: number; readonly answer: Answer } {
    const { source, destination, protocol } = skb.packet;
    const numbers = this.#numbers;
    const flags = this.#flags;
    const tests = this.#tests;
    const count = flags.length;
    for (let i = first, at = first * width; i < count; i++, at += width) {
      const flag = flags[i]!;
      if (((source & numbers[at + 1]!) === numbers[at]) === ((flag & turnsSource) !== 0)) continue;
      if (((destination & numbers[at + 3]!) === numbers[at + 2]) === ((flag & turnsDestination) !== 0)) continue;
      if ((flag & asksProtocol) !== 0 && (protocol === numbers[at + 4]) === ((flag & turnsProtocol) !== 0)) continue;
      const test = tests[i]!;
      if (test === null) return { index: i, answer: true };
      const answer = test(skb, environment);
      if (answer !== false) return { index: i, answer };
    }
    return { index: count, answer: false };
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
