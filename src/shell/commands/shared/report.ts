import type { Problem } from '../../../text/problem.ts';
import type { Word } from '../../../text/words.ts';
import { errorWords, type FileError } from '../../files.ts';
import type { Output } from '../../session.ts';
import type { CommandResult } from '../shellCommand.ts';
import { problemAt } from './result.ts';

/** Collects what a command prints, and its mistakes, in order. */
export class Report {
  readonly #output: Output[] = [];
  readonly #problems: Problem[] = [];
  status = 0;

  print(text: string): void {
    if (text !== '') this.#output.push({ stream: 'stdout', text });
  }

  /** A message that is no mistake in the line. */
  warn(message: string, status = 1): void {
    this.#output.push({ stream: 'stderr', text: `${message}\n` });
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
    this.#problems.push(problemAt(at, message, status, hint, replacement));
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

  done(changes: Pick<CommandResult, 'files' | 'world'> = {}): CommandResult {
    return { output: this.#output, status: this.status, problems: this.#problems, ...changes };
  }
}

const fileHints: Partial<Record<FileError, string>> = {
  ENOENT: 'There is no such file. ls lists those that there are.',
  EISDIR: 'This is a folder. ls lists what is in it.',
  ENOTDIR: 'A file has no files in it.',
  EEXIST: 'There is one already.',
  ENOSPC: 'The files of a host hold 1 MB together. rm makes room.',
};
