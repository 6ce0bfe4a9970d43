import type { Trace } from '../../network/trace.ts';
import type { World } from '../../network/world.ts';
import type { Problem } from '../../text/problem.ts';
import type { Word } from '../../text/words.ts';
import type { RunningShell } from '../commands/shellCommand.ts';
import type { Files } from '../files.ts';
import type { Io } from './io.ts';
import type { Phrase } from './syntax.ts';

/** What redirections and the start of a command ask of the interpreter around them. */
export interface Interpreter extends RunningShell {
  world: World;
  /** The files of the host the innermost shell is on. */
  files: Files;
  /** The files of any host: one that is being written may be on a host that the shell has left. */
  filesOn(host: string): Files;
  keep(host: string, files: Files): void;
  readonly says: string;
  readonly traces: Trace[];
  /** The target of the last redirection that did not take all of a text. */
  unwrittenAt: Pick<Phrase, 'from' | 'to'> | null;
  /** Keeps a mistake. */
  note(problem: Problem): void;
  /** Phrases as the words they become. */
  words(phrases: readonly Phrase[], io: Io): Generator<void, readonly Word[], void>;
  /** A phrase as one text. */
  text(phrase: Phrase, io: Io): Generator<void, string, void>;
}
