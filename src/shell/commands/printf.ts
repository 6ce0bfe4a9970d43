import type { Word } from '../../text/words.ts';
import { escapedWord } from '../language/quote.ts';
import { escapes } from './shared/escapes.ts';
import { Report } from './shared/report.ts';
import { refused } from './shared/result.ts';
import { defineCommand } from './shellCommand.ts';

/**
 * A number as printf reads its arguments: decimal, 0x…, 0…, or a letter after a quotation mark. Null where
 * it is none.
 */
const numberOf = (text: string): number | null => {
  if (text === '') return 0;
  if (/^['"]./.test(text)) return text.codePointAt(1)!;
  const trimmed = text.trim();
  if (/^[-+]?0[0-7]+$/.test(trimmed)) return Number.parseInt(trimmed, 8);
  return /^[-+]?(\d+|0[xX][0-9a-fA-F]+)$/.test(trimmed) ? Number(trimmed.replace(/^\+/, '')) * 1 : null;
};

/** A number with a fraction, as %f, %e and %g print it. */
const fraction = (value: number, letter: string, precision: number): string => {
  const exponential = (digits: number) =>
    value.toExponential(Math.min(digits, 50)).replace(/e([-+])(\d)$/, 'e$10$2');
  if (letter === 'f') return value.toFixed(Math.min(precision, 50));
  if (letter === 'e') return exponential(precision);
  const digits = Math.max(precision, 1);
  const exponent = value === 0 ? 0 : Number(value.toExponential(digits - 1).split('e')[1]);
  return exponent < -4 || exponent >= digits
    ? exponential(digits - 1).replace(/\.?0+(?=e)/, '')
    : value
        .toFixed(Math.min(digits - 1 - exponent, 50))
        .replace(/(\.\d*?)0+$/, '$1')
        .replace(/\.$/, '');
};

const whole = (value: number, letter: string): string => {
  switch (letter) {
    case 'x':
      return value.toString(16);
    case 'X':
      return value.toString(16).toUpperCase();
    case 'o':
      return value.toString(8);
    default:
      return String(value);
  }
};

const piece = /%([-+ 0#]*)(\d+|\*)?(?:\.(\d+|\*)?)?([^%\d\s]|%|$)|[^%]+|%/gs;

/** The widest place for a word. */
const widest = 10_000;

/** Prints into a report; with `into`, collects a text. */
class Printing {
  readonly report = new Report();
  text = '';
  #next = 0;
  readonly #words: readonly Word[];
  readonly #says: string;

  constructor(words: readonly Word[], says: string) {
    this.#words = words;
    this.#says = says;
  }

  /** All of the words, a form as often as it takes; false where a letter ended it. */
  all(format: Word): void {
    do {
      const before = this.#next;
      if (!this.#once(format) || this.#next === before) return;
      // A form without places for words is printed once.
    } while (this.#next < this.#words.length && this.text.length < 1 << 21);
  }

  #take(): Word | undefined {
    return this.#words[this.#next++];
  }

  #number(letter: string): number {
    const word = this.#take();
    const text = word?.text ?? '';
    const found =
      'feg'.includes(letter) && /^\s*[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?\s*$/i.test(text)
        ? Number(text)
        : numberOf(text);
    if (found === null)
      this.report.mistake(
        word!,
        `${this.#says}printf: ${text}: invalid number`,
        `%${letter} prints ${'feg'.includes(letter) ? '' : 'whole '}numbers.`,
      );
    return found ?? Number(/^\s*[-+]?\d+/.exec(text)?.[0] ?? 0);
  }

  #once(format: Word): boolean {
    for (const [found, flags, width, precision, letter] of format.text.matchAll(piece)) {
      if (letter === undefined) this.text += escapes(found, 'format').text;
      else if (letter === '%') this.text += '%';
      else if (!this.#one(format, flags!, width, precision, letter, found)) return false;
    }
    return true;
  }

  #one(
    format: Word,
    givenFlags: string,
    givenWidth: string | undefined,
    givenPrecision: string | undefined,
    letter: string,
    written: string,
  ): boolean {
    if (letter === '' || !'sbcdiuxXoqfeg'.includes(letter)) {
      const message =
        letter === '' ? `\`%': missing format character` : `\`${letter}': invalid format character`;
      this.report.mistake(
        format,
        `${this.#says}printf: ${message}`,
        'There are %s, %b, %q, %c, %d, %u, %x, %X, %o, %f, %e, %g and %%.',
      );
      return false;
    }
    const size = (given: string | undefined) => (given === '*' ? this.#number('d') : Number(given ?? 0));
    const width = size(givenWidth);
    const flags = width < 0 ? `${givenFlags}-` : givenFlags;
    const precision = written.includes('.') ? size(givenPrecision) : null;
    if (Math.max(Math.abs(width), precision ?? 0) > widest) {
      this.report.mistake(
        format,
        `${this.#says}printf: ${written} is not simulated here`,
        `A width and a precision go up to ${widest}.`,
      );
      return false;
    }
    const pad = (text: string): string => {
      const to = Math.abs(width);
      if (flags.includes('-')) return text.padEnd(to);
      if (!flags.includes('0') || 'sbcq'.includes(letter)) return text.padStart(to);
      const sign = /^[-+]/.exec(text)?.[0] ?? '';
      return sign + text.slice(sign.length).padStart(to - sign.length, '0');
    };
    if ('sbcq'.includes(letter)) {
      const text = this.#take()?.text ?? '';
      const found = letter === 'b' ? escapes(text, 'echo') : { text, stopped: false };
      const shown = letter === 'c' ? text.slice(0, 1) : letter === 'q' ? escapedWord(text) : found.text;
      this.text += pad(precision === null ? shown : shown.slice(0, precision));
      return !found.stopped;
    }
    const value = this.#number(letter);
    const digits = 'feg'.includes(letter)
      ? fraction(value, letter, precision ?? 6)
      : whole(value, letter).replace(/\d+|[\da-f]+/i, (d) =>
          d.padStart(Math.min(precision ?? 0, 10_000), '0'),
        );
    const signed = 'difeg'.includes(letter) && value >= 0;
    this.text += pad(
      signed && flags.includes('+') ? `+${digits}` : signed && flags.includes(' ') ? ` ${digits}` : digits,
    );
    return true;
  }
}

/** Reference: bash 5.2, builtins/printf.def. */
export const printf = defineCommand({
  name: 'printf',
  usage: 'printf [-v NAME] FORMAT [WORD…]',
  summary: 'Prints words in a form: %s a word, %d a number, %x in hexadecimal, \\n an end of line.',
  needs: ['shell'],
  isBuiltin: true,
  run({ words, says, shell }) {
    const into = words[0]?.text === '-v' ? words[1] : undefined;
    const rest = into ? words.slice(2) : words;
    const given = rest[0]?.text === '--' ? rest.slice(1) : rest;
    const [format, ...more] = given;
    if (!format)
      return refused({
        from: words.at(-1)?.to ?? 0,
        to: words.at(-1)?.to ?? 0,
        message: `printf: usage: printf [-v var] format [arguments]`,
        status: 2,
        hint: "Write a form: printf '%s\\n' word.",
      });
    if (/^-./.test(format.text) && given === rest)
      return shell.refuse({
        ...format,
        what: `printf ${format.text}`,
        hint: 'printf takes a form and words.',
      });
    const printing = new Printing(more, says);
    printing.all(format);
    const element = into && /^(\w+)\[(.*)\]$/s.exec(into.text);
    if (element) shell.set(element[1]!, element[2]!, printing.text);
    else if (into) shell.assign(into.text, printing.text);
    else printing.report.print(printing.text);
    return printing.report.done();
  },
});
