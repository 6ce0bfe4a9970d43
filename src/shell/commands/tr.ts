import { characterClass } from '../regex/readPattern.ts';
import { escapes } from './shared/escapes.ts';
import { gnuOptions } from './shared/options.ts';
import { missingOperand, printed, refused } from './shared/result.ts';
import { quoted } from './shared/textSources.ts';
import { defineCommand } from './shellCommand.ts';

/** The letters of a set such as `a-z[:digit:]`, or what is wrong with it. */
const lettersOf = (set: string): { readonly letters: readonly string[] } | { readonly message: string } => {
  const letters: string[] = [];
  for (let at = 0; at < set.length; ) {
    const named = /^\[:([a-z]*):\]/.exec(set.slice(at, at + 14));
    if (named) {
      const test = characterClass(named[1]!);
      if (!test) return { message: `invalid character class ${quoted(named[1]!)}` };
      for (let c = 0; c < 256; c++) if (test(String.fromCharCode(c))) letters.push(String.fromCharCode(c));
      at += named[0].length;
      continue;
    }
    const take = (): string => {
      const escaped = /^\\([0-7]{1,3}|.)/s.exec(set.slice(at, at + 4));
      at += escaped ? escaped[0].length : 1;
      return escaped ? escapes(escaped[0], 'format').text.replace(/^\\(.)$/s, '$1') : set[at - 1]!;
    };
    const first = take();
    if (set[at] === '-' && at + 1 < set.length) {
      at++;
      const last = take();
      if (last < first)
        return { message: `range-endpoints of '${first}-${last}' are in reverse collating sequence order` };
      for (let c = first.charCodeAt(0); c <= last.charCodeAt(0); c++) letters.push(String.fromCharCode(c));
    } else letters.push(first);
  }
  return { letters };
};

/** Reference: GNU coreutils 9.1, src/tr.c. */
export const tr = defineCommand({
  name: 'tr',
  usage: 'tr [-d] [-s] [-c] SET [SET]',
  summary: 'Puts letters in the place of others; -d removes them, -s makes one of several.',
  needs: ['files', 'input'],
  run(call) {
    const read = gnuOptions(
      'tr',
      call.words,
      {
        delete: { names: ['-d', '--delete'] },
        squeeze: { names: ['-s', '--squeeze-repeats'] },
        complement: { names: ['-c', '-C', '--complement'] },
      },
      't --truncate-set1 --help --version',
    );
    if ('message' in read) return refused(read);
    const { of, rest } = read;
    if (rest.length === 0) return missingOperand('tr', call.words, 'Say which letters: tr a-z A-Z.');
    const two = !of['delete'] && !of['squeeze'];
    const tell = "\nTry 'tr --help' for more information.";
    const last = rest.at(-1)!;
    if (two && rest.length < 2)
      return refused({
        from: last.to,
        to: last.to,
        message: `tr: missing operand after ${quoted(last.text)}\nTwo strings must be given when translating.${tell}`,
        status: 1,
        hint: 'Say what to put in their place.',
      });
    const most = of['delete'] && !of['squeeze'] ? 1 : 2;
    if (rest[most])
      return refused({
        from: rest[most].from,
        to: rest[most].to,
        message: `tr: extra operand ${quoted(rest[most].text)}${most === 1 ? '\nOnly one string may be given when deleting without squeezing repeats.' : ''}${tell}`,
        status: 1,
        hint: 'tr reads its standard input, no files: tr a b < FILE.',
      });
    const sets = rest.map((word) => ({ word, ...lettersOf(word.text) }));
    for (const s of sets)
      if ('message' in s)
        return refused({
          from: s.word.from,
          to: s.word.to,
          message: `tr: ${s.message}`,
          status: 1,
          hint: 'A set looks like a-z0-9 or [:upper:].',
        });
    const [first = [], second = []] = sets.map((s) => ('letters' in s ? s.letters : []));
    const inFirst = new Set(first);
    const isIn = (c: string) => inFirst.has(c) !== Boolean(of['complement']);
    const places = new Map<string, string>();
    if (!of['delete'] && rest.length === 2) {
      if (second.length === 0)
        return refused({
          from: last.from,
          to: last.to,
          message: 'tr: when not truncating set1, string2 must be non-empty',
          status: 1,
          hint: 'To take letters away there is tr -d.',
        });
      for (const [i, c] of first.entries()) places.set(c, second[Math.min(i, second.length - 1)]!);
    }
    const squeezed = new Set(of['squeeze'] ? (rest.length === 2 ? second : first) : []);
    const squeezes = (c: string) => Boolean(of['squeeze']) && (rest.length === 2 ? squeezed.has(c) : isIn(c));
    const out: string[] = [];
    for (const c of call.input()) {
      if (of['delete'] && isIn(c)) continue;
      const put =
        rest.length === 2 && !of['delete'] && isIn(c)
          ? of['complement']
            ? second.at(-1)!
            : places.get(c)!
          : c;
      if (!(out.at(-1) === put && squeezes(put))) out.push(put);
    }
    return printed(out.join(''));
  },
});
