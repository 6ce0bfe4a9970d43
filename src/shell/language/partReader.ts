import { ansiText } from './ansiText.ts';
import { home, homeAfterSign, homesAfterColons } from './homes.ts';
import { notSupported, Unfinished } from './mistake.ts';
import type { PartSource } from './partSource.ts';
import { readBraced } from './readBraced.ts';
import type { List, Part, Phrase } from './syntax.ts';

/** What ends a word. */
export const endsWord = new Set([' ', '\t', '\n', '\r', '|', '&', ';', '<', '>', '(', ')']);
const deepest = 100;

/** How deep a text is nested. */
export class Nesting {
  #depth = 0;

  /** Does something one level deeper, or refuses it: a text that is nested without end is a mistake. */
  within<T>(at: number, stop: number, read: () => T): T {
    if (++this.#depth > deepest)
      throw notSupported(
        at,
        Math.min(at + 1, stop),
        `nesting deeper than ${deepest}`,
        'Write it in several commands.',
      );
    const value = read();
    this.#depth--;
    return value;
  }
}

/**
 * Reads commands of a text, from `begin` to a `)` or to `stop`; `end` is after that. They belong to something that
 * begins at `from`.
 */
export type ReadCommands = (
  source: { readonly text: string; readonly stop: number; readonly nesting: Nesting },
  from: number,
  begin: number,
  close: ')' | 'end',
) => { readonly list: List; readonly end: number };

/** Where an expression in double parentheses ends: `end` is at its `))`. Null where it is no such expression. */
export const arithmeticEnd = (text: string, begin: number, stop: number): number | null => {
  let depth = 2;
  for (let at = begin; at < stop; at++) {
    const c = text[at]!;
    if (c === '\\') at++;
    else if (c === '(') depth++;
    else if (c === ')' && --depth === 1) return text[at + 1] === ')' && at + 1 < stop ? at : null;
  }
  throw new Unfinished("unexpected EOF while looking for matching `)'");
};

/** Reads the parts of words: quotes, backslash and `$`. Reference: bash 5.2, parse.y. */
export class PartReader implements PartSource {
  readonly text: string;
  /** Where the next part begins. */
  at: number;
  readonly stop: number;
  readonly nesting: Nesting;
  readonly #readCommands: ReadCommands;

  constructor(text: string, at: number, stop: number, nesting: Nesting, readCommands: ReadCommands) {
    this.text = text;
    this.at = at;
    this.stop = stop;
    this.nesting = nesting;
    this.#readCommands = readCommands;
  }

  char(at = this.at): string {
    return at < this.stop ? this.text[at]! : '';
  }

