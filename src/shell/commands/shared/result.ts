/** What commands answer. */

import { unwatched, type World } from '../../../network/world.ts';
import type { Problem } from '../../../text/problem.ts';
import type { Word } from '../../../text/words.ts';
import type { CommandResult } from '../shellCommand.ts';

/** A command that did its work, or whose work failed for no mistake in the line. */
export const printed = (
  stdout: string,
  {
    stderr = '',
    summary = '',
    status = 0,
    ...changes
  }: Pick<CommandResult, 'world' | 'files' | 'trace'> & {
    readonly stderr?: string;
    /** What it writes to stderr at its end, and a terminal therefore shows last. */
    readonly summary?: string;
    readonly status?: number;
  } = {},
): CommandResult => ({
  output: [
    ...(stderr === '' ? [] : [{ stream: 'stderr' as const, text: stderr }]),
    ...(stdout === '' ? [] : [{ stream: 'stdout' as const, text: stdout }]),
    ...(summary === '' ? [] : [{ stream: 'stderr' as const, text: summary }]),
  ],
  status,
  problems: [],
  ...changes,
});

/** A command that was refused: its problem is also what it prints. */
export const refused = (problem: Problem): CommandResult => ({
  output: [{ stream: 'stderr', text: `${problem.message}\n` }],
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
): Problem => ({
  from: at.from,
  to: at.to,
  message,
  status,
  hint,
  ...(replacement === undefined ? {} : { replacement }),
});

/** The place after the last word, where one is missing. */
export const endOf = (words: readonly Word[]): Pick<Word, 'from' | 'to'> => {
  const end = words.at(-1)?.to ?? 0;
  return { from: end, to: end };
};

/** GNU's refusal of a command that lacks a word. */
export const missingOperand = (
  name: string,
  words: readonly Word[],
  hint: string,
  message = 'missing operand',
): CommandResult =>
  refused(
    problemAt(endOf(words), `${name}: ${message}\nTry '${name} --help' for more information.`, 1, hint),
  );

/**
 * Runs a command that may send packets: what `conntrack -E` tells afterwards is what happened to connections
 * during this command.
 */
export const watchingConnections = (world: World, run: (world: World) => CommandResult): CommandResult => {
  const before = unwatched(world);
  const { world: after, ...result } = run(before);
  return after === undefined || after === before ? result : { ...result, world: after };
};
