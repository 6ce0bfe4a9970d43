import { portsOf } from '../matches/ports.ts';
import type { Skb } from '../packet.ts';
import type { Rule } from '../types.ts';
import { holds, statesOf, wordsOf } from './askProgram.ts';
import type { Recorder } from './recorder.ts';
import { askedFirst, asksOf, type Changed, isChanged, type Test, testOf } from './ruleTest.ts';

/** Columns of `numbers`: source, its mask, destination, its mask, protocol, where the program starts. */
const width = 6;
const turnsSource = 1;
const turnsDestination = 2;
const asksProtocol = 4;
const turnsProtocol = 8;
const asksMore = 16;

/**
 * The rules of a chain, laid out for a quick walk: addresses, protocols, ports and states as numbers in a row, the
 * rest as one function per rule.
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
      for (const ask of asks) program.push(...wordsOf(ask));
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
   * The first rule from `first` on that does not plainly miss or has changed the packet, what it answered, and the
   * packet. If all rules miss, the index is the number of rules.
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
      if ((flag & asksMore) !== 0 && !holds(this.#program, numbers[at + 5]!, sport, dport, states)) continue;
      const test = tests[i]!;
      if (test === null) return { index: i, answer: true, skb };
      const tested = test(skb, environment);
      if (isChanged(tested)) {
        if (tested.answer !== false || tested.skb !== skb) return { index: i, ...tested };
      } else if (tested !== false) return { index: i, answer: tested, skb };
    }
    return { index: count, answer: false, skb };
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
