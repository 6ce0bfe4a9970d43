import { type Declared, readOptions } from './options.ts';
import { behind, printed, type Program, problemAt, refused } from './shell.ts';

const options: Declared = {
  extended: { names: ['-E', '--extended-regexp'] }, fixed: { names: ['-F', '--fixed-strings'] }, other: { names: ['-v', '--invert-match'] }, caseless: { names: ['-i', '--ignore-case'] }, count: { names: ['-c', '--count'] },
  number: { names: ['-n', '--line-number'] }, quiet: { names: ['-q', '--quiet', '--silent'] }, basic: { names: ['-G', '--basic-regexp'] }, pattern: { names: ['-e', '--regexp'], takes: 'required' },
};
const unacted = 'PxwLlmohHrRsabzABCTUuyfdDV --only-matching --word-regexp --line-regexp --recursive --file --color --max-count --after-context --before-context --context';

/** A basic regular expression in the extended form: there + ? | ( ) { } stand for themselves unless a backslash is in front. */
const extendedFrom = (basic: string): string =>
  basic.replace(/\\(.)|([+?|(){}])|^\*/g, (all, escaped: string | undefined, plain: string | undefined) => (escaped !== undefined ? ('+?|(){}'.includes(escaped) ? escaped : all) : plain !== undefined ? `\\${plain}` : '\\*'));

/** `grep [-E|-F] [-v] [-i] [-c] [-n] [-q] PATTERN` on what a pipe gives it. */
export const grep: Program = (world, _host, words, input) => {
  const read = readOptions('grep', words, options, unacted, 2);
  if ('message' in read) return refused(world, read);
  const { of, rest } = read;
  const word = of['pattern'] ?? rest[0];
  if (!word) return refused(world, problemAt(behind(words), 'Usage: grep [OPTION]... PATTERNS [FILE]...', 2, 'Say what to look for.'));
  const file = of['pattern'] ? rest[0] : rest[1];
  if (file) return refused(world, problemAt(file, `grep: ${file.text}: No such file or directory`, 2, 'Here grep reads what a pipe gives it: iptables -S | grep DROP.'));
  const source = of['fixed'] ? word.text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&') : of['extended'] ? word.text : extendedFrom(word.text);
  let pattern: RegExp;
  try {
    pattern = new RegExp(source, of['caseless'] ? 'i' : '');
  } catch {
    return refused(world, problemAt(word, 'grep: Invalid regular expression', 2, 'Write -F in front to look for the text as it stands.'));
  }
  const lines = input.split('\n').slice(0, input.endsWith('\n') || input === '' ? -1 : undefined);
  const found = lines.flatMap((text, i) => (pattern.test(text) !== Boolean(of['other']) ? [of['number'] ? `${i + 1}:${text}` : text] : []));
  const out = of['quiet'] ? '' : of['count'] ? `${found.length}\n` : found.map((l) => `${l}\n`).join('');
  return printed(world, out, '', found.length ? 0 : 1);
};
