/** What a shell at a terminal knows, as a value: the hosts it is on, variables, files, history. */

import type { Trace } from '../network/trace.ts';
import type { World } from '../network/world.ts';
import type { Problem } from '../text/problem.ts';
import type { FunctionDefinition } from './language/syntax.ts';
import { scalar, type Variable, type Variables } from './language/variables.ts';

/** A function that runs, and the variables that its `local` ones hide. */
export interface Frame {
  readonly name: string;
  readonly hidden: ReadonlyMap<string, Variable | null>;
}

/** One shell on one host; `ssh` opens another one, and a script runs in one of its own. */
export interface Shell {
  readonly host: string;
  readonly cwd: string;
  readonly variables: Variables;
  readonly functions: ReadonlyMap<string, FunctionDefinition>;
  /** The options of `set` that are on: their letters, and `pipefail`. */
  readonly options: ReadonlySet<string>;
  /** `$1` and what comes after it. */
  readonly positional: readonly string[];
  /** `$0` */
  readonly name: string;
  /** Commands that run at a signal or at the end, by its name. */
  readonly traps: ReadonlyMap<string, string>;
  /** The functions that run, the first one called first. */
  readonly frames: readonly Frame[];
  /** The folders that `pushd` has left, the last one first. */
  readonly left: readonly string[];
  /** Where `getopts` goes on: a word by its number from 1, and a letter in it. */
  readonly option: { readonly index: number; readonly letter: number };
  /** When it began, in milliseconds of the virtual clock. */
  readonly began: number;
  /** The status of each command of the last pipeline. */
  readonly pipeStatus: readonly number[];
  /** The status of the last command: `$?`. */
  readonly status: number;
}

/** Plain data: it survives `structuredClone` and JSON. */
export interface ShellSession {
  readonly world: World;
  /** The open shells, the first opened first; the last is the one that reads. Never empty. */
  readonly shells: readonly Shell[];
  /** Commands as they were entered, the oldest first. */
  readonly history: readonly string[];
  /** The lines of a command that is not finished yet; null where none is. */
  readonly pending: string | null;
  /** The first shell was left: nothing more is read. */
  readonly over: boolean;
  /** What the shell writes in front of its own messages: `-bash: ` at a terminal. */
  readonly says: string;
  /** Whether lines are typed at a terminal; a script ends at its first mistake in the grammar. */
  readonly isTerminal: boolean;
}

/** Something that was printed. */
export interface Output {
  readonly stream: 'stdout' | 'stderr';
  readonly text: string;
}

/** A command that ran, as the words it came to be, and how it ended. */
export interface CommandRun {
  readonly host: string;
  readonly words: readonly string[];
  readonly status: number;
}

/** What came of a line. */
export interface LineResult {
  readonly session: ShellSession;
  /** What was printed, in order. */
  readonly output: readonly Output[];
  readonly status: number;
  /** Mistakes, placed in the whole text of the command: all its lines. */
  readonly problems: readonly Problem[];
  /** The ways of the packets that the commands sent. */
  readonly traces: readonly Trace[];
  /** The commands that ran, the first thousand of them; one that Ctrl+C stopped is none of them. */
  readonly ran: readonly CommandRun[];
  /** Something that is not simulated here, or a bound, ended it: what was written after it was not run. */
  readonly cutShort: boolean;
}

const freshVariables = (host: string): Variables => {
  const exported = {
    HOME: '/root',
    LOGNAME: 'root',
    PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin',
    PWD: '/root',
    SHELL: '/bin/bash',
    USER: 'root',
  };
  return new Map<string, Variable>([
    ...Object.entries(exported).map(([name, value]) => [name, { value, exported: true }] as const),
    ...ownVariables(host),
  ]);
};

/** What every shell sets for itself. */
const ownVariables = (host: string): readonly (readonly [string, Variable])[] => [
  ['BASH', { value: '/bin/bash' }],
  ['BASH_VERSION', { value: '5.2.15(1)-release' }],
  ['EUID', { value: '0', readonly: true, integer: true }],
  ['HOSTNAME', { value: host }],
  ['HOSTTYPE', { value: 'x86_64' }],
  ['IFS', { value: ' \t\n' }],
  ['OPTIND', { value: '1' }],
  ['OSTYPE', { value: 'linux-gnu' }],
  ['PPID', { value: '1', readonly: true, integer: true }],
  ['UID', { value: '0', readonly: true, integer: true }],
];

/** A fresh shell of root's on a host. */
export const freshShell = (host: string): Shell => ({
  host,
  cwd: '/root',
  variables: freshVariables(host),
  functions: new Map(),
  options: new Set(),
  positional: [],
  name: '-bash',
  traps: new Map(),
  frames: [],
  left: [],
  option: { index: 1, letter: 1 },
  began: 0,
  pipeStatus: [0],
  status: 0,
});

/** The shell of a program that another shell starts: it has the exported variables and nothing else. */
export const childShell = (parent: Shell, name: string, positional: readonly string[]): Shell => ({
  ...freshShell(parent.host),
  cwd: parent.cwd,
  began: parent.began,
  variables: new Map([
    ...[...parent.variables].filter(([, { exported }]) => exported),
    ...ownVariables(parent.host),
  ]),
  name,
  positional,
});

/** A session at the terminal of one host. Throws where there is no such host. */
export const startSession = (world: World, host: string): ShellSession => {
  if (!Object.hasOwn(world.hosts, host)) throw new Error(`no host ${host} in this world`);
  return {
    world,
    shells: [{ ...freshShell(host), began: world.now }],
    history: [],
    pending: null,
    over: false,
    says: '-bash: ',
    isTerminal: true,
  };
};

/** The shell that reads. */
export const shellOf = (session: ShellSession): Shell => session.shells.at(-1)!;

/** What is in front of the cursor: the host and the folder, or `> ` where a command goes on. */
export const prompt = (session: ShellSession): string => {
  if (session.over) return '';
  if (session.pending !== null) return '> ';
  const { host, cwd, variables } = shellOf(session);
  const home = scalar(variables.get('HOME')?.value) ?? '';
  const short =
    home !== '' && home !== '/' && (cwd === home || cwd.startsWith(`${home}/`))
      ? `~${cwd.slice(home.length)}`
      : cwd;
  return `root@${host}:${short}# `;
};
