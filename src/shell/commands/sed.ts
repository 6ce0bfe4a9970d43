import type { Word } from '../../text/words.ts';
import { compile, type Regex } from '../regex/compile.ts';
import { groupsOf, search } from '../regex/match.ts';
import { gnuOptions } from './shared/options.ts';
import { Report } from './shared/report.ts';
import { refused } from './shared/result.ts';
import { linesOf, sources } from './shared/textSources.ts';
import { defineCommand } from './shellCommand.ts';

type Address =
  | { readonly kind: 'line'; readonly number: number }
  | { readonly kind: 'last' }
  | { readonly kind: 'fits'; readonly regex: Regex };

/** One command of a script: `s/A/B/g`, `p`, with the lines it is for. */
interface Edit {
  readonly from: Address | null;
  readonly to: Address | null;
  readonly negated: boolean;
  readonly what:
    | { readonly kind: 'print' }
    | {
        readonly kind: 'replace';
        readonly regex: Regex;
        readonly put: string;
        readonly all: boolean;
        readonly nth: number;
        readonly prints: boolean;
      };
}

class Refusal {
  readonly message: string;
  readonly hint: string;
  constructor(message: string, hint: string) {
    this.message = message;
    this.hint = hint;
  }
}

/** Reads a script. Reference: GNU sed 4.9, sed/compile.c. */
const readScript = (script: string, extended: boolean): Edit[] => {
  let at = 0;
  const fail = (message: string, hint: string, char = at): Refusal =>
    new Refusal(`sed: -e expression #1, char ${char}: ${message}`, hint);
  const until = (separator: string): string | null => {
    let text = '';
    for (; at < script.length; at++) {
      const c = script[at]!;
      if (c === '\\' && at + 1 < script.length) {
        at++;
        text += script[at] === separator ? separator : script[at] === 'n' ? '\n' : `\\${script[at]}`;
      } else if (c === separator) {
        at++;
        return text;
      } else text += c;
    }
    return null;
  };
  const pattern = (text: string, ignoreCase = false): Regex => {
    if (text === '')
      throw new Refusal(
        'sed: an empty pattern, the last one again, is not simulated here',
        'Write the pattern.',
      );
    const made = compile(text, { syntax: extended ? 'extended' : 'basic', ignoreCase });
    if (!made.ok) throw fail(made.message, 'This pattern cannot be read.');
    return made.regex;
  };
  const address = (): Address | null => {
    const number = /^\d+/.exec(script.slice(at, at + 12))?.[0];
    if (number) {
      at += number.length;
      if (Number(number) === 0) throw fail('invalid usage of line address 0', 'Lines count from 1.');
      return { kind: 'line', number: Number(number) };
    }
    if (script[at] === '$') {
      at++;
      return { kind: 'last' };
    }
    if (script[at] !== '/') return null;
    at++;
    const text = until('/');
    if (text === null) throw fail('unterminated address regex', 'A / is missing.');
    return { kind: 'fits', regex: pattern(text) };
  };
  const edits: Edit[] = [];
  const blanks = () => {
    while (/[ \t]/.test(script[at] ?? '')) at++;
  };
  while (at < script.length) {
    if (/[ \t\n;]/.test(script[at]!)) {
      at++;
      continue;
    }
    const from = address();
    let to: Address | null = null;
    blanks();
    if (from && script[at] === ',') {
      at++;
      blanks();
      to = address();
      if (!to) throw fail("unexpected `,'", 'A line belongs behind the comma: 2,4p.');
    }
    blanks();
    const negated = script[at] === '!';
    if (negated) at++;
    const letter = script[at++];
    if (letter === undefined) throw fail('missing command', 'Here sed has s/…/…/ and p.', at - 1);
    if (letter === 'p') edits.push({ from, to, negated, what: { kind: 'print' } });
    else if (letter === 's') {
      const separator = script[at++];
      const old = separator === undefined ? null : until(separator);
      const start = at;
      const put = old === null ? null : readPut(script, start, separator!);
      if (old === null || put === null)
        throw fail(
          "unterminated `s' command",
          'It looks like s/old/new/, with three of the separators.',
          script.length,
        );
      ({ end: at } = put);
      let [all, ignoreCase, prints] = [false, false, false];
      let nth = 1;
      for (; at < script.length && !/[;\n \t]/.test(script[at]!); at++) {
        const flag = script[at]!;
        if (flag === 'g') all = true;
        else if (flag === 'i' || flag === 'I') ignoreCase = true;
        else if (flag === 'p') prints = true;
        else if (/[1-9]/.test(flag)) nth = Number(flag);
        else if ('ewmM}'.includes(flag))
          throw new Refusal(
            `sed: the flag ${flag} of s is not simulated here`,
            'There are g, i, p and a number.',
          );
        else throw fail("unknown option to `s'", 'There are g, i, p and a number.', at + 1);
      }
      const regex = pattern(old, ignoreCase);
      const used = Math.max(0, ...[...put.text.matchAll(/\\([1-9])/g)].map((m) => Number(m[1])));
      if (used > regex.groups)
        throw fail(
          `invalid reference \\${used} on \`s' command's RHS`,
          'A number stands for what is in parentheses, counted from 1.',
        );
      edits.push({ from, to, negated, what: { kind: 'replace', regex, put: put.text, all, nth, prints } });
    } else if ('{}=aAbcCdDeFgGhHiIlnNqQrRtTvwWxyz:#'.includes(letter))
      throw new Refusal(
        `sed: the command ${letter} is not simulated here`,
        letter === 'd'
          ? 'Here sed has s/…/…/ and p; grep -v leaves lines out.'
          : letter === 'q'
            ? 'Here sed has s/…/…/ and p; head prints the first lines.'
            : 'Here sed has s/…/…/ and p.',
      );
    else throw fail(`unknown command: \`${letter}'`, 'Here sed has s/…/…/ and p.');
    blanks();
    if (at < script.length && !/[;\n]/.test(script[at]!))
      throw fail('extra characters after command', 'A ; separates commands.', at + 1);
  }
  return edits;
};

