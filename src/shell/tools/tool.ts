/**
 * The contract of a command that reads, prints and changes files, and knows nothing of the shell around it.
 */

import type { World } from '../../network/world.ts';
import type { Problem } from '../../text/problem.ts';
import type { Word } from '../../text/words.ts';
import type { Place } from '../disk.ts';
import { errorWords, type FileError, type Files } from '../files.ts';
import { type Declared, type Options, readOptions } from '../options.ts';
import type { Piece, Shell } from '../session.ts';

/** What a command is given. */
export interface Call extends Place {
  readonly words: readonly Word[];
  /** What its standard input holds. Whoever asks takes it. */
  readonly input: () => string;
  readonly shell: Shell;
  /** What stands in front of the messages of those commands that are part of the shell. */
  readonly says: string;
  readonly history: readonly string[];
}

/** What it left behind. */
export interface Done {
  readonly pieces: readonly Piece[];
  readonly status: number;
  readonly problems: readonly Problem[];
  readonly files?: Files;
  readonly world?: World;
}

/** One command. */
export interface Tool {
  readonly name: string;
  /** How it is written: `cat [-n] [FILE…]`. */
  readonly usage: string;
  /** What it does, in one sentence. */
  readonly summary: string;
  /** It is part of the shell, which `type` says. */
  readonly builtin?: true;
  run(call: Call): Done;
}

/** Collects what a command prints, and its mistakes. */
export class Report {
  readonly #pieces: Piece[] = [];
  readonly #problems: Problem[] = [];
  status = 0;

  print(text: string): void {
    if (text !== '') this.#pieces.push({ stream: 'stdout', text });
  }

  /** A message that is no mistake in the line. */
  warn(message: string, status = 1): void {
    this.#pieces.push({ stream: 'stderr', text: `${message}\n` });
    this.status = status;
  }

  /** A mistake in the line: its message is printed too. */
  mistake(
    at: Pick<Word, 'from' | 'to'>,
    message: string,
    hint: string,
    status = 1,
    replacement?: string,
  ): void {
    this.#problems.push({
      from: at.from,
      to: at.to,
      message,
      status,
      hint,
      ...(replacement === undefined ? {} : { replacement }),
    });
    this.warn(message, status);
  }

  /** A path that cannot be read or written. */
  noFile(at: Word, message: string, error: FileError, status = 1): void {
    this.mistake(
      at,
      `${message}: ${errorWords[error]}`,
      fileHints[error] ?? `${at.text} cannot be used here.`,
      status,
    );
  }

  done(changes: Pick<Done, 'files' | 'world'> = {}): Done {
    return { pieces: this.#pieces, status: this.status, problems: this.#problems, ...changes };
  }
}

const fileHints: Partial<Record<FileError, string>> = {
  ENOENT: 'There is no such file. ls lists those that there are.',
  EISDIR: 'This is a folder. ls lists what is in it.',
  ENOTDIR: 'A file has no files in it.',
  EEXIST: 'There is one already.',
  ENOSPC: 'The files of a host hold 1 MB together. rm makes room.',
};

/** A command that was refused as a whole. */
export const refusedTool = (problem: Problem): Done => ({
  pieces: [{ stream: 'stderr', text: `${problem.message}\n` }],
  status: problem.status,
  problems: [problem],
});

/** Only prints. */
export const prints = (text: string, status = 0): Done => ({
  pieces: text === '' ? [] : [{ stream: 'stdout', text }],
  status,
  problems: [],
});

/** Options as the coreutils read them, whose messages end in a line of their own. */
export const toolOptions = (
  name: string,
  words: readonly Word[],
  declared: Declared,
  unacted: string,
  status = 1,
): Options | Problem => {
  const read = readOptions(name, words, declared, unacted, status);
  if (!('message' in read) || read.message.endsWith('is not simulated here')) return read;
  return { ...read, message: `${read.message}\nTry '${name} --help' for more information.` };
};

/** A word behind the last, where one is missing. */
export const missingOperand = (
  name: string,
  words: readonly Word[],
  what: string,
  message = 'missing operand',
): Done => {
  const end = words.at(-1)?.to ?? 0;
  return refusedTool({
    from: end,
    to: end,
    message: `${name}: ${message}\nTry '${name} --help' for more information.`,
    status: 1,
    hint: what,
  });
};

/** The lines of a text, each with its end; the last may have none. */
export const linesOf = (text: string): readonly string[] => text.match(/[^\n]*\n|[^\n]+$/g) ?? [];
