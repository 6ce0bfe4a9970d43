/** The contract of a command that changes the shell it runs in, or runs other commands. */
import type { Word } from '../../text/words.ts';
import type { Execution } from '../language/execution.ts';
import type { Io } from '../language/io.ts';

/**
 * One command. It gives its status; one that runs others is a generator that yields whenever one of them ran.
 */
export interface Builtin {
  readonly name: string;
  readonly usage: string;
  readonly summary: string;
  /** A file on disk and no part of the shell, which `type` says. */
  readonly file?: true;
  run(x: Execution, words: readonly Word[], io: Io, command: Word): number | Generator<void, number, void>;
}

/** A mistake that the shell says with its own name in front. */
export const shellMistake = (
  x: Execution,
  io: Io,
  at: Pick<Word, 'from' | 'to'>,
  message: string,
  status: number,
  hint: string,
  replacement?: string,
): number => {
  x.mistake(io, {
    from: at.from,
    to: at.to,
    message,
    status,
    hint,
    ...(replacement === undefined ? {} : { replacement }),
  });
  return status;
};

/** A mistake that a program says. */
export const programMistake = (
  x: Execution,
  io: Io,
  at: Pick<Word, 'from' | 'to'>,
  message: string,
  status: number,
  hint: string,
): number => {
  x.note({ from: at.from, to: at.to, message, status, hint });
  io.err(`${message}\n`);
  return status;
};
