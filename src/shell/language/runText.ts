/** Texts that run while others do: scripts, what `.` and `eval` read, traps. */
import type { Shell } from '../session.ts';
import type { Interpreter } from './interpreter.ts';
import { parse } from './parse.ts';
import { Discard, Exit, Leave, Return } from './stops.ts';
import type { Streams } from './streams.ts';
import type { List, Place } from './syntax.ts';

/** Runs a text in the shell that is there, line by line, to its first mistake in the grammar. */
export function* runText(
  x: Interpreter,
  text: string,
  at: Place,
  io: Streams,
): Generator<void, number, void> {
  let status = 0;
  for (let from = 0; from < text.length; ) {
    const read = parse(text, from);
    if (read.kind === 'list') {
      if (read.list.length > 0) status = yield* lineOf(x, read.list, io);
      from = read.end;
      continue;
    }
    if (read.kind === 'mistake' && read.endsText) return x.stop(read.problem, at);
    const {
      message,
      hint,
      from: offset,
    } = read.kind === 'mistake'
      ? read.problem
      : { message: read.message, hint: 'It ends too early.', from: text.length };
    const written = read.kind === 'mistake' ? lineAt(text, offset) : '';
    x.syntaxMistake(io, { from: at.from, to: at.to, message, status: 2, hint }, offset, written);
    x.state = { ...x.state, status: 2 };
    return 2;
  }
  return status;
}

/**
 * Runs the commands of a line; one that cannot be expanded ends them, with
 * `set -e` the shell too, and else the next line runs.
 */
function* lineOf(x: Interpreter, list: List, io: Streams): Generator<void, number, void> {
  try {
    return yield* x.list(list, io);
  } catch (thrown) {
    if (!(thrown instanceof Discard)) throw thrown;
    if (x.state.options.has('e')) throw new Exit(thrown.status);
    x.state = { ...x.state, status: thrown.status };
    return thrown.status;
  }
}

/** The line of a text that a character is in. */
export const lineAt = (text: string, offset: number): string =>
  text.slice(text.lastIndexOf('\n', offset - 1) + 1).split('\n', 1)[0]!;

/** Runs a text in a shell of its own. */
export function* runScriptText(
  x: Interpreter,
  shell: Shell,
  text: string,
  at: Place,
  io: Streams,
): Generator<void, number, void> {
  const own = { ...io };
  return yield* x.inner(function* () {
    x.shells = [...x.shells, shell];
    const { loops, sourced } = x;
    x.loops = 0;
    x.sourced = 0;
    try {
      return yield* x.source(text, at, own, shell.name);
    } finally {
      x.loops = loops;
      x.sourced = sourced;
    }
  }, own);
}

/** Runs something; what leaves the shell is its status. */
function* statusOf(body: () => Generator<void, number, void>): Generator<void, number, void> {
  try {
    return yield* body();
  } catch (thrown) {
    if (thrown instanceof Exit || thrown instanceof Discard || thrown instanceof Return) return thrown.status;
    if (thrown instanceof Leave) return 0;
    throw thrown;
  }
}

/** Runs what `trap … EXIT` has set, in a shell that ends with a status; gives the status that it ends with. */
export function* runExitTrap(x: Interpreter, status: number, io: Streams): Generator<void, number, void> {
  const text = x.state.traps.get('EXIT');
  if (text === undefined) return status;
  const traps = new Map(x.state.traps);
  traps.delete('EXIT');
  x.state = { ...x.state, traps, status };
  try {
    yield* x.source(text, { from: x.at, to: x.at }, io);
  } catch (thrown) {
    if (thrown instanceof Exit) return thrown.status;
    if (!(thrown instanceof Discard)) throw thrown;
  }
  return status;
}

/** Runs something that is all that a shell runs, and then its `trap … EXIT`. */
export function* runToEnd(
  x: Interpreter,
  body: () => Generator<void, number, void>,
  io: Streams,
): Generator<void, number, void> {
  const status = yield* statusOf(body);
  return yield* runExitTrap(x, status, io);
}
