import type { Word } from '../../text/words.ts';
import { findExecutable, isExecutable } from '../fileSystem.ts';
import { printed, problemAt, refused } from './shared/result.ts';
import { defineCommand } from './shellCommand.ts';

/**
 * Words of its input: blanks split, quotes and backslashes keep together. Null where a quotation has no end.
 */
const wordsOf = (text: string): readonly string[] | null => {
  const found: string[] = [];
  let word: string | null = null;
  for (let i = 0; i < text.length; i++) {
    const c = text[i]!;
    if (c === ' ' || c === '\t' || c === '\n') {
      if (word !== null) found.push(word);
      word = null;
    } else if (c === "'" || c === '"') {
      const end = text.indexOf(c, i + 1);
      if (end < 0 || text.slice(i, end).includes('\n')) return null;
      word = (word ?? '') + text.slice(i + 1, end);
      i = end;
    } else word = (word ?? '') + (c === '\\' ? (text[++i] ?? '') : c);
  }
  if (word !== null) found.push(word);
  return found;
};

/** The lines of a text, without empty ones; one that ends in a blank goes on with the next. */
const wholeLines = (text: string): readonly string[] =>
  text
    .replace(/[ \t]\n/g, ' ')
    .split('\n')
    .filter((line) => line.trim() !== '');

/** `-rn1` as `-r -n1`. */
const apart = (word: Word): readonly Word[] =>
  /^-r./.test(word.text)
    ? [
        { ...word, text: '-r' },
        { ...word, text: `-${word.text.slice(2)}` },
      ]
    : [word];

/** Reference: GNU findutils 4.9.0, xargs/xargs.c. */
export const xargs = defineCommand({
  name: 'xargs',
  usage: 'xargs [-n COUNT | -L LINES] [-r] [-I PLACE] COMMAND',
  summary: 'Runs a command with the words it reads after it.',
  needs: ['shell'],
  *run({ shell, words: written, io }) {
    const first = written.findIndex((w) => !w.text.startsWith('-'));
    const words = written.flatMap((w, i) => (first < 0 || i < first ? apart(w) : [w]));
    let at = 0;
    let most = Infinity;
    let place: string | null = null;
    let quiet = false;
    let byLines = false;
    for (; words[at]?.text.startsWith('-'); at++) {
      const word = words[at]!;
      const attached = /^-([nIL])(.+)$/s.exec(word.text);
      if (word.text === '-r' || word.text === '--no-run-if-empty') quiet = true;
      else if (attached || /^-[nIL]$/.test(word.text)) {
        const value = attached ? attached[2]! : words[++at]?.text;
        if (value === undefined)
          return refused(
            problemAt(
              word,
              `xargs: option requires an argument -- '${word.text[1]}'`,
              1,
              'It needs a word after it.',
            ),
          );
        if (word.text[1] === 'I') place = value;
        else if (!/^\d+$/.test(value) || Number(value) < 1)
          return refused(
            problemAt(
              words[at]!,
              /^\d+$/.test(value)
                ? `xargs: value ${value} for ${word.text.slice(0, 2)} option should be >= 1\nTry 'xargs --help' for more information.`
                : `xargs: invalid number "${value}" for ${word.text.slice(0, 2)} option\nTry 'xargs --help' for more information.`,
              1,
              'Write how many go into one command.',
            ),
          );
        else {
          most = Number(value);
          byLines = word.text[1] === 'L';
        }
      } else
        return refused(
          problemAt(
            word,
            `xargs: ${word.text} is not simulated here`,
            1,
            'Here xargs takes -n, -L, -r and -I.',
          ),
        );
    }
    const text = io.input.takeAll();
    const given =
      place === null
        ? wordsOf(text)
        : text
            .split('\n')
            .map((l) => l.trim())
            .filter((l) => l !== '');
    if (given === null)
      return refused(
        problemAt(
          words[0] ?? { from: 0, to: 0 },
          `xargs: unmatched single quote; by default quotes are special to xargs unless you use the -0 option`,
          1,
          'A quotation in what it reads has no end.',
        ),
      );
    const end = words.at(-1) ?? { from: 0, to: 0 };
    const command: readonly Word[] =
      words.length > at ? words.slice(at) : [{ text: 'echo', from: end.from, to: end.to }];
    const own = (t: string): Word => ({ text: t, from: end.from, to: end.to });
    const runs: (readonly Word[])[] = [];
    if (place !== null)
      for (const line of given)
        runs.push(command.map((w) => ({ ...w, text: w.text.replaceAll(place, line) })));
    else if (byLines && given.length > 0) {
      const lines = wholeLines(text);
      for (let i = 0; i < lines.length; i += most)
        runs.push([...command, ...wordsOf(lines.slice(i, i + most).join('\n'))!.map(own)]);
    } else if (given.length === 0) runs.push(...(quiet ? [] : [command]));
    else
      for (let i = 0; i < given.length; i += Math.min(most, given.length))
        runs.push([...command, ...given.slice(i, most === Infinity ? undefined : i + most).map(own)]);
    const name = command[0]!.text;
    const path = name.includes('/')
      ? name
      : findExecutable(shell.fileSystem, name, shell.value('PATH') ?? '');
    if (path === null || !isExecutable(shell.fileSystem, path))
      return refused(
        problemAt(
          command[0]!,
          `xargs: ${command[0]!.text}: No such file or directory`,
          127,
          'help lists the commands there are.',
        ),
      );
    let status = 0;
    for (const each of runs) if ((yield* shell.run(each, io)) !== 0) status = 123;
    return printed('', { status });
  },
});
