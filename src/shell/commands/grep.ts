import type { Word } from '../../text/words.ts';
import { compile } from '../regex/compile.ts';
import { type Found, search } from '../regex/match.ts';
import type { Regex } from '../regex/regex.ts';
import { gnuOptions } from './shared/options.ts';
import { Report } from './shared/report.ts';
import { refused } from './shared/result.ts';
import { linesOf, oldNumbers, quoted, sources } from './shared/textSources.ts';
import { defineCommand, type ShellCommand } from './shellCommand.ts';

const declared = {
  invert: { names: ['-v', '--invert-match'] },
  fold: { names: ['-i', '--ignore-case', '-y'] },
  count: { names: ['-c', '--count'] },
  extended: { names: ['-E', '--extended-regexp'] },
  fixed: { names: ['-F', '--fixed-strings'] },
  basic: { names: ['-G', '--basic-regexp'] },
  number: { names: ['-n', '--line-number'] },
  only: { names: ['-o', '--only-matching'] },
  word: { names: ['-w', '--word-regexp'] },
  line: { names: ['-x', '--line-regexp'] },
  quiet: { names: ['-q', '--quiet', '--silent'] },
  silent: { names: ['-s', '--no-messages'] },
  after: { names: ['-A', '--after-context'], takes: 'required' },
  before: { names: ['-B', '--before-context'], takes: 'required' },
  context: { names: ['-C', '--context'], takes: 'required' },
  pattern: { names: ['-e', '--regexp'], takes: 'required' },
  files: { names: ['-l', '--files-with-matches'] },
  named: { names: ['-H', '--with-filename'] },
  bare: { names: ['-h', '--no-filename'] },
  most: { names: ['-m', '--max-count'], takes: 'required' },
} as const;
const unsupported =
  'PfLrRabTuUVZzDd --perl-regexp --file --files-without-match --recursive --text --byte-offset --initial-tab --binary --null --null-data --color --colour --include --exclude --exclude-dir --label --line-buffered --help --version --directories --devices --binary-files --dereference-recursive';

const isWord = (c: string | undefined): boolean => c !== undefined && /\w/.test(c);

/** The next place where one of the patterns matches, the leftmost and there the longest. */
const find = (
  regexes: readonly Regex[],
  line: string,
  start: number,
  whole: 'word' | 'line' | null,
): Found | null => {
  let best: Found | null = null;
  for (const regex of regexes) {
    for (let from = start; from <= line.length; from++) {
      const found = search(regex, line, from);
      if (!found) break;
      const matches =
        whole === null ||
        (whole === 'line'
          ? found.from === 0 && found.to === line.length
          : !isWord(line[found.from - 1]) && !isWord(line[found.to]));
      if (matches) {
        if (!best || found.from < best.from || (found.from === best.from && found.to > best.to)) best = found;
        break;
      }
      if (whole === 'line') break;
      from = found.from;
    }
  }
  return best;
};

