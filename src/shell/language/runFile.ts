import type { Word } from '../../text/words.ts';
import { readText } from '../fileSystem.ts';
import { childShell } from '../session.ts';
import type { Interpreter } from './interpreter.ts';
import type { Streams } from './streams.ts';

/** Runs a file that can be run: a script for a shell. */
export function* runFile(
  x: Interpreter,
  path: string,
  [at, ...rest]: readonly Word[],
  io: Streams,
): Generator<void, number, void> {
  const place = { from: at!.from, to: at!.to };
  const read = readText(x.fileSystem, path);
  if (!read.ok) throw new Error(`${path} cannot be read`);
  const shebang = /^#!\s*(?:\S*\/env\s+(?:-\S+\s+)*)?(\S+)(?:[ \t]+-(\w+))?/.exec(read.text.slice(0, 200));
  if (shebang && !/^(\S*\/)?(ba|da)?sh$/.test(shebang[1]!))
    return x.refuse({
      ...place,
      what: `a script for ${shebang[1]}`,
      hint: 'Scripts for sh and bash run here.',
    });
  const shell = childShell(
    x.state,
    path,
    rest.map((w) => w.text),
  );
  const options = new Set([...(shebang?.[2] ?? '')].filter((o) => 'euxfa'.includes(o)));
  return yield* x.script({ ...shell, options }, read.text, place, io);
}
