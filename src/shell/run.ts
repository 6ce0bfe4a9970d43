import { joined, type Trace } from '../network/trace.ts';
import type { World } from '../network/world.ts';
import type { Problem } from '../text/problem.ts';
import { splitWords } from '../text/words.ts';
import { commands } from './commands/index.ts';
import { enter } from './enter.ts';
import { Execution } from './language/execution.ts';
import type { Limits } from './language/limits.ts';
import { parse, type Read } from './language/parse.ts';
import { endScript, runLine } from './language/runLine.ts';
import { lineAt } from './language/runText.ts';
import { type LineResult, type ShellSession, startSession } from './session.ts';

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

/** A session that speaks as a script: no name in front of its messages. `name` is its `$0`. */
const scriptSession = (world: World, host: string, name = 'bash'): ShellSession => {
  const session = startSession(world, host);
  return { ...session, shells: session.shells.map((s) => ({ ...s, name })), says: '', isTerminal: false };
};

const asRun = ({ session, output, status, problems, traces }: LineResult): Run => ({
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

/** A text that ends inside something, in bash's words for a script that ends there. */
const unfinished = (line: string, message: string, offset = 0): Problem => {
  const problem = splitWords(line).problem ?? {
    ...ending(line),
    message,
    status: 2,
    hint: 'Something begins here and never ends.',
  };
  return { ...problem, from: problem.from + offset, to: problem.to + offset };
};

/**
 * Runs one line on a host, in a shell of its own. An empty line or a comment does nothing. `input` is what
 * its commands read from standard input. Throws where there is no such host.
 */
export const run = (world: World, host: string, line: string, input = ''): Run => {
  const session = scriptSession(world, host);
  const done = enter(session, line, limits, input);
  if (done.session.pending === null) return asRun(done);
  const read = parse(line, line.length - done.session.pending.length);
  const problem = unfinished(line, read.kind === 'unfinished' ? read.message : '');
  return {
    ...asRun(done),
    stderr: `${asRun(done).stderr}${problem.message}\n`,
    status: problem.status,
    problems: [...done.problems, problem],
  };
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
 * what cannot be read: what is before it has run, and nothing after it does. `name` is what the script is called, and
 * is in front of the shell's messages.
 */
export const runScript = (
  world: World,
  host: string,
  text: string,
  most: Limits = limits,
  name?: string,
): readonly ScriptRun[] => {
  const runs: ScriptRun[] = [];
  const start = scriptSession(world, host, name);
  const x = new Execution(start, most, commands);
  x.reads(text, name ?? null);
  let line = 1;
  /** Runs something to its end: what it did belongs to the command at `offset`. */
  const record = (offset: number, end: number, going: Generator<void, void, void>): void => {
    for (let step = going.next(); !step.done; step = going.next());
    const session = x.session(start);
    const { output, problems } = x.transcript.take();
    const traces = x.traces.splice(0);
    const done = { session, output, status: x.state.status, problems, traces, ran: [], cutShort: false };
    const command = text.slice(offset, end).replace(/\n$/, '');
    const placed = problems.map((p) => ({ ...p, from: p.from - offset, to: p.to - offset }));
    runs.push({ ...asRun({ ...done, problems: placed }), line, command, offset });
  };
  let last = 0;
  for (let offset = 0; offset < text.length && !x.over && !x.transcript.isStopped; ) {
    const read = parse(text, offset);
    const newline = text.indexOf('\n', offset);
    const end = read.kind === 'list' ? read.end : newline < 0 ? text.length : newline + 1;
    if (read.kind !== 'list') {
      record(offset, end, refused(x, text, offset, end, read));
      return runs;
    }
    if (read.list.length > 0) {
      last = offset;
      record(offset, end, runLine(x, read.list));
    }
    line += text.slice(offset, end).split('\n').length - 1;
    offset = end;
  }
  if (x.over || x.transcript.isStopped || !x.state.traps.has('EXIT')) return runs;
  const before = runs.pop()!;
  ({ line } = before);
  record(last, last + before.command.length, endScript(x));
  const after = runs.pop()!;
  runs.push({
    ...after,
    stdout: before.stdout + after.stdout,
    stderr: before.stderr + after.stderr,
    problems: [...before.problems, ...after.problems],
    status: x.state.status,
  });
  return runs;
};

/** Says why a script cannot be read any further. */
function* refused(
  x: Execution,
  text: string,
  offset: number,
  end: number,
  read: Exclude<Read, { kind: 'list' }>,
): Generator<void, void, void> {
  const isMistake = read.kind === 'mistake';
  const problem = isMistake ? read.problem : unfinished(text.slice(offset, end), read.message, offset);
  const at = isMistake ? problem.from : text.length;
  x.syntaxMistake(x.terminal, problem, at, isMistake ? lineAt(text, at) : '');
  x.state = { ...x.state, status: problem.status };
  yield;
}