/** Reference: GNU grep 3.8. Colours are left out: output here is no terminal's. `syntax`: how patterns are read. */
const searching = (name: 'grep' | 'egrep' | 'fgrep', usual: 'basic' | 'extended' | 'fixed'): ShellCommand =>
  defineCommand({
    name,
    usage:
      name === 'grep'
        ? 'grep [-v] [-i] [-c] [-E] [-F] [-n] [-o] [-w] [-x] [-q] [-l] [-A N] [-B N] [-C N] PATTERN [FILE…]'
        : `${name} [OPTION…] PATTERN [FILE…]`,
    summary:
      name !== 'grep'
        ? `The same as grep -${usual === 'fixed' ? 'F' : 'E'}.`
        : 'Prints the lines that match a pattern; -v those that do not.',
    needs: ['files', 'input'],
    run(call) {
      const read = gnuOptions('grep', oldNumbers(call.words, '-C'), declared, unsupported, 2);
      if ('message' in read)
        return refused(
          read.message.includes('Try ')
            ? {
                ...read,
                message: read.message.replace(
                  /\nTry .*/s,
                  "\nUsage: grep [OPTION]... PATTERNS [FILE]...\nTry 'grep --help' for more information.",
                ),
              }
            : read,
        );
      const { of, all } = read;
      const given = all.filter((o) => o.key === 'pattern').map((o) => o.word);
      const patterns: readonly Word[] = given.length ? given : read.rest.slice(0, 1);
      const files = given.length ? read.rest : read.rest.slice(1);
      if (patterns.length === 0)
        return refused({
          from: call.words.at(-1)?.to ?? 0,
          to: call.words.at(-1)?.to ?? 0,
          message: "Usage: grep [OPTION]... PATTERNS [FILE]...\nTry 'grep --help' for more information.",
          status: 2,
          hint: 'Write what to look for: grep DROP.',
        });
      for (const key of ['after', 'before', 'context', 'most'] as const) {
        const word = of[key];
        if (word && !/^\d+$/.test(word.text))
          return refused({
            from: word.from,
            to: word.to,
            message:
              key === 'most'
                ? 'grep: invalid max count'
                : `grep: ${word.text}: invalid context length argument`,
            status: 2,
            hint: 'Write a whole number.',
          });
      }
      const syntax = all.findLast((o) => ['extended', 'fixed', 'basic'].includes(o.key))?.key ?? usual;
      const regexes: Regex[] = [];
      for (const word of patterns)
        for (const text of word.text.split('\n')) {
          const made = compile(
            of['line'] && syntax !== 'fixed'
              ? syntax === 'extended'
                ? `^(${text})$`
                : `^\\(${text}\\)$`
              : text,
            {
              syntax: syntax === 'fixed' ? 'fixed' : syntax === 'extended' ? 'extended' : 'basic',
              ignoreCase: Boolean(of['fold']),
              looseParentheses: true,
            },
          );
          if (!made.ok)
            return refused({
              from: word.from,
              to: word.to,
              message: `grep: ${made.message}`,
              status: 2,
              hint: `${quoted(text)} is read as a pattern. With -F every letter means itself.`,
            });
          regexes.push(made.regex);
        }
      const whole = of['line'] ? 'line' : of['word'] ? 'word' : null;
      const report = new Report();
      const silent = new Report();
      const names = (files.length > 1 || of['named']) && !of['bare'];
      const after = Number((of['after'] ?? of['context'])?.text ?? 0);
      const before = Number((of['before'] ?? of['context'])?.text ?? 0);
      const most = of['most'] ? Number(of['most'].text) : Infinity;
      let any = false;
      let apart = false;
      for (const source of (files.length ? files : [null]).flatMap((word) =>
        sources(call, word ? [word] : [], of['silent'] ? silent : report, (name) => `grep: ${name}`, 2),
      )) {
        const lines = linesOf(source.text).map((l) => l.replace(/\n$/, ''));
        const label = source.name ?? '(standard input)';
        let count = 0;
        let printed = -1;
        let owed = 0;
        const show = (i: number, mark: ':' | '-', text = lines[i]!) =>
          report.print(`${names ? label + mark : ''}${of['number'] ? `${i + 1}${mark}` : ''}${text}\n`);
        for (const [i, line] of lines.entries()) {
          const found = count < most ? find(regexes, line, 0, whole) : null;
          const hit = count < most && (found !== null) !== Boolean(of['invert']);
          if (hit) {
            count++;
            any = true;
            owed = after;
            if (of['quiet'] || of['count'] || of['files']) continue;
            if (of['only']) {
              for (
                let next: Found | null = of['invert'] ? null : found;
                next;
                next = find(regexes, line, next.to > next.from ? next.to : next.to + 1, whole)
              )
                if (next.to > next.from) show(i, ':', line.slice(next.from, next.to));
              continue;
            }
            const first = Math.max(printed + 1, i - before);
            if (apart && (after || before) && (printed < 0 || first > printed + 1)) report.print('--\n');
            for (let j = first; j < i; j++) show(j, '-');
            show(i, ':');
            printed = i;
            apart = true;
          } else if (owed > 0 && !of['quiet'] && !of['count'] && !of['files'] && !of['only']) {
            owed--;
            show(i, '-');
            printed = i;
          } else if (count >= most) break;
        }
        if (of['count'] && !of['quiet']) report.print(`${names ? `${label}:` : ''}${count}\n`);
        else if (of['files'] && count && !of['quiet']) report.print(`${label}\n`);
      }
      const failed = report.status || silent.status;
      report.status = failed && !(of['quiet'] && any) ? 2 : any ? 0 : 1;
      return report.done();
    },
  });

export const grep = searching('grep', 'basic');
export const egrep = searching('egrep', 'extended');
export const fgrep = searching('fgrep', 'fixed');
