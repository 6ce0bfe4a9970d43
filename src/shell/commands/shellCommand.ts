/**
 * The contract of a shell command. A new one is a file beside this one and a line in `index.ts`.
 *
 * A command says in `needs` what it works with, and its `run` is given that and no more:
 * - nothing: its words, the name of the host, and `says` (`echo`, `seq`);
 * - `world`: the network, its clock and the rules of its hosts (`iptables`, `ping`, `date`);
 * - `files`: the files of the host, those of the kernel below /proc among them (`cat`, `iptables-save`);
 * - `input`: its standard input (`nc`, `sort`);
 * - `shell`: the shell it runs in, to change it or to run other commands (`cd`, `read`, `ssh`, `xargs`).
 */

import type { Trace } from '../../network/trace.ts';
import type { World } from '../../network/world.ts';
import type { Problem } from '../../text/problem.ts';
import type { Word } from '../../text/words.ts';
import type { FileSystem } from '../fileSystem.ts';
import type { Files } from '../files.ts';
import type { Streams } from '../language/streams.ts';
import type { Place, Refusal } from '../language/syntax.ts';
import type { Value } from '../language/variables.ts';
import type { Output, Shell } from '../session.ts';

/** What a command may ask for. */
export type Need = 'world' | 'files' | 'input' | 'shell';

interface Always {
  /** What it was called, without a folder: `iptables-nft` for iptables. */
  readonly name: string;
  /** The words after the command's name. */
  readonly words: readonly Word[];
  /** The host it runs on, which exists. */
  readonly host: string;
  /** What the shell writes in front of the messages of its own commands: `-bash: ` at a terminal. */
  readonly says: string;
}
interface Supplies {
  readonly world: { readonly world: World };
  readonly files: FileSystem;
  /** All of its standard input that is left; the next command finds nothing there. */
  readonly input: { readonly input: () => string };
  readonly shell: {
    readonly shell: RunningShell;
    readonly io: Streams;
    /** The command's own word, for messages about one that is missing. */
    readonly at: Word;
  };
}

/** What a command with these needs is given. */
export type Call<N extends Need = never> = Always &
  ('world' extends N ? Supplies['world'] : unknown) &
  ('files' extends N ? Supplies['files'] : unknown) &
  ('input' extends N ? Supplies['input'] : unknown) &
  ('shell' extends N ? Supplies['shell'] : unknown);

/** What a command did. The world and the files are as before where it leaves them out. */
export interface CommandResult {
  /** What it printed, in order. */
  readonly output: readonly Output[];
  readonly status: number;
  /** The mistakes in the line, placed in it. */
  readonly problems: readonly Problem[];
  readonly world?: World;
  readonly files?: Files;
  /** For commands that send packets. */
  readonly trace?: Trace;
}

/** One command. */
export interface ShellCommand<N extends Need = Need> {
  readonly name: string;
  /** How it is written: `cat [-n] [FILE…]`. */
  readonly usage: string;
  /** What it does, in one sentence. */
  readonly summary: string;
  /** What `man` adds to the summary. */
  readonly manual?: () => string;
  /** Part of the shell; `../programs.ts` says which commands are files. */
  readonly isBuiltin?: true;
  readonly needs: readonly N[];
  /** With `input` among its needs: whether it reads that with these words. Always, where this is left out. */
  readonly readsInput?: (words: readonly Word[]) => boolean;
  /** One that runs other commands is a generator, which yields whenever one of them has run. */
  readonly run: (call: Call<N>) => CommandResult | Generator<void, CommandResult, void>;
}

/** Declares a command: what its `run` is given follows from its `needs`. */
export const defineCommand = <const N extends Need = never>(command: ShellCommand<N>): ShellCommand =>
  // Sound: a call with everything a command may need is a call with what this one needs.
  command as unknown as ShellCommand;

/** Whether a command can run where there is no shell, which is in a process of its own. */
export const runsAlone = (
  command: ShellCommand,
): command is ShellCommand & ShellCommand<'world' | 'files' | 'input'> => !command.needs.includes('shell');

