import { compile } from '../../regex/compile.ts';
import type { Regex } from '../../regex/regex.ts';

export type Address =
  | { readonly kind: 'line'; readonly number: number }
  | { readonly kind: 'last' }
  | { readonly kind: 'matches'; readonly regex: Regex };

/** One command of a script: `s/A/B/g`, `p`, with the lines it is for. */
export interface Edit {
  readonly from: Address | null;
  readonly to: Address | null;
  readonly negated: boolean;
  readonly what:
    | { readonly kind: 'print' }
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

/** Reads a script. Reference: GNU sed 4.9, sed/compile.c. */
export const readScript = (script: string, extended: boolean): Edit[] => {
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
    return { kind: 'matches', regex: pattern(text) };
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
      if (!to) throw fail("unexpected `,'", 'Write a line after the comma: 2,4p.');
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
      const used = Math.max(0, ...[...replacement.text.matchAll(/\\([1-9])/g)].map((m) => Number(m[1])));
      if (used > regex.groups)
        throw fail(
          `invalid reference \\${used} on \`s' command's RHS`,
          'A number means what the parentheses matched, counted from 1.',
        );
      edits.push({
        from,
        to,
        negated,
        what: { kind: 'replace', regex, replacement: replacement.text, all, nth, prints },
      });
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
