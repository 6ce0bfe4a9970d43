import { isNotSimulated, type Problem } from '../../text/problem.ts';
import type { Word } from '../../text/words.ts';
import { problemAt, refused } from '../commands/shared/result.ts';
import { type Call, type CommandResult, commandCalled, type ShellCommand } from '../commands/shellCommand.ts';
import { findExecutable, isExecutable, kindAt, programAt } from '../fileSystem.ts';
import { errorWords, type FileError, nameOf } from '../files.ts';
import { SearchTooLong } from '../regex/regex.ts';
import { commandNotFound, missing } from './commandNotFound.ts';
import type { Interpreter } from './interpreter.ts';
import { runFile } from './runFile.ts';
import type { Streams } from './streams.ts';

/** Runs a command that is written out as words; gives its status. */
export function* runCommand(
  x: Interpreter,
  words: readonly Word[],
  io: Streams,
): Generator<void, number, void> {
  const [at, ...rest] = words;
  const found = findCommand(x, at!);
  if ('message' in found) {
    if (isNotSimulated(found)) x.stop(found, found);
    x.mistake(io, found);
    return found.status;
  }
  if ('script' in found) return yield* runFile(x, found.script, words, io);
  const { name, command } = found;
  const call: Call<'world' | 'files' | 'input' | 'shell'> = {
    ...x.fileSystem,
    name,
    words: rest,
    get says() {
      return x.says;
    },
    input: () => io.input.takeAll(),
    shell: x,
    io,
    at: at!,
  };
  const running = started(command, call);
  const result: CommandResult = 'status' in running ? running : yield* running;
  // What it was given may be older than the files that its output went to.
  if (result.world) x.world = { ...result.world, ...(x.world.files && { files: x.world.files }) };
  if (result.files) x.files = result.files;
  if (result.trace) x.traces.push(result.trace);
  const unsupported = result.problems.find(isNotSimulated);
  for (const problem of result.problems) if (problem !== unsupported) x.note(problem);
  let failed: FileError | null = null;
  for (const { stream, text } of result.output)
    if (stream === 'stdout') failed = io.out(text) ?? failed;
    else if (text !== `${unsupported?.message}\n`) io.err(text);
  // What comes after may hang on what the real program would have done.
  if (unsupported) x.end(unsupported);
  return failed ? unwritten(x, io, name, failed) : result.status;
}

/** Begins a command; one whose pattern takes too long for its text says so. */
const started = (command: ShellCommand, call: Call<'world' | 'files' | 'input' | 'shell'>) => {
  try {
    return command.run(call);
  } catch (thrown) {
    if (!(thrown instanceof SearchTooLong)) throw thrown;
    const message = `${call.name}: stopped: this pattern takes too long for this text`;
    return refused(problemAt(call.at, message, 2, 'Write a shorter pattern, or search less text.'));
  }
};

/** What a command says when there is no room for its output. */
const unwritten = (x: Interpreter, io: Streams, name: string, error: FileError): number => {
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

/** What a word runs: a part of the shell, a program that PATH has, or a file by its path; else why it runs nothing. */
const findCommand = (
  x: Interpreter,
  at: Word,
): { readonly name: string; readonly command: ShellCommand } | { readonly script: string } | Problem => {
  const builtin = at.text.includes('/') ? undefined : x.commands.find(at.text);
  if (builtin?.isBuiltin) return { name: at.text, command: builtin };
  const place = x.fileSystem;
  const path = at.text.includes('/') ? at.text : findExecutable(place, at.text, x.value('PATH') ?? '');
  if (path === null || path === '') return unfound(x, at);
  const kind = kindAt(place, path);
  const name = programAt(place, path);
  const command = name === null ? undefined : commandCalled(x.commands, name);
  if (command) return { name: nameOf(path), command };
  if (name !== null) return missing(at, name);
  const refused = (message: string, status: number, hint: string): Problem => ({
    from: at.from,
    to: at.to,
    message: `${path}: ${message}`,
    status,
    hint,
  });
  if (kind === 'folder') return refused('Is a directory', 126, 'cd goes into a folder.');
  if (kind !== 'file')
    return refused(
      kind === 'device' ? errorWords.EACCES : errorWords[kind],
      kind === 'ENOENT' ? 127 : 126,
      'There is no such program. help lists the commands there are.',
    );
  return isExecutable(place, path)
    ? { script: path }
    : refused(errorWords.EACCES, 126, 'chmod +x makes a file one that can be run.');
};

/** A name that PATH has as a file that cannot be run, or not at all. */
const unfound = (x: Interpreter, at: Word): Problem => {
  const folders = (x.value('PATH') ?? '').split(':');
  const file = folders
    .map((folder) => `${folder}/${at.text}`)
    .find((path) => kindAt(x.fileSystem, path) === 'file');
  return file === undefined || at.text === ''
    ? commandNotFound(at, x.commands)
    : {
        from: at.from,
        to: at.to,
        message: `${file}: ${errorWords.EACCES}`,
        status: 126,
        hint: 'chmod +x makes a file one that can be run.',
      };
};