  /** A reader like this one of another stretch of the text. */
  inside(at: number, stop: number): PartReader {
    return new PartReader(this.text, at, stop, this.nesting, this.#readCommands);
  }

  /** The word that begins here. In a value, a `~` after a colon is a home too. */
  word(isValue = false): Phrase {
    const from = this.at;
    const parts: Part[] = [];
    if (this.#isHome()) parts.push(home(this.at++));
    else if (/^~root(?![\w+-])/.test(this.text.slice(from, Math.min(from + 8, this.stop)))) {
      this.at = from + 5;
      parts.push({ kind: 'text', text: '/root', quoted: true });
    }
    const user =
      parts.length === 0 ? /^~[\w+-]+/.exec(this.text.slice(from, Math.min(from + 40, this.stop))) : null;
    if (user) throw notSupported(from, from + user[0].length, user[0], '~ alone is your home, /root.');
    this.#parts(parts, () => endsWord.has(this.char()) && !this.#isProcess(), false);
    return { parts: isValue ? parts.flatMap(homesAfterColons) : homeAfterSign(parts), from, to: this.at };
  }

  /** Parts up to where `done` says, as one phrase. */
  phrase(done: () => boolean, quoted: boolean): Phrase {
    const from = this.at;
    const parts: Part[] = [];
    this.nesting.within(from, this.stop, () => this.#parts(parts, done, quoted, '$`"\\}', true));
    return { parts, from, to: this.at };
  }

  /** All of the text as between double quotes, where a double quote is a letter like any other. */
  hereDocument(): readonly Part[] {
    const parts: Part[] = [];
    this.#parts(parts, () => false, true, '$`\\');
    return parts;
  }

  /** The expression between here and `end`. */
  expression(end: number): Phrase {
    return this.inside(this.at, end).phrase(() => false, true);
  }

  #isHome(): boolean {
    const after = this.char(this.at + 1);
    return this.char() === '~' && (endsWord.has(after) || after === '/' || after === ':' || after === '');
  }

  #isProcess(): boolean {
    return (this.char() === '<' || this.char() === '>') && this.char(this.at + 1) === '(';
  }

  /** Reads parts of a word until `done`; inside double quotes, `quoted`, in which `nests` lets others begin. */
  #parts(parts: Part[], done: () => boolean, quoted: boolean, escaped = '$`"\\', nests = false): void {
    let text = '';
    let isQuoted = quoted;
    const flush = () => {
      if (text !== '') parts.push({ kind: 'text', text, quoted: isQuoted });
      text = '';
    };
    const add = (more: string, asQuoted: boolean) => {
      if (asQuoted !== isQuoted) flush();
      isQuoted = asQuoted;
      text += more;
    };
    const part = (found: Part) => {
      flush();
      parts.push(found);
    };
    while (this.at < this.stop && !done()) {
      const c = this.char();
      const next = this.char(this.at + 1);
      if (c === '\\') {
        if (next === '' && this.stop === this.text.length)
          throw new Unfinished('syntax error: unexpected end of file');
        if (next === '\n') this.at += 2;
        else if (quoted && !escaped.includes(next)) {
          add('\\', true);
          this.at++;
        } else {
          add(next || '\\', true);
          this.at += 2;
        }
      } else if (c === "'" && !quoted) {
        const close = this.text.indexOf("'", this.at + 1);
        if (close < 0 || close >= this.stop)
          throw new Unfinished("unexpected EOF while looking for matching `''");
        part({ kind: 'text', text: this.text.slice(this.at + 1, close), quoted: true });
        this.at = close + 1;
      } else if (c === '"' && (!quoted || nests)) {
        flush();
        this.#doubleQuotes(parts);
      } else if (c === '`') part(this.#backquotes(quoted));
      else if (c === '$') {
        const found = this.#dollar(quoted, parts, flush);
        if (found === 'literal') {
          add('$', quoted);
          this.at++;
        } else if (found) part(found);
      } else if (!quoted && this.#isProcess()) part(this.#process());
      else {
        add(c, quoted);
        this.at++;
      }
    }
    flush();
  }

  #doubleQuotes(parts: Part[]): void {
    this.at++;
    const inside: Part[] = [];
    this.#parts(inside, () => this.char() === '"', true);
    if (this.char() !== '"') throw new Unfinished('unexpected EOF while looking for matching `"\'');
    this.at++;
    parts.push(...(inside.length ? inside : [{ kind: 'text', text: '', quoted: true } as const]));
  }

  /** Backquotes are `$( )` whose text has its backslashes taken out first. */
  #backquotes(quoted: boolean): Part {
    const from = this.at;
    let close = from + 1;
    while (close < this.stop && this.text[close] !== '`') close += this.text[close] === '\\' ? 2 : 1;
    if (close >= this.stop) throw new Unfinished("unexpected EOF while looking for matching ``'");
    const written = this.text.slice(from + 1, close);
    const inner = written.replace(quoted ? /\\([$`\\"])/g : /\\([$`\\])/g, '$1');
    this.at = close + 1;
    if (inner === written) {
      const source = { text: this.text, stop: close, nesting: this.nesting };
      return { kind: 'output', list: this.#readCommands(source, from, from + 1, 'end').list, quoted };
    }
    // In front of it are blanks, so that its places are about those of the text.
    const begin = from < 10_000 ? from : 0;
    const source = { text: ' '.repeat(begin) + inner, stop: begin + inner.length, nesting: this.nesting };
    return { kind: 'output', list: this.#readCommands(source, begin, begin, 'end').list, quoted };
  }

  /** The commands up to a `)`. */
  #commands(from: number, begin: number): List {
    const { list, end } = this.#readCommands(this, from, begin, ')');
    this.at = end;
    return list;
  }

  #process(): Part {
    const from = this.at;
    const list = this.#commands(from, from + 2);
    if (this.text[from] === '<') return { kind: 'process', list, quoted: true };
    return {
      kind: 'refused',
      what: '>( )',
      hint: 'Write into a file, or pipe it.',
      quoted: true,
      from,
      to: this.at,
    };
  }

  /** What `$` begins; null where it has put its parts there itself. */
  #dollar(quoted: boolean, parts: Part[], flush: () => void): Part | 'literal' | null {
    const from = this.at;
    const next = this.char(from + 1);
    const name = /^[A-Za-z_]\w*|^[0-9?@*#$!-]/.exec(
      this.text.slice(from + 1, Math.min(from + 257, this.stop)),
    )?.[0];
    if (name !== undefined) {
      this.at = from + 1 + name.length;
      return {
        kind: 'parameter',
        name,
        subscript: null,
        indirect: false,
        operation: null,
        quoted,
        from,
        to: this.at,
      };
    }
    if (next === '{') return readBraced(this, quoted);
    if (next === '[') {
      const close = this.text.indexOf(']', from);
      if (close < 0 || close >= this.stop)
        throw new Unfinished("unexpected EOF while looking for matching `]'");
      this.at = from + 2;
      const expression = this.expression(close);
      this.at = close + 1;
      return { kind: 'arithmetic', expression, quoted, from, to: this.at };
    }
    if (next === '(') {
      const end = this.char(from + 2) === '(' ? arithmeticEnd(this.text, from + 3, this.stop) : null;
      if (end !== null) {
        this.at = from + 3;
        const expression = this.expression(end);
        this.at = end + 2;
        return { kind: 'arithmetic', expression, quoted, from, to: this.at };
      }
      return { kind: 'output', list: this.#commands(from, from + 2), quoted };
    }
    if (next === "'" && !quoted) {
      const { text, end } = ansiText(this.text, from + 2, this.stop);
      this.at = end;
      return { kind: 'text', text, quoted: true };
    }
    if (next === '"' && !quoted) {
      flush();
      this.at++;
      this.#doubleQuotes(parts);
      return null;
    }
    return 'literal';
  }
}
