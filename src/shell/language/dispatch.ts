import type { Word } from '../../text/words.ts';
import { findBuiltin } from '../builtins/index.ts';
import { readText, writeText } from '../disk.ts';
import { errorWords, type FileError } from '../files.ts';
import { restoredFrom } from '../iptables-restore.ts';
import { savedTo } from '../iptables-save.ts';
import { noCommand } from '../noCommand.ts';
import { programOf } from '../programs.ts';
import { findTool } from '../tools/index.ts';
import type { Execution } from './execution.ts';
import type { Io } from './io.ts';

/** A command by the name it is called by: a path to one of the usual folders may stand in front. */
export const plainName = (text: string): string => text.replace(/^(\/usr(\/local)?)?\/s?bin\//, '');

/** Runs a command that is written out as words; gives its status. */
export function* run(x: Execution, words: readonly Word[], io: Io): Generator<void, number, void> {
  const [command, ...rest] = words;
  const name = plainName(command!.text);
  const builtin = findBuiltin(name);
  if (builtin) {
    const status = builtin.run(x, rest, io, command!);
    return typeof status === 'number' ? status : yield* status;
  }
  const { backend } = x.world.hosts[x.shell.host]!.filter;
  const tool = findTool(name);
  if (tool) {
    const done = tool.run({
      ...x.place,
      words: rest,
      input: () => io.input.takeAll(),
      shell: x.shell,
      says: x.says,
      history: x.history,
    });
    if (done.files) x.files = done.files;
    if (done.world) x.world = done.world;
    for (const problem of done.problems) x.note(problem);
    let failed: FileError | null = null;
    for (const { stream, text } of done.pieces)
      failed = (stream === 'stdout' ? io.out : io.err)(text) ?? failed;
    return failed ? unwritten(x, io, name, failed) : done.status;
  }
  const program = programOf(name, backend);
  if (!program) {
    const problem = noCommand(command!, backend);
    x.mistake(io, problem);
    return problem.status;
  }
  const from = /^iptables(-\w+)?-restore$/.test(name) ? restoredFrom(rest) : null;
  const to = /^iptables(-\w+)?-save$/.test(name) ? savedTo(rest) : null;
  const read = from && readText(x.place, from.text);
  // A folder opens, and has nothing to read.
  if (read && !read.ok && read.error !== 'EISDIR')
    return unopened(x, io, from!, `Can't open ${from!.text}: ${errorWords[read.error]}`);
  const done = program(x.world, x.shell.host, rest, !read ? io.input.takeAll() : read.ok ? read.text : '');
  x.world = done.world;
  for (const problem of done.problems) x.note(problem);
  if (done.trace) x.traces.push(done.trace);
  io.err(done.stderr);
  if (to && done.status === 0) {
    const written = writeText(x.place, to.text, done.stdout);
    x.files = written.files;
    return written.error
      ? unopened(x, io, to, `Failed to open file, error: ${errorWords[written.error]}`)
      : done.status;
  }
  const failed = io.out(done.stdout);
  return failed ? unwritten(x, io, name, failed) : done.status;
}

const unopened = (x: Execution, io: Io, file: Word, message: string): number => {
  x.note({ from: file.from, to: file.to, message, status: 1, hint: 'There is no such file or folder.' });
  io.err(`${message}\n`);
  return 1;
};

/** What a command says whose output has no room. */
const unwritten = (x: Execution, io: Io, name: string, error: FileError): number => {
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
