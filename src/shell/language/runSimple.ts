import type { Word } from '../../text/words.ts';
import { type Assigned, assigned, give, withVariable } from './assign.ts';
import type { Interpreter } from './interpreter.ts';
import { quotedWord } from './quote.ts';
import { redirected } from './redirect.ts';
import { Exit, Return } from './stops.ts';
import type { Streams } from './streams.ts';
import type { FunctionDefinition, SimpleCommand } from './syntax.ts';
import type { Variable } from './variables.ts';

/** Runs a simple command: assignments, words, redirections. Reference: bash 5.2, execute_cmd.c. */
export function* runSimple(
  x: Interpreter,
  command: SimpleCommand,
  outer: Streams,
): Generator<void, number, void> {
  yield* x.step(command, command.counted);
  x.beginCommand();
  const given = yield* x.words(command.words, outer);
  const [first] = given;
  const io = yield* redirected(x, command.redirects, outer);
  if (!io) return 1;
  const before = new Map<string, Variable | null>();
  for (const assignment of command.assignments) {
    const value = yield* assigned(x, assignment, outer);
    x.trace(outer, written(value));
    if (first && !before.has(value.name)) before.set(value.name, x.state.variables.get(value.name) ?? null);
    give(x, value);
    if (first) withVariable(x, value.name, { ...x.state.variables.get(value.name)!, exported: true });
  }
  if (!first) return x.captured;
  x.trace(outer, given.map((w) => quotedWord(w.text)).join(' '));
  const depth = x.shells.length;
  const status =
    first.text === 'exec' && !x.state.functions.has('exec')
      ? yield* exec(x, given, io, outer)
      : yield* x.run(given, io);
  // What is in front of a command is set for that command alone.
  if (x.shells.length === depth) for (const [name, old] of before) withVariable(x, name, old);
  return status;
}

const written = ({ name, key, append, value }: Assigned): string => {
  const sign = `${name}${key === null ? '' : `[${key}]`}${append ? '+' : ''}=`;
  if (typeof value === 'string') return sign + (value === '' ? '' : quotedWord(value));
  return `${sign}(${value.map((i) => (i.key === null ? '' : `[${i.key}]=`) + quotedWord(i.text)).join(' ')})`;
};

/** `exec`: its redirections are those of the shell from now on; with a command, the shell ends with it. */
function* exec(
  x: Interpreter,
  words: readonly Word[],
  io: Streams,
  outer: Streams,
): Generator<void, number, void> {
  const [at, ...rest] = words as [Word, ...Word[]];
  if (rest[0]?.text.startsWith('-') && rest[0].text !== '--')
    return x.refuse({ ...rest[0], what: `exec ${rest[0].text}`, hint: 'Write exec COMMAND.' });
  const command = rest[0]?.text === '--' ? rest.slice(1) : rest;
  if (command.length > 0) throw new Exit(yield* x.run(command, io));
  if (x.isTerminal && x.isOutermost)
    return x.refuse({
      ...at,
      what: 'exec with redirections at a terminal',
      hint: 'Put { } around the commands, and the redirection after it.',
    });
  Object.assign(outer, io);
  return 0;
}

/** Calls a function. */
export function* callFunction(
  x: Interpreter,
  definition: FunctionDefinition,
  [at, ...rest]: readonly Word[],
  io: Streams,
): Generator<void, number, void> {
  const { positional, frames } = x.state;
  const depth = x.shells.length;
  const { loops } = x;
  x.state = {
    ...x.state,
    positional: rest.map((w) => w.text),
    frames: [...frames, { name: definition.name, hidden: new Map() }],
  };
  x.loops = 0;
  try {
    return yield* x.placed(definition, at!, () => x.command(definition.body, io));
  } catch (thrown) {
    if (thrown instanceof Return) return thrown.status;
    throw thrown;
  } finally {
    x.loops = loops;
    if (x.shells.length === depth) {
      const variables = new Map(x.state.variables);
      for (const [name, old] of x.state.frames.at(-1)?.hidden ?? [])
        if (old) variables.set(name, old);
        else variables.delete(name);
      x.state = { ...x.state, variables, positional, frames };
    }
  }
}