/** The commands there are. */
export interface CommandTable {
  /** In the order in which `help` lists them. */
  readonly names: readonly string[];
  /** Those that show and change the network and its rules. */
  readonly networkNames: readonly string[];
  isLoaded(name: string): boolean;
  /** The command of a name. Throws `CommandNotLoaded` for one that has to be loaded first. */
  find(name: string): ShellCommand | undefined;
}

/**
 * A command was run that is known and not loaded yet. To recover, load it and run the line again from the same
 * session, which this left as it was.
 */
export class CommandNotLoaded extends Error {
  readonly command: string;

  constructor(command: string) {
    super(
      `the command ${command} is not loaded: await loadCommands(commandsNeeded(text)) before a text is run`,
    );
    this.name = 'CommandNotLoaded';
    this.command = command;
  }
}

/** A command's name as it is called: a path to one of the usual folders may be in front. */
export const plainName = (text: string): string => text.replace(/^(\/usr)?\/s?bin\//, '');

/** The command that does the work of a name: `iptables-nft-save` is `iptables-save` under another name. */
export const commandCalled = (commands: CommandTable, name: string): ShellCommand | undefined =>
  commands.find(name) ?? commands.find(name.replace(/^(ip6?tables)-(?:legacy|nft)(?=-|$)/, '$1'));

/** The shell that a command runs in. */
export interface RunningShell {
  readonly world: World;
  /** The innermost shell: its host, folder and variables. Assigning to it changes it. */
  state: Shell;
  readonly shells: readonly Shell[];
  readonly fileSystem: FileSystem;
  /** The lines that were entered, the oldest first. */
  readonly history: readonly string[];
  readonly commands: CommandTable;
  /** What runs in the background, by its number, and its status. */
  readonly jobs: ReadonlyMap<string, number>;
  readonly isInLoop: boolean;
  /** Whether lines are typed at a terminal. */
  readonly isTerminal: boolean;
  /** How many files `.` is reading, one in the other. */
  sourced: number;
  /** Whether it is the shell of the terminal, and no part of a pipe, a `$( )` or parentheses. */
  readonly isOutermost: boolean;
  /** The value of a variable as a text; null where it has none. */
  value(name: string): string | null;
  assign(name: string, value: string): void;
  /** Sets a variable, or with a key an element of an array. */
  set(name: string, key: string | null, value: string): void;
  /** The value of an arithmetic expression. Throws `BadArithmetic`. */
  evaluate(text: string): bigint;
  /** The same; what is wrong with it ends the line. */
  number(text: string, at: Place): bigint;
  /** The index that a subscript of an array is; one below 0 counts from its end. */
  index(subscript: string, array: Value, at: Place): string;
  /** Something cannot be expanded or set: says why, and ends the line. With `exits`, a script ends too. */
  complain(at: Place, message: string, hint: string, exits?: boolean): never;
  /** A host has started again, and this is the world then. The command throws `Rebooted` when that is done. */
  restart(world: World): void;
  /** Opens a shell on top of this one, as `ssh` does. */
  enter(shell: Shell): void;
  /** Runs a command that is written out as words; gives its status. Without `functions` it is no function. */
  run(words: readonly Word[], io: Streams, functions?: boolean): Generator<void, number, void>;
  /**
   * Runs a text in this shell, as `eval` does, or with the name of its `file` as `.`; gives its status. Its mistakes
   * are placed at `at`.
   */
  source(text: string, at: Place, io: Streams, file?: string): Generator<void, number, void>;
  /** Runs a text in a shell of its own; gives its status. Its mistakes are placed at `at`. */
  script(shell: Shell, text: string, at: Place, io: Streams): Generator<void, number, void>;
  /** Prints a mistake in the line, with the shell's own name in front, and keeps it. */
  mistake(io: Streams, problem: Problem): void;
  /** Refuses what bash can do and this shell cannot: all that was entered ends here. */
  refuse(refused: Refusal): never;
}
