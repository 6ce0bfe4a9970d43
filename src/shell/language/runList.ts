/**
 * Lists, pipelines, and what `set -e` makes of a failure. Reference: bash 5.2, execute_cmd.c.
 */
import type { Interpreter } from './interpreter.ts';
import { Exit } from './stops.ts';
import { Input, type Streams } from './streams.ts';
import type { AndOr, List, Pipeline } from './syntax.ts';

/** Runs commands one after the other; gives the status of the last. */
export function* runList(x: Interpreter, commands: List, io: Streams): Generator<void, number, void> {
  let status = 0;
  for (const each of commands)
    status = each.background ? yield* inBackground(x, each, io) : yield* andOr(x, each, io);
  return status;
}

function* andOr(x: Interpreter, { first, rest }: AndOr, io: Streams): Generator<void, number, void> {
  const all = [{ operator: null, pipeline: first }, ...rest];
  let status = 0;
  for (const [i, { operator, pipeline }] of all.entries()) {
    if (operator !== null && (status === 0) !== (operator === '&&')) continue;
    const run = () => runPipeline(x, pipeline, io);
    status = yield* i < rest.length ? x.unchecked(run) : run();
  }
  return status;
}

/** What runs in the background runs now: the same, unless time goes by while it does. */
function* inBackground(x: Interpreter, each: AndOr, io: Streams): Generator<void, number, void> {
  const { now } = x.world;
  const undo = x.snapshot();
  const said: (() => void)[] = [];
  const later = (sink: Streams['out']) => (text: string) => {
    said.push(() => sink(text));
    return null;
  };
  const own: Streams = { ...io, input: new Input(''), out: later(io.out), err: later(io.err) };
  const status = yield* x.inner(() => x.unchecked(() => andOr(x, each, own)), own);
  if (x.world.now !== now) {
    undo();
    x.refuse({
      what: 'a program in the background that takes time',
      hint: 'Programs here run one after the other. Leave the & out, or sleep first.',
      ...each.background!,
    });
  }
  for (const say of said) say();
  x.jobs.set(String(1001 + x.jobs.size), status);
  return ended(x, [0]);
}

const ended = (x: Interpreter, statuses: readonly number[]): number => {
  const failed = x.state.options.has('pipefail') ? statuses.findLast((s) => s !== 0) : undefined;
  const status = failed ?? statuses.at(-1)!;
  x.state = { ...x.state, status, pipeStatus: statuses };
  return status;
};

function* runPipeline(
  x: Interpreter,
  { negated, commands }: Pipeline,
  io: Streams,
): Generator<void, number, void> {
  if (negated) {
    const status = yield* x.unchecked(() => runPipeline(x, { negated: false, commands }, io));
    x.state = { ...x.state, status: Number(status === 0) };
    return x.state.status;
  }
  const [first] = commands;
  if (commands.length === 1) {
    const status = ended(x, [yield* x.command(first!, io)]);
    // The commands in a loop or a group were looked at one by one.
    const holdsOthers = !['simple', 'subshell', 'condition', 'arithmetic'].includes(first!.kind);
    return holdsOthers ? status : yield* checked(x, status, io);
  }
  const statuses: number[] = [];
  let { input } = io;
  for (const [i, command] of commands.entries()) {
    const last = i === commands.length - 1;
    const { sink, text } = x.collect();
    const own: Streams = last ? { ...io, input } : { ...io, input, out: sink };
    statuses.push(yield* x.inner(() => x.command(command, own), own));
    input = new Input(text());
  }
  return yield* checked(x, ended(x, statuses), io);
}

/** With `set -e` on, a failure ends the shell. */
function* checked(x: Interpreter, status: number, io: Streams): Generator<void, number, void> {
  if (status === 0 || x.ignored > 0) return status;
  const trap = x.state.traps.get('ERR');
  if (trap !== undefined && x.state.frames.length === 0) {
    yield* x.unchecked(() => x.source(trap, { from: x.at, to: x.at }, io));
    x.state = { ...x.state, status };
  }
  if (x.state.options.has('e')) throw new Exit(status);
  return status;
}
