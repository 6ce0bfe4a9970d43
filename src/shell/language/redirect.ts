/** Redirections: which streams a command has, and files that are written piece by piece. */
import { type FileSystem, kindAt, readText, writeText } from '../fileSystem.ts';
import { errorWords, type FileError, resolve } from '../files.ts';
import type { Interpreter } from './interpreter.ts';
import { Input, type Io, type Sink } from './io.ts';
import type { Phrase, Redirect } from './syntax.ts';

/** The streams with redirections, null where one of them failed; that has been said then. */
export function* redirected(
  x: Interpreter,
  redirects: readonly Redirect[],
  outer: Io,
): Generator<void, Io | null, void> {
  let io = outer;
  for (const { operator, fd, target, written } of redirects) {
    if (operator === '<<' || operator === '<<<') {
      io = { ...io, input: new Input((yield* x.text(target, io)) + (operator === '<<<' ? '\n' : '')) };
      continue;
    }
    const given = yield* x.words([target], io);
    const path = given[0]?.text ?? '';
    if (given.length !== 1) {
      x.mistake(io, {
        from: target.from,
        to: target.to,
        message: `${written}: ambiguous redirect`,
        status: 1,
        hint: 'One name of a file belongs here.',
      });
      return null;
    }
    if (operator === '<') {
      const read = path === '/dev/stdin' ? null : readText(x.fileSystem, path);
      if (read && !read.ok) {
        // A folder can be opened; it is reading it that fails, and then the command says so.
        unopened(x, io, target, path, read.error);
        return null;
      }
      if (read) io = { ...io, input: new Input(read.text) };
      continue;
    }
    if (operator === '<&' || (operator === '>&' && /^\d+$|^-$/.test(path))) {
      if (operator === '<&' || !/^[12]$/.test(path)) {
        x.mistake(io, {
          from: target.from,
          to: target.to,
          message:
            /^\d+$/.test(path) && Number(path) > 2
              ? `${path}: Bad file descriptor`
              : `${operator}${path} is not simulated here`,
          status: 1,
          hint: 'There are 2>&1 and >&2.',
        });
        return null;
      }
      const sink = path === '1' ? io.out : io.err;
      io = (fd ?? 1) === 1 ? { ...io, out: sink } : (fd ?? 1) === 2 ? { ...io, err: sink } : io;
      continue;
    }
    const sink = open(x, path, operator === '>>' || operator === '&>>', io, target);
    if (typeof sink === 'string') {
      unopened(x, io, target, path, sink);
      return null;
    }
    io =
      operator === '&>' || operator === '&>>' || (operator === '>&' && fd === null)
        ? { ...io, out: sink, err: sink }
        : (fd ?? 1) === 2
          ? { ...io, err: sink }
          : { ...io, out: sink };
  }
  return io;
}

const unopened = (x: Interpreter, io: Io, target: Phrase, path: string, error: FileError): void => {
  const message = `${path}: ${errorWords[error]}`;
  x.mistake(io, {
    from: target.from,
    to: target.to,
    message,
    status: 1,
    hint: error === 'ENOENT' ? 'There is no such file or folder.' : 'This cannot be written or read.',
  });
};

/** A file that is written piece by piece, beginning now. */
const open = (x: Interpreter, path: string, appends: boolean, io: Io, target: Phrase): Sink | FileError => {
  if (path === '/dev/stdout') return io.out;
  if (path === '/dev/stderr') return io.err;
  const whole = resolve(x.state.cwd, path);
  const { host } = x.state;
  const write = (text: string): FileError | null => {
    const place: FileSystem = { ...x.fileSystem, host, cwd: '/', files: x.filesOn(host) };
    const old = whole.startsWith('/proc/') ? null : readText(place, whole);
    const done = writeText(
      place,
      path === '' ? '' : path.endsWith('/') ? `${whole}/` : whole,
      (old?.ok ? old.text : '') + text,
    );
    x.world = done.world;
    x.keep(host, done.files);
    if (done.error) x.unwrittenAt = { from: target.from, to: target.to };
    return done.error;
  };
  if (!appends && kindAt(x.fileSystem, path) === 'file' && !whole.startsWith('/proc/')) {
    const emptied = writeText(x.fileSystem, path, '');
    x.files = emptied.files;
    if (emptied.error) return emptied.error;
  }
  return write('') ?? write;
};
