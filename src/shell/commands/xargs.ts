import type { Word } from '../../text/words.ts';
import { gnuOptions } from './shared/options.ts';
import { endOf, printed, problemAt, refused } from './shared/result.ts';
import { whyNotRun } from './shared/whyNotRun.ts';
import { defineCommand } from './shellCommand.ts';

/** Words of its input: blanks split, quotes and backslashes keep together; or the quotation that has no end. */
const wordsOf = (text: string): readonly string[] | { readonly open: 'single' | 'double' } => {
  const found: string[] = [];
  let word: string | null = null;
  for (let i = 0; i < text.length; i++) {
    const c = text[i]!;
    if (c === ' ' || c === '\t' || c === '\n') {
      if (word !== null) found.push(word);
      word = null;
    } else if (c === "'" || c === '"') {
      const end = text.indexOf(c, i + 1);
      if (end < 0 || text.slice(i, end).includes('\n')) return { open: c === '"' ? 'double' : 'single' };
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

/** Reference: GNU findutils 4.9.0, xargs/xargs.c. */
export const xargs = defineCommand({
  name: 'xargs',
  usage: 'xargs [-n COUNT | -L LINES] [-r] [-I PLACE] COMMAND',
  summary: 'Runs a command with the words it reads after it.',
  needs: ['shell'],
  *run({ shell, words, io, at }) {
    const read = gnuOptions(
      'xargs',
      words,
      {
        words: { names: ['-n', '--max-args'], takes: 'required' },
        lines: { names: ['-L'], takes: 'required' },
        quiet: { names: ['-r', '--no-run-if-empty'] },
        place: { names: ['-I'], takes: 'required' },
      },
      '0adEeilopPstx --null --arg-file --delimiter --eof --replace --max-lines --open-tty --interactive --max-procs --process-slot-var --max-chars --show-limits --verbose --exit --help --version',
      1,
      { upTo: 'word' },
    );
    if ('message' in read) return refused(read);
    const { of, all, rest } = read;
    const counts = all.filter((o) => o.key === 'words' || o.key === 'lines');
    for (const { key, word } of counts) {
      const option = `for ${key === 'words' ? '-n' : '-L'} option`;
      const isNumber = /^\d+$/.test(word.text);
      if (!isNumber || Number(word.text) < 1)
        return refused(
          problemAt(
            word,
            `xargs: ${isNumber ? `value ${word.text} ${option} should be >= 1` : `invalid number "${word.text}" ${option}`}\nTry 'xargs --help' for more information.`,
            1,
            'Write how many go into one command.',
          ),
        );
    }
    // Of several the last counts.
    const count = counts.at(-1);
    const most = count ? Number(count.word.text) : Infinity;
    const place = of['place']?.text ?? null;
    const text = io.input.takeAll();
    const given =
      place === null
        ? wordsOf(text)
        : text
            .split('\n')
            .map((l) => l.trim())
            .filter((l) => l !== '');
    if ('open' in given)
      return refused(
        problemAt(
          at,
          `xargs: unmatched ${given.open} quote; by default quotes are special to xargs unless you use the -0 option`,
          1,
          'A quotation in what it reads has no end.',
        ),
      );
    const end = endOf(words);
    const own = (text: string): Word => ({ ...end, text });
    const command: readonly Word[] = rest.length > 0 ? rest : [own('echo')];
    const runs: (readonly Word[])[] = [];
    if (place !== null)
      for (const line of given)
        runs.push(command.map((w) => ({ ...w, text: w.text.replaceAll(place, line) })));
    else if (count?.key === 'lines' && given.length > 0) {
      const lines = wholeLines(text);
      for (let i = 0; i < lines.length; i += most) {
        const found = wordsOf(lines.slice(i, i + most).join('\n'));
        runs.push([...command, ...('open' in found ? [] : found.map(own))]);
      }
    } else if (given.length === 0) runs.push(...(of['quiet'] ? [] : [command]));
    else
      for (let i = 0; i < given.length; i += Math.min(most, given.length))
        runs.push([...command, ...given.slice(i, most === Infinity ? undefined : i + most).map(own)]);
    const wrong = runs.length > 0 && whyNotRun(shell, command[0]!, `xargs: ${command[0]!.text}`);
    if (wrong) return refused(wrong);
    let status = 0;
    for (const each of runs) if ((yield* shell.run(each, io)) !== 0) status = 123;
    return printed('', { status });
  },
});
