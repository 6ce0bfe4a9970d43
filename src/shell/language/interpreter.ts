import type { Trace } from '../../network/trace.ts';
import type { World } from '../../network/world.ts';
import type { Problem } from '../../text/problem.ts';
import type { Word } from '../../text/words.ts';
import type { RunningShell } from '../commands/shellCommand.ts';
import type { Files } from '../files.ts';
import type { Shell } from '../session.ts';
import type { ExpansionContext } from './expansionContext.ts';
import type { Sink, Streams } from './streams.ts';
import type { CommandNode, FunctionDefinition, List, Phrase, Place } from './syntax.ts';

/** What the parts of the interpreter, one for each construct, ask of it. */
export interface Interpreter extends RunningShell, Omit<ExpansionContext, 'state'> {
  world: World;
  /** The files of the host the innermost shell is on. */
  files: Files;
  /** The files of any host: one that is being written may be on a host that the shell has left. */
  filesOn(host: string): Files;
  keep(host: string, files: Files): void;
  readonly says: string;
  readonly traces: Trace[];
  /** How many loops are running, one in the other. */
  loops: number;
  /** The status of the last `$( )` of the command that is expanded now. */
  captured: number;
  /** The target of the last redirection that did not take all of a text. */
  unwrittenAt: Place | null;
  /** Says that a text cannot be read: at which of its characters, and what its line is. */
  syntaxMistake(io: Streams, problem: Problem, offset: number, written: string): void;
  /** Keeps a mistake. */
  note(problem: Problem): void;
  /** Phrases as the words they become. */
  words(phrases: readonly Phrase[], io: Streams): Generator<void, readonly Word[], void>;
  /** A phrase as one text, or as a pattern. */
  text(phrase: Phrase, io: Streams): Generator<void, string, void>;
  pattern(phrase: Phrase, io: Streams): Generator<void, string, void>;
  /** Where the command that runs begins in the text. */
  readonly at: number;
  shells: readonly Shell[];
  /** In how many conditions the command is: its failure does not end a shell with `set -e`. */
  readonly ignored: number;
  /** What ran in the background, by its number, and its status. */
  readonly jobs: Map<string, number>;
  /** A sink that keeps what it is given: one end of a pipe. */
  collect(): { readonly sink: Sink; readonly text: () => string };
  /** Keeps the world and the files as they are now; the answer puts them back. */
  snapshot(): () => void;
  /** Ends everything that was entered. */
  stop(problem: Problem, at: Place): never;
  /** Ends everything that was entered with what a program said. */
  end(problem: Problem): never;
  /** Runs commands; gives the status of the last. */
  list(commands: List, io: Streams): Generator<void, number, void>;
  command(node: CommandNode, io: Streams): Generator<void, number, void>;
  /** Runs something in a shell of its own: what it sets, and where it goes, is forgotten. */
  inner(body: () => Generator<void, number, void>, io: Streams): Generator<void, number, void>;
  /** Runs something whose failure does not end the shell, with `set -e` on. */
  unchecked(body: () => Generator<void, number, void>): Generator<void, number, void>;
  /** Counts one command or one turn of a loop; `counted` is the character whose line is its own. */
  step(at?: Place, counted?: number): Generator<void, void, void>;
  /** Says what runs, where `set -x` is on. */
  trace(io: Streams, text: string): void;
  /** Runs a function's body, with places in the text that is run now or else at the call. */
  placed<T>(
    definition: FunctionDefinition,
    at: Place,
    body: () => Generator<void, T, void>,
  ): Generator<void, T, void>;
  define(definition: FunctionDefinition): void;
  /** A new command begins: what was missing in the one before is forgotten. */
  beginCommand(): void;
}
