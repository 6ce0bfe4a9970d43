import type { Interpreter } from './interpreter.ts';
import { redirected } from './redirect.ts';
import type { Streams } from './streams.ts';
import type { List, SimpleCommand } from './syntax.ts';

/** What the commands of a `$( )` print, all of it; `x.captured` is their status then. */
export function* capture(x: Interpreter, commands: List, outer: Streams): Generator<void, string, void> {
  const file = fileAlone(commands);
  if (file) {
    const io = yield* redirected(x, file.redirects, outer);
    x.captured = io ? 0 : 1;
    return io?.input.takeAll() ?? '';
  }
  const { sink, text } = x.collect();
  const io = { ...outer, out: sink };
  const body = () => {
    // A failure in `$( )` does not end it, with `set -e` on.
    const options = new Set(x.state.options);
    options.delete('e');
    x.state = { ...x.state, options };
    return x.list(commands, io);
  };
  x.captured = yield* x.inner(body, io);
  return text();
}

/** `$(< FILE)` is the file itself. */
const fileAlone = (commands: List): SimpleCommand | null => {
  const [only] = commands;
  if (commands.length !== 1 || only!.rest.length > 0 || only!.first.commands.length > 1) return null;
  const command = only!.first.commands[0]!;
  return command.kind === 'simple' &&
    command.words.length + command.assignments.length === 0 &&
    command.redirects.length === 1 &&
    command.redirects[0]!.operator === '<'
    ? command
    : null;
};
