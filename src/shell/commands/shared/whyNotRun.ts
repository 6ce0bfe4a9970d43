import type { Problem } from '../../../text/problem.ts';
import type { Word } from '../../../text/words.ts';
import { findExecutable, isThere, kindAt } from '../../fileSystem.ts';
import { errorWords } from '../../files.ts';
import type { RunningShell } from '../shellCommand.ts';
import { problemAt } from './result.ts';

/**
 * Why a program that runs others, as `xargs` does, cannot run one; null where it can. What is a part of the shell and
 * no file, it does not find. `message` is its own words, in front of the error's.
 */
export const whyNotRun = (shell: RunningShell, program: Word, message: string): Problem | null => {
  const place = shell.fileSystem;
  const { text } = program;
  if (findExecutable(place, text, shell.value('PATH') ?? '')) return null;
  const kind = text.includes('/') ? kindAt(place, text) : 'ENOENT';
  const error = isThere(kind) ? 'EACCES' : kind;
  return problemAt(
    program,
    `${message}: ${errorWords[error]}`,
    error === 'ENOENT' ? 127 : 126,
    error === 'EACCES' ? 'chmod +x makes a file one that can be run.' : 'help lists the commands there are.',
  );
};
