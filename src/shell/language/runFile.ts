import type { Word } from '../../text/words.ts';
import { readText } from '../fileSystem.ts';
import { childShell } from '../session.ts';
import type { Interpreter } from './interpreter.ts';
import type { Io } from './io.ts';

/** Runs a file that can be run: a script for a shell. */
export function* runFile(
  x: Interpreter,
  path: string,
  [at, ...rest]: readonly Word[],
  io: Io,
): Generator<void, number, void> {
  const place = { from: at!.from, to: at!.to };
  const read = readText(x.fileSystem, path);
  if (!read.ok) throw new Error(`${path} cannot be read`);
  const interpreter = /^#!\s*(?:\S*\/env\s+(?:-\S+\s+)*)?(\S+)/.exec(read.text.slice(0, 200))?.[1];
  if (interpreter !== undefined && !/^(\S*\/)?(ba|da)?sh$/.test(interpreter))
    return x.refuse({
      ...place,
      what: `a script for ${interpreter}`,
      hint: 'Scripts for sh and bash run here.',
    });
  const shell = childShell(
    x.state,
    path,
    rest.map((w) => w.text),
  );
  return yield* x.script(shell, read.text, place, io);
}
