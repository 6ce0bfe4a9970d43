import type { Problem } from '../../../text/problem.ts';
import type { Word } from '../../../text/words.ts';
import { compile } from '../../regex/compile.ts';
import type { Regex } from '../../regex/regex.ts';
import { gnuOptions, type Options } from '../shared/options.ts';
import { Report } from '../shared/report.ts';
import { endOf, problemAt, refused } from '../shared/result.ts';
import { linesOf, quoted, sources } from '../shared/textSources.ts';
import { type Call, type CommandResult, defineCommand, type ShellCommand } from '../shellCommand.ts';
import { type Search, selected } from './selected.ts';

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
  // -12 is -C 12.
  ...Object.fromEntries([...'0123456789'].map((digit) => [digit, { names: [`-${digit}`] }])),
} as const;
const unsupported =
  'PfLrRabTuUVZzDd --perl-regexp --file --files-without-match --recursive --text --byte-offset --initial-tab --binary --null --null-data --color --colour --include --exclude --exclude-dir --label --line-buffered --help --version --directories --devices --binary-files --dereference-recursive';

const usage = 'Usage: grep [OPTION]... PATTERNS [FILE]...';
const help = "Try 'grep --help' for more information.";

type Syntax = 'basic' | 'extended' | 'fixed';

/** The patterns as they are read, or what is wrong with one of them. */
const compiled = (
  patterns: readonly Word[],
  syntax: Syntax,
  of: Options['of'],
): readonly Regex[] | Problem => {
  const regexes: Regex[] = [];
  const wholeLine = {
    fixed: (t: string) => t,
    basic: (t: string) => `^\\(${t}\\)$`,
    extended: (t: string) => `^(${t})$`,
  };
  for (const word of patterns)
    for (const text of word.text.split('\n')) {
      const made = compile(of['line'] ? wholeLine[syntax](text) : text, {
        syntax,
        ignoreCase: Boolean(of['fold']),
        looseParentheses: true,
      });
      if (!made.ok)
        return problemAt(
          word,
          `grep: ${made.message}`,
          2,
          `${quoted(text)} is read as a pattern. With -F every letter means itself.`,
        );
      regexes.push(made.regex);
    }
  return regexes;
};

/** The number of `-12`: its digits are options of the same word, and of several such words the last counts. */
const oldContext = (all: Options['all']): string | undefined => {
  const digits = all.filter((o) => /^\d$/.test(o.key));
  return digits.length === 0
    ? undefined
    : digits
        .filter((o) => o.word === digits.at(-1)!.word)
        .map((o) => o.key)
        .join('');
};

const run = (call: Call<'files' | 'input'>, usual: Syntax | null): CommandResult => {
  const read = gnuOptions('grep', call.words, declared, unsupported, 2, { help: `${usage}\n${help}` });
  if ('message' in read) return refused(read);
  const { of, all } = read;
  const given = all.filter((o) => o.key === 'pattern').map((o) => o.word);
  const patterns: readonly Word[] = given.length ? given : read.rest.slice(0, 1);
  const files = given.length ? read.rest : read.rest.slice(1);
  const end = endOf(call.words);
  if (patterns.length === 0)
    return refused(problemAt(end, `${usage}\n${help}`, 2, 'Write what to look for: grep DROP.'));
  for (const key of ['after', 'before', 'context', 'most'] as const) {
    const word = of[key];
    if (word && !/^\d+$/.test(word.text))
      return refused(
        problemAt(
          word,
          key === 'most' ? 'grep: invalid max count' : `grep: ${word.text}: invalid context length argument`,
          2,
          'Write a whole number.',
        ),
      );
  }
  const asked = (['basic', 'extended', 'fixed'] as const).filter((s) => s === usual || of[s]);
  if (asked.length > 1)
    return refused(problemAt(end, 'grep: conflicting matchers specified', 2, 'Write one of -E, -F and -G.'));
  const regexes = compiled(patterns, asked[0] ?? 'basic', of);
  if ('message' in regexes) return refused(regexes);
  const context = of['context']?.text ?? oldContext(all) ?? 0;
  const search: Search = {
    regexes,
    whole: of['line'] ? 'line' : of['word'] ? 'word' : null,
    invert: Boolean(of['invert']),
    only: Boolean(of['only']),
    before: Number(of['before']?.text ?? context),
    after: Number(of['after']?.text ?? context),
    most: of['most'] ? Number(of['most'].text) : Infinity,
  };
  const report = new Report();
  const unread = of['silent'] ? new Report() : report;
  const named = (files.length > 1 || of['named']) && !of['bare'];
  const inGroups = !search.only && search.before + search.after > 0;
  let any = false;
  let printed = false;
  for (const source of sources(call, files, unread, (name) => `grep: ${name}`, 2)) {
    const { count, shown } = selected(
      linesOf(source.text).map((l) => l.replace(/\n$/, '')),
      search,
    );
    any ||= count > 0;
    const label = source.name ?? '(standard input)';
    if (of['quiet']) continue;
    if (of['count']) report.print(`${named ? `${label}:` : ''}${count}\n`);
    else if (of['files']) report.print(count > 0 ? `${label}\n` : '');
    else
      for (const [i, { at, mark, text }] of shown.entries()) {
        if (inGroups && printed && shown[i - 1]?.at !== at - 1) report.print('--\n');
        report.print(`${named ? label + mark : ''}${of['number'] ? `${at + 1}${mark}` : ''}${text}\n`);
        printed = true;
      }
  }
  const failed = unread.status !== 0 && !(of['quiet'] && any);
  report.status = failed ? 2 : any ? 0 : 1;
  return report.done();
};

/** Reference: GNU grep 3.8. Colours are left out: output here is no terminal's. */
export const grep = defineCommand({
  name: 'grep',
  usage: 'grep [-v] [-i] [-c] [-E] [-F] [-n] [-o] [-w] [-x] [-q] [-l] [-A N] [-B N] [-C N] PATTERN [FILE…]',
  summary: 'Prints the lines that match a pattern; -v those that do not.',
  needs: ['files', 'input'],
  run: (call) => run(call, null),
});

const short = (name: 'egrep' | 'fgrep', option: '-E' | '-F', syntax: Syntax): ShellCommand =>
  defineCommand({
    name,
    usage: `${name} [OPTION…] PATTERN [FILE…]`,
    summary: `The same as grep ${option}.`,
    needs: ['files', 'input'],
    run: (call) => run(call, syntax),
  });

export const egrep = short('egrep', '-E', 'extended');
export const fgrep = short('fgrep', '-F', 'fixed');
