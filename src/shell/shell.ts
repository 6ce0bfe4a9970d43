/** A line of input on one host of a world, and what it prints. */

import type { Trace } from '../network/trace.ts';
import type { World } from '../network/world.ts';
import type { Problem } from '../text/problem.ts';
import type { Word } from '../text/words.ts';

/** What a command leaves behind. */
export interface Run {
  readonly world: World;
  readonly stdout: string;
  readonly stderr: string;
  readonly status: number;
  /** The mistakes in the line, placed in it; empty where there are none. */
  readonly problems: readonly Problem[];
  /** For commands that send packets. */
  readonly trace?: Trace;
}

/**
 * A command of the shell. `words` stand behind its name; `input` is what it reads from its standard input.
 * The host exists.
 */
export type Program = (world: World, host: string, words: readonly Word[], input: string) => Run;

/** A command that did its work, or whose work failed for no mistake in the line. */
export const printed = (world: World, stdout: string, stderr = '', status = 0): Run => ({
  world,
  stdout,
  stderr,
  status,
  problems: [],
});

/** A command that was refused: its problem is also what it prints. */
export const refused = (world: World, problem: Problem): Run => ({
  world,
  stdout: '',
  stderr: `${problem.message}\n`,
  status: problem.status,
  problems: [problem],
});

/** What the real command says of a word, and our hint. `replacement` goes in place of the word. */
export const problemAt = (
  at: Pick<Word, 'from' | 'to'>,
  message: string,
  status: number,
  hint: string,
  replacement?: string,
): Problem =>
  replacement === undefined
    ? { from: at.from, to: at.to, message, status, hint }
    : { from: at.from, to: at.to, message, status, hint, replacement };

/** Where a word that is missing would stand: behind the last of those that are there. */
export const behind = (words: readonly Word[]): Pick<Word, 'from' | 'to'> => {
  const end = words.at(-1)?.to ?? 0;
  return { from: end, to: end };
};
