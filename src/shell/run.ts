import { joined, type Trace } from '../network/trace.ts';
import type { World } from '../network/world.ts';
import type { Problem } from '../text/problem.ts';
import { splitWords } from '../text/words.ts';
import { enter } from './enter.ts';
import type { Limits } from './language/limits.ts';
import { parse } from './language/parse.ts';
import { type Entered, type ShellSession, shellOf, startSession } from './session.ts';

/**
 * A script is read whole, and no one waits for each of its commands: more of them, and more output, than
 * at a terminal.
 */
const limits: Limits = { steps: 1_000_000, text: 64 << 20 };

/** What a line did. */
export interface Run {
  readonly world: World;
  readonly stdout: string;
  readonly stderr: string;
  readonly status: number;
  /** The mistakes in the line, placed in it; empty where there are none. */
  readonly problems: readonly Problem[];
  /** For commands that send packets. */
  readonly trace?: Trace;
}

/** A session that speaks as a script: no name in front of its messages, and no variable without a value. */
const scriptSession = (world: World, host: string): ShellSession => ({
  ...startSession(world, host),
  says: '',
  unset: 'refused',
});

const asRun = ({ session, output, status, problems, traces }: Entered): Run => ({
  world: session.world,
  stdout: output
    .filter((p) => p.stream === 'stdout')
    .map((p) => p.text)
    .join(''),
  stderr: output
    .filter((p) => p.stream === 'stderr')
    .map((p) => p.text)
    .join(''),
  status,
  problems,
  ...(traces.length ? { trace: joined(traces) } : {}),
});

/** Where a line ends too early: at its last operator, or the whole of it. */
const ending = (line: string): { readonly from: number; readonly to: number } => {
  const operator = /(\|\|?|&&)\s*$/.exec(line);
  return operator
    ? { from: operator.index, to: operator.index + operator[1]!.length }
    : { from: 0, to: line.length };
};

/** A line that ends inside something, in bash's words for a script that ends there. */
const refuseUnfinished = (session: ShellSession, line: string, message: string): Entered => {
  const problem = splitWords(line).problem ?? {
    ...ending(line),
    message,
    status: 2,
    hint: 'Something begins here and never ends.',
  };
  return {
    session: {
      ...session,
      shells: [...session.shells.slice(0, -1), { ...shellOf(session), status: problem.status }],
    },
    output: [{ stream: 'stderr', text: `${problem.message}\n` }],
    status: problem.status,
    problems: [problem],
    traces: [],
    ran: [],
  };
};

/**
 * Runs one line on a host, in a shell of its own. An empty line or a comment does nothing. `input` is what
 * its commands read from standard input. Throws where there is no such host.
 */
export const run = (world: World, host: string, line: string, input = ''): Run => {
  const session = scriptSession(world, host);
  const done = enter(session, line, limits, input);
  if (done.session.pending === null) return asRun(done);
  const read = parse(line);
  return asRun(refuseUnfinished(session, line, read.kind === 'unfinished' ? read.message : ''));
};

/** One command of a script, and what it did. */
export interface ScriptRun extends Run {
  /** Where it begins, from 1. */
  readonly line: number;
  /** As it is written: a line, or the lines of a loop or a here-document. */
  readonly command: string;
  /** Where it begins in the text: the offset its problems count from. */
  readonly offset: number;
}

/**
 * Runs a text in one shell; lines without a command are left out of the answer. As in bash, the script ends at
 * what cannot be read: what is before it has run, and nothing after it does.
 */
export const runScript = (world: World, host: string, text: string): readonly ScriptRun[] => {
  const runs: ScriptRun[] = [];
  let session = scriptSession(world, host);
  let number = 1;
  for (let offset = 0; offset < text.length && !session.over; ) {
    const newline = text.indexOf('\n', offset);
    const lineEnd = newline < 0 ? text.length : newline + 1;
    const alone = text.slice(offset, lineEnd).replace(/\n$/, '');
    if (/^\s*(#|$)/.test(alone)) {
      offset = lineEnd;
      number++;
      continue;
    }
    const read = parse(text, offset);
    const end = read.kind === 'list' ? read.end : lineEnd;
    const command = text.slice(offset, end).replace(/\n$/, '');
    const done =
      read.kind === 'unfinished'
        ? refuseUnfinished(session, command, read.message)
        : enter(session, command, limits);
    session = { ...done.session, history: [] };
    runs.push({ ...asRun(done), line: number, command, offset });
    if (read.kind !== 'list') break;
    number += text.slice(offset, end).split('\n').length - 1;
    offset = end;
  }
  return runs;
};