/** What is put in the place of what fits, up to the separator; backslashes stay. */
const readPut = (
  script: string,
  start: number,
  separator: string,
): { readonly text: string; readonly end: number } | null => {
  let text = '';
  for (let at = start; at < script.length; at++) {
    const c = script[at]!;
    if (c === separator) return { text, end: at + 1 };
    if (c === '\\' && at + 1 < script.length) {
      at++;
      text += script[at] === separator && separator !== '&' ? separator : `\\${script[at]}`;
    } else text += c;
  }
  return null;
};

const filled = (put: string, whole: string, groups: readonly (string | null)[]): string =>
  put.replace(/\\([0-9nt]|.)|&/gs, (m, e?: string) =>
    m === '&' || e === '0'
      ? whole
      : e === 'n'
        ? '\n'
        : e === 't'
          ? '\t'
          : /[1-9]/.test(e!)
            ? (groups[Number(e) - 1] ?? '')
            : e!,
  );

/** A line after a replacement, or null where nothing fits. */
const replaced = (
  line: string,
  { regex, put, all, nth }: Extract<Edit['what'], { kind: 'replace' }>,
): string | null => {
  let out = '';
  let at = 0;
  let count = 0;
  let done = false;
  let barred = -1;
  while (at <= line.length) {
    const found = search(regex, line, at);
    if (!found) break;
    // Nothing at all does not fit right behind what fitted.
    if (found.to === found.from && found.from === barred) {
      out += line.slice(at, at + 1);
      at++;
      barred = -1;
      continue;
    }
    count++;
    out += line.slice(at, found.from);
    const whole = line.slice(found.from, found.to);
    const puts = count === nth || (all && count > nth);
    const groups = puts ? groupsOf(regex, line, found) : [];
    if (groups === null)
      throw new Refusal(
        'sed: parentheses over a text this long are not simulated here',
        'Write a shorter pattern.',
      );
    out += puts ? filled(put, whole, groups) : whole;
    done ||= puts;
    at = found.to;
    barred = found.to;
    if (found.to === found.from) {
      out += line.slice(at, at + 1);
      at++;
      barred = -1;
    }
    if (done && !all) break;
  }
  return done ? out + line.slice(at) : null;
};

