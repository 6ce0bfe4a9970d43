import { Unfinished } from './mistake.ts';

const letters: ReadonlyMap<string, string> = new Map(
  Object.entries({ a: '\x07', b: '\b', e: '\x1b', E: '\x1b', f: '\f', n: '\n', r: '\r', t: '\t', v: '\v' }),
);

/** What is between `$'` and its `'`, which begins at `begin`. Reference: bash 5.2, lib/sh/strtrans.c. */
export const ansiText = (
  text: string,
  begin: number,
  stop: number,
): { readonly text: string; readonly end: number } => {
  let found = '';
  for (let at = begin; at < stop; ) {
    if (text[at] === "'") return { text: found, end: at + 1 };
    if (text[at] !== '\\') {
      found += text[at++];
      continue;
    }
    const [whole, code] =
      /^\\(x[0-9a-fA-F]{1,2}|u[0-9a-fA-F]{1,4}|U[0-9a-fA-F]{1,8}|[0-7]{1,3}|c.|.|$)/s.exec(
        text.slice(at, Math.min(at + 10, stop)),
      )!;
    at += whole.length;
    const kind = code![0] ?? '';
    if (code!.length > 1 && 'xuU'.includes(kind)) {
      const point = Number.parseInt(code!.slice(1), 16);
      found += point <= 0x10ffff ? String.fromCodePoint(point) : '';
    } else if (/[0-7]/.test(kind)) found += String.fromCharCode(Number.parseInt(code!, 8) & 255);
    else if (kind === 'c' && code!.length > 1) found += String.fromCharCode(code!.charCodeAt(1) & 31);
    else found += letters.get(kind) ?? ('\\\'"?'.includes(kind) ? kind : whole);
  }
  throw new Unfinished("unexpected EOF while looking for matching `''");
};
