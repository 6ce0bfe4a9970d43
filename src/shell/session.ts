/** What a shell at a terminal knows, as a value: the hosts it is on, variables, files, history. */

import type { Trace } from '../network/trace.ts';
import type { World } from '../network/world.ts';
import type { Problem } from '../text/problem.ts';
import { type Files, freshFiles } from './files.ts';

/** One shell on one host; `ssh` opens another one. */
export interface Shell {
  readonly host: string;
  readonly cwd: string;
  readonly variables: Readonly<Record<string, string>>;
  readonly exported: readonly string[];
  /** The status of the last command: `$?`. */
  readonly status: number;
}

/** Plain data: it survives `structuredClone` and JSON. */
export interface ShellSession {
  readonly world: World;
  /** The open shells, the first opened first; the last is the one that reads. Never empty. */
  readonly shells: readonly Shell[];
  /** The files of the hosts that a shell has been on. */
  readonly files: Readonly<Record<string, Files>>;
  /** Commands as they were entered, the oldest first. */
  readonly history: readonly string[];
  /** The lines of a command that is not finished yet; null where none is. */
  readonly pending: string | null;
  /** The first shell was left: nothing more is read. */
  readonly over: boolean;
  /** What the shell writes in front of its own messages: `-bash: ` at a terminal. */
  readonly says: string;
  /** A variable without a value is empty at a terminal; a script refuses it, as with `set -u`. */
  readonly unset: 'empty' | 'refused';
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
export interface Entered {
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
}

/** A fresh shell of root's on a host. */
export const freshShell = (host: string): Shell => ({
  host,
  cwd: '/root',
  status: 0,
  variables: {
    HOME: '/root',
    HOSTNAME: host,
    LOGNAME: 'root',
    PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin',
    PWD: '/root',
    SHELL: '/bin/bash',
    USER: 'root',
  },
  exported: ['HOME', 'LOGNAME', 'PATH', 'PWD', 'SHELL', 'USER'],
});

/** A session at the terminal of one host. Throws where there is no such host. */
export const startSession = (world: World, host: string): ShellSession => {
  if (!Object.hasOwn(world.hosts, host)) throw new Error(`no host ${host} in this world`);
  return {
    world,
    shells: [freshShell(host)],
    files: { [host]: freshFiles(world.now) },
    history: [],
    pending: null,
    over: false,
    says: '-bash: ',
    unset: 'empty',
  };
};

/** The shell that reads. */
export const shellOf = (session: ShellSession): Shell => session.shells.at(-1)!;

/** The files of a host; fresh ones before the first visit. */
export const filesOf = (session: Pick<ShellSession, 'files' | 'world'>, host: string): Files =>
  Object.hasOwn(session.files, host) ? session.files[host]! : freshFiles(session.world.now);

/** What is in front of the cursor: the host and the folder, or `> ` where a command goes on. */
export const prompt = (session: ShellSession): string => {
  if (session.over) return '';
  if (session.pending !== null) return '> ';
  const { host, cwd, variables } = shellOf(session);
  const home = variables['HOME'] ?? '';
  const short =
    home !== '' && home !== '/' && (cwd === home || cwd.startsWith(`${home}/`))
      ? `~${cwd.slice(home.length)}`
      : cwd;
  return `root@${host}:${short}# `;
};
