import type { Script } from './script.ts';

/** What a mutant may be made of, besides the solution: the host that the rules are on, and the network's names. */
export interface Surroundings {
  /** The interfaces of the host, and the addresses of each. */
  readonly interfaces: Readonly<Record<string, readonly string[]>>;
  /** The addresses of all hosts. */
  readonly addresses: readonly string[];
  /** The ports on which any host listens. */
  readonly ports: readonly number[];
}

/** A mistake that people make in rules: what it is called, why it is one, and how it is made on purpose. */
export interface Misconception {
  readonly id: string;
  /** In plain words: "REJECT for DROP", what was written first; or "`-i` and `-o` mixed up", where it goes both ways. */
  readonly name: string;
  /** Why it is a mistake, in two or three short sentences to the learner; true of every rule of this kind. */
  readonly says: string;
  /** Whether an expert calls it wrong wherever it makes a difference; else it depends on the task. */
  readonly alwaysWrong: boolean;
  /** What a learner must have written to have made it, where the rules alone do not tell: `-I`. */
  readonly written?: RegExp;
  /** A learner who made it has the very rule that the mutant has: words that are elsewhere in other rules show nothing. */
  readonly asWhole?: true;
  /** Every way to make this mistake once in a right script. Some of them may not load, or change nothing. */
  mutants(right: Script, around: Surroundings): readonly Script[];
}
