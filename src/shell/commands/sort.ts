import { byLetters } from '../files.ts';
import { gnuOptions } from './shared/options.ts';
import { Report } from './shared/report.ts';
import { refused } from './shared/result.ts';
import { linesOf, quoted, sources } from './shared/textSources.ts';
import { defineCommand } from './shellCommand.ts';

interface Key {
  /** The first field and the last, from 1. */
  readonly from: number;
  readonly to: number;
  readonly numeric: boolean;
  readonly reverse: boolean;
  readonly own: boolean;
}

const numeric = (text: string): number => Number(/^[ \t]*(-?\d*\.?\d+)/.exec(text)?.[1] ?? 0);

/**
 * The part of a line that a key compares. Without a separator a field begins with the blanks in front of it.
 */
const fieldOf = (line: string, { from, to }: Key, separator: string | undefined): string => {
  if (separator !== undefined)
    return line
      .split(separator)
      .slice(from - 1, to)
      .join(separator);
  return (line.match(/[ \t]*[^ \t]+|[ \t]+$/g) ?? []).slice(from - 1, to).join('');
};

/** Reference: GNU coreutils 9.1, src/sort.c, in the C locale. */
export const sort = defineCommand({
  name: 'sort',
  usage: 'sort [-n] [-r] [-u] [-f] [-t SEPARATOR] [-k FIELD[,FIELD][nr]] [FILE…]',
  summary: 'Puts lines in order: by letters, or with -n by numbers.',
  needs: ['files', 'input'],
  run(call) {
    const read = gnuOptions(
      'sort',
      call.words,
      {
        numeric: { names: ['-n', '--numeric-sort'] },
        reverse: { names: ['-r', '--reverse'] },
        unique: { names: ['-u', '--unique'] },
        fold: { names: ['-f', '--ignore-case'] },
        separator: { names: ['-t', '--field-separator'], takes: 'required' },
        key: { names: ['-k', '--key'], takes: 'required' },
      },
      'bcCdgGhiMmoRsSTVz --ignore-leading-blanks --dictionary-order --general-numeric-sort --human-numeric-sort --ignore-nonprinting --month-sort --random-sort --version-sort --check --merge --output --stable --buffer-size --parallel --zero-terminated --help --version --debug --files0-from --temporary-directory --compress-program --batch-size --sort --random-source',
      2,
    );
    if ('message' in read) return refused(read);
    const { of, all, rest } = read;
    if (of['separator'] && of['separator'].text.length !== 1)
      return refused({
        from: of['separator'].from,
        to: of['separator'].to,
        message:
          of['separator'].text === ''
            ? 'sort: empty tab'
            : `sort: multi-character tab ${quoted(of['separator'].text)}`,
        status: 2,
        hint: 'A separator is one letter.',
      });
    const keys: Key[] = [];
    for (const { key, word } of all) {
      if (key !== 'key') continue;
      const found = /^(\d+)([nr]*)(?:,(\d+)([nr]*))?$/.exec(word.text);
      if (!found)
        return refused({
          from: word.from,
          to: word.to,
          message: `sort: the key ${word.text} is not simulated here`,
          status: 2,
          hint: 'A key is FIELD or FIELD,FIELD, with n or r after it.',
        });
      if (Number(found[1]) === 0 || found[3] === '0')
        return refused({
          from: word.from,
          to: word.to,
          message: `sort: field number is zero: invalid field specification ${quoted(word.text)}`,
          status: 2,
          hint: 'Fields count from 1.',
        });
      const letters = found[2]! + (found[4] ?? '');
      keys.push({
        from: Number(found[1]),
        to: found[3] ? Number(found[3]) : Infinity,
        numeric: letters.includes('n'),
        reverse: letters.includes('r'),
        own: letters !== '',
      });
    }
    const report = new Report();
    const texts = sources(
      call,
      rest,
      report,
      (name, error) => (error === 'EISDIR' ? `sort: read failed: ${name}` : `sort: cannot read: ${name}`),
      2,
    );
    if (report.status) return report.done();
    const fold = (t: string) => (of['fold'] ? t.toUpperCase() : t);
    const compare = (a: string, b: string, byNumber: boolean): number =>
      byNumber ? numeric(a) - numeric(b) : byLetters(fold(a), fold(b));
    const byKeys = (a: string, b: string): number => {
      for (const key of keys.length
        ? keys
        : [{ from: 1, to: Infinity, numeric: false, reverse: false, own: false }]) {
        const difference = keys.length
          ? compare(
              fieldOf(a, key, of['separator']?.text),
              fieldOf(b, key, of['separator']?.text),
              key.own ? key.numeric : Boolean(of['numeric']),
            )
          : compare(a, b, Boolean(of['numeric']));
        if (difference !== 0)
          return (key.own ? key.reverse : Boolean(of['reverse'])) ? -difference : difference;
      }
      return 0;
    };
    const lines = texts.flatMap(({ text }) => linesOf(text).map((l) => l.replace(/\n$/, '')));
    // Lines with equal keys are in the order of their letters.
    const last = (a: string, b: string) =>
      of['unique'] ? 0 : of['reverse'] ? byLetters(b, a) : byLetters(a, b);
    const sorted = lines.sort((a, b) => byKeys(a, b) || last(a, b));
    report.print(
      (of['unique'] ? sorted.filter((l, i) => i === 0 || byKeys(sorted[i - 1]!, l) !== 0) : sorted)
        .map((l) => `${l}\n`)
        .join(''),
    );
    return report.done();
  },
});
