/** Redirections: which streams a command has, and files that are written piece by piece. */
import { type FileSystem, kindAt, readText, writeText } from '../fileSystem.ts';
import { errorWords, type FileError, resolve } from '../files.ts';
import type { Interpreter } from './interpreter.ts';
import { Input, type Sink, type Streams, streamOf, withStream } from './streams.ts';
import type { Phrase, Redirect } from './syntax.ts';

/** The streams with redirections, null where one of them failed; that has been said then. */
export function* redirected(
  x: Interpreter,
  redirects: readonly Redirect[],
  outer: Streams,
): Generator<void, Streams | null, void> {
  let io = outer;
  for (const redirect of redirects) {
    const next = yield* redirectedOnce(x, redirect, io);
    if (!next) return null;
    io = next;
  }
  return io;
}

function* redirectedOnce(
  x: Interpreter,
  { operator, fd, target, written }: Redirect,
  io: Streams,
): Generator<void, Streams | null, void> {
  if (operator === '<<' || operator === '<<<')
    return withStream(io, fd ?? 0, new Input((yield* x.text(target, io)) + (operator === '<<<' ? '\n' : '')));
  const [part] = target.parts;
  if (operator === '<' && target.parts.length === 1 && part!.kind === 'process')
    return withStream(io, fd ?? 0, new Input(yield* x.capture(part!.list, io)));
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
  if (operator === '<&' || (operator === '>&' && /^\d+$|^-$/.test(path)))
    return duplicated(x, operator, fd ?? (operator === '<&' ? 0 : 1), path, target, io);
  if (operator === '<') {
    if (path === '/dev/stdin') return withStream(io, fd ?? 0, io.input);
    const read = readText(x.fileSystem, path);
    // A folder can be opened; it is reading it that fails, and then the command says so.
    if (!read.ok) return unopened(x, io, target, path, read.error);
    return withStream(io, fd ?? 0, new Input(read.text));
  }
  const sink = open(x, path, operator === '>>' || operator === '&>>', io, target);
  if (typeof sink === 'string') return unopened(x, io, target, path, sink);
  const both = operator === '&>' || operator === '&>>' || (operator === '>&' && fd === null);
  return both ? { ...io, out: sink, err: sink } : withStream(io, fd ?? 1, sink);
}

/** `2>&1` and its like. */
const duplicated = (
  x: Interpreter,
  operator: string,
  fd: number,
  path: string,
  target: Phrase,
  io: Streams,
): Streams | null => {
  if (path === '-') return withStream(io, fd, null);
  const stream = /^\d+$/.test(path) ? streamOf(io, Number(path)) : null;
  if (stream) return withStream(io, fd, stream);
  x.mistake(io, {
    from: target.from,
    to: target.to,
    message: /^\d+$/.test(path) ? `${path}: Bad file descriptor` : `${path}: ambiguous redirect`,
    status: 1,
    hint: `After ${operator} belongs the number of a stream that is open: 0, 1, 2, or one that exec has opened.`,
  });
  return null;
};

const unopened = (x: Interpreter, io: Streams, target: Phrase, path: string, error: FileError): null => {
  x.mistake(io, {
    from: target.from,
    to: target.to,
    message: `${path}: ${errorWords[error]}`,
    status: 1,
    hint: error === 'ENOENT' ? 'There is no such file or folder.' : 'This cannot be written or read.',
  });
  return null;
};

/** A file that is written piece by piece, beginning now. */
const open = (
  x: Interpreter,
  path: string,
  appends: boolean,
  io: Streams,
  target: Phrase,
): Sink | FileError => {
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
