import { compile } from '../../regex/compile.ts';
import type { Regex } from '../../regex/regex.ts';

export type Address =
  | { readonly kind: 'line'; readonly number: number }
  | { readonly kind: 'last' }
  | { readonly kind: 'matches'; readonly regex: Regex };

/** The lines that a command is for. */
export interface Condition {
  readonly from: Address;
  readonly to: Address | null;
  readonly negated: boolean;
}

/** One command of a script: `s/A/B/g`, `p`, for the lines that all of its conditions choose. */
export interface Edit {
  readonly when: readonly Condition[];
  readonly what:
    | { readonly kind: 'print' | 'delete' | 'number' }
    | { readonly kind: 'quit'; readonly prints: boolean; readonly status: number }
    | { readonly kind: 'append' | 'insert' | 'change'; readonly text: string }
    | { readonly kind: 'letters'; readonly map: ReadonlyMap<string, string> }
    | {
        readonly kind: 'replace';
        readonly regex: Regex;
        readonly replacement: string;
        readonly all: boolean;
        readonly nth: number;
        readonly prints: boolean;
      };
}

export class Refusal {
  readonly message: string;
  readonly hint: string;
  constructor(message: string, hint: string) {
    this.message = message;
    this.hint = hint;
  }
}

const commandHint = 'Here sed has s, p, d, q, a, i, c, y, = and { }.';

/** Reads a script. Reference: GNU sed 4.9, sed/compile.c. */
export const readScript = (script: string, extended: boolean): Edit[] => {
  let at = 0;
  const fail = (message: string, hint: string, char = at): Refusal =>
    new Refusal(`sed: -e expression #1, char ${char}: ${message}`, hint);
  const until = (separator: string, brackets = false): string | null => {
    let text = '';
    for (; at < script.length; at++) {
      const c = script[at]!;
      // What is between brackets is no separator.
      const bracket =
        brackets && c === '[' ? /^\[\^?\]?(?:\[:\w+:\]|[^\]\n])*\]/.exec(script.slice(at, at + 1000)) : null;
      if (bracket) {
        text += bracket[0];
        at += bracket[0].length - 1;
      } else if (c === '\\' && at + 1 < script.length) {
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
    const text = until('/', true);
    if (text === null) throw fail('unterminated address regex', 'A / is missing.');
    return { kind: 'matches', regex: pattern(text) };
  };
  const edits: Edit[] = [];
  /** The conditions of the braces that are open. */
  const open: (readonly Condition[])[] = [];
  const blanks = () => {
    while (/[ \t]/.test(script[at] ?? '')) at++;
  };
  while (at < script.length) {
    if (/[ \t\n;]/.test(script[at]!)) {
      at++;
      continue;
    }
    if (script[at] === '#') {
      const end = script.indexOf('\n', at);
      at = end < 0 ? script.length : end;
      continue;
    }
    if (script[at] === '}') {
      if (open.length === 0) throw fail("unexpected `}'", 'No { is open here.', at + 1);
      open.pop();
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
      if (!to) throw fail("unexpected `,'", 'Write a line after the comma: 2,4p.');
    }
    blanks();
    const negated = script[at] === '!';
    if (negated) at++;
    blanks();
    const letter = script[at++];
    const own: readonly Condition[] = from ? [{ from, to, negated }] : [];
    const when = [...(open.at(-1) ?? []), ...own];
    if (negated && !from)
      throw new Refusal('sed: ! without a line in front is not simulated here', commandHint);
    if (letter === undefined) throw fail('missing command', commandHint, at - 1);
    if (letter === '{') {
      open.push(when);
      continue;
    }
    if (letter === 'p') edits.push({ when, what: { kind: 'print' } });
    else if (letter === 'd') edits.push({ when, what: { kind: 'delete' } });
    else if (letter === '=') edits.push({ when, what: { kind: 'number' } });
    else if (letter === 'q' || letter === 'Q') {
      blanks();
      const status = /^\d+/.exec(script.slice(at, at + 4))?.[0] ?? '';
      at += status.length;
      edits.push({ when, what: { kind: 'quit', prints: letter === 'q', status: Number(status) & 255 } });
    } else if (letter === 'a' || letter === 'i' || letter === 'c') {
      blanks();
      if (script[at] === '\\') {
        at++;
        blanks();
        if (script[at] === '\n') at++;
      }
      if (at >= script.length) throw fail("expected \\ after `a', `c' or `i'", 'Write the text after it.');
      let text = '';
      for (; at < script.length && script[at] !== '\n'; at++)
        text += script[at] === '\\' ? (script[++at] ?? '') : script[at];
      const kind = letter === 'a' ? 'append' : letter === 'i' ? 'insert' : 'change';
      edits.push({ when, what: { kind, text: `${text}\n` } });
    } else if (letter === 'y') {
      const separator = script[at++];
      const old = separator === undefined ? null : until(separator);
      const fresh = old === null ? null : until(separator!);
      if (old === null || fresh === null)
        throw fail("unterminated `y' command", 'It looks like y/abc/xyz/.', script.length);
      if (old.length !== fresh.length)
        throw fail(
          "strings for `y' command are different lengths",
          'Each letter has one that takes its place.',
        );
      edits.push({ when, what: { kind: 'letters', map: new Map([...old].map((c, n) => [c, fresh[n]!])) } });
    } else if (letter === 's') {
      const separator = script[at++];
      const old = separator === undefined ? null : until(separator, true);
      const start = at;
      const replacement = old === null ? null : readReplacement(script, start, separator!);
      if (old === null || replacement === null)
        throw fail(
          "unterminated `s' command",
          'It looks like s/old/new/, with three of the separators.',
          script.length,
        );
      ({ end: at } = replacement);
      let [all, ignoreCase, prints] = [false, false, false];
      let nth = 1;
      for (; at < script.length && !/[;\n \t}]/.test(script[at]!); at++) {
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
      const used = Math.max(0, ...[...replacement.text.matchAll(/\\([1-9])/g)].map((m) => Number(m[1])));
      if (used > regex.groups)
        throw fail(
          `invalid reference \\${used} on \`s' command's RHS`,
          'A number means what the parentheses matched, counted from 1.',
        );
      edits.push({
        when,
        what: { kind: 'replace', regex, replacement: replacement.text, all, nth, prints },
      });
    } else if (':bDeFgGhHlnNPrRtTvwWxz'.includes(letter))
      throw new Refusal(`sed: the command ${letter} is not simulated here`, commandHint);
    else throw fail(`unknown command: \`${letter}'`, commandHint);
    blanks();
    if (at < script.length && !/[;\n}#]/.test(script[at]!))
      throw fail('extra characters after command', 'A ; separates commands.', at + 1);
  }
  if (open.length) throw fail("unmatched `{'", 'A } is missing.', 0);
  return edits;
};

/** The replacement of what matches, up to the separator; backslashes stay. */
const readReplacement = (
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
