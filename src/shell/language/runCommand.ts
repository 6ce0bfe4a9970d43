import type { Word } from '../../text/words.ts';
import { type Call, type CommandResult, commandOn, plainName } from '../commands/shellCommand.ts';
import { errorWords, type FileError } from '../files.ts';
import { commandNotFound } from './commandNotFound.ts';
import type { Interpreter } from './interpreter.ts';
import type { Io } from './io.ts';

/** Runs a command that is written out as words; gives its status. */
export function* runCommand(x: Interpreter, words: readonly Word[], io: Io): Generator<void, number, void> {
  const [at, ...rest] = words;
  const name = plainName(at!.text);
  const { backend } = x.world.hosts[x.state.host]!.filter;
  const command = commandOn(x.commands, name, backend);
  if (!command) {
    const problem = commandNotFound(at!, backend, x.commands);
    x.mistake(io, problem);
    return problem.status;
  }
  const call: Call<'world' | 'files' | 'input' | 'shell'> = {
    ...x.fileSystem,
    words: rest,
    says: x.says,
    input: () => io.input.takeAll(),
    shell: x,
    io,
    at: at!,
  };
  const running = command.run(call);
  const result: CommandResult = 'status' in running ? running : yield* running;
  if (result.world) x.world = result.world;
  if (result.files) x.files = result.files;
  if (result.trace) x.traces.push(result.trace);
  for (const problem of result.problems) x.note(problem);
  let failed: FileError | null = null;
  for (const { stream, text } of result.output)
    if (stream === 'stderr') io.err(text);
    else failed = io.out(text) ?? failed;
  return failed ? unwritten(x, io, name, failed) : result.status;
}

/** What a command says when there is no room for its output. */
const unwritten = (x: Interpreter, io: Io, name: string, error: FileError): number => {
  const message = `${name}: write error: ${errorWords[error]}`;
  const own = name === 'echo' || name === 'printf' ? `${x.says}${message}` : message;
  if (x.unwrittenAt)
    x.note({
      ...x.unwrittenAt,
      message: own,
      status: 1,
      hint:
        error === 'EINVAL'
          ? 'This parameter is a whole number.'
          : error === 'ENOSPC'
            ? 'The files of a host hold 1 MB together. rm makes room.'
            : 'This cannot be written.',
    });
  io.err(`${own}\n`);
  return 1;
};