/** Reference: GNU sed 4.9. */
export const sed = defineCommand({
  name: 'sed',
  usage: 'sed [-n] [-E] SCRIPT [FILE…]',
  summary: 'Edits lines as they pass: s/old/new/ replaces, and with -n, p prints the chosen lines.',
  needs: ['files', 'input'],
  run(call) {
    const read = gnuOptions(
      'sed',
      call.words,
      {
        quiet: { names: ['-n', '--quiet', '--silent'] },
        extended: { names: ['-E', '-r', '--regexp-extended'] },
        script: { names: ['-e', '--expression'], takes: 'required' },
      },
      'filsuzb --in-place --file --line-length --separate --unbuffered --null-data --debug --posix --follow-symlinks --sandbox --help --version',
    );
    if ('message' in read)
      return refused(
        read.message.endsWith('not simulated here')
          ? read
          : {
              ...read,
              message: read.message.replace(
                /\nTry .*/s,
                '\nUsage: sed [OPTION]... {script-only-if-no-other-script} [input-file]...',
              ),
            },
      );
    const { of, all } = read;
    const given = all.filter((o) => o.key === 'script').map((o) => o.word);
    const scripts: readonly Word[] = given.length ? given : read.rest.slice(0, 1);
    const files = given.length ? read.rest : read.rest.slice(1);
    const end = call.words.at(-1)?.to ?? 0;
    if (scripts.length === 0)
      return refused({
        from: end,
        to: end,
        message: 'Usage: sed [OPTION]... {script-only-if-no-other-script} [input-file]...',
        status: 1,
        hint: "Write a script: sed 's/old/new/'.",
      });
    const report = new Report();
    try {
      const edits = readScript(scripts.map((w) => w.text).join('\n'), Boolean(of['extended']));
      const lines = sources(
        call,
        files,
        report,
        (name, error) => (error === 'EISDIR' ? `sed: couldn't read ${name}` : `sed: can't read ${name}`),
        2,
      ).flatMap((s) => linesOf(s.text));
      const open = new Set<Edit>();
      for (const [i, written] of lines.entries()) {
        const newline = written.endsWith('\n') ? '\n' : '';
        let line = newline ? written.slice(0, -1) : written;
        const is = (a: Address) =>
          a.kind === 'line'
            ? a.number === i + 1
            : a.kind === 'last'
              ? i === lines.length - 1
              : search(a.regex, line) !== null;
        const chosen = (e: Edit): boolean => {
          if (!e.from) return true;
          if (!e.to) return is(e.from);
          if (open.has(e)) {
            if (e.to.kind === 'line' ? i + 1 >= e.to.number : is(e.to)) open.delete(e);
            return true;
          }
          if (!is(e.from)) return false;
          if (!(e.to.kind === 'line' && e.to.number <= i + 1)) open.add(e);
          return true;
        };
        for (const edit of edits) {
          if (chosen(edit) === edit.negated) continue;
          if (edit.what.kind === 'print') report.print(line + (newline || '\n'));
          else {
            const done = replaced(line, edit.what);
            if (done !== null) line = done;
            if (done !== null && edit.what.prints) report.print(line + (newline || '\n'));
          }
        }
        if (!of['quiet']) report.print(line + newline);
      }
    } catch (thrown) {
      if (!(thrown instanceof Refusal)) throw thrown;
      return refused({
        from: scripts[0]!.from,
        to: scripts.at(-1)!.to,
        message: thrown.message,
        status: 1,
        hint: thrown.hint,
      });
    }
    return report.done();
  },
});
