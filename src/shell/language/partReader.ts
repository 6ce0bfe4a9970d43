import { notSupported, Unfinished } from './mistake.ts';
import type { List, Part, Phrase } from './syntax.ts';

/** What ends a word. */
const ends = new Set([' ', '\t', '\n', '\r', '|', '&', ';', '<', '>', '(', ')']);
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

/** Refuses `{a,b}` and `{1..3}` in a word without quotes. */
export const refuseBraces = (bare: string, from: number, to: number): void => {
  const numbers = /^\{(-?\d+)\.\.(-?\d+)\}$/.exec(bare);
  if (numbers)
    throw notSupported(
      from,
      to,
      `brace expansion (${bare})`,
      'seq counts.',
      `$(seq ${numbers[1]} ${numbers[2]})`,
    );
  // A long word is not searched for pairs: that would take the square of its length.
  if (bare.length > 4096 ? bare.includes('{') && bare.includes('}') : /\{[^{}]*(,|\.\.)[^{}]*\}/.test(bare))
    throw notSupported(from, to, `brace expansion (${bare})`, 'Write the words out.');
};

/** Reads the commands of a `$(` at `from`, which begin at `begin`; `end` is after its `)`. */
type ReadOutput = (from: number, begin: number) => { readonly list: List; readonly end: number };

/** Reads the parts of words: quotes, backslash and `$`. Reference: bash 5.2, parse.y. */
export class PartReader {
  readonly text: string;
  /** Where the next part begins. */
  at: number;
  readonly stop: number;
  readonly #nesting: Nesting;
  readonly #readOutput: ReadOutput;

  constructor(text: string, at: number, stop: number, nesting: Nesting, readOutput: ReadOutput) {
    this.text = text;
    this.at = at;
    this.stop = stop;
    this.#nesting = nesting;
    this.#readOutput = readOutput;
  }

  /** The word that begins here, and where it ends. */
  word(): { readonly parts: readonly Part[]; readonly to: number } {
    const from = this.at;
    const parts: Part[] = [];
    const after = this.#char(from + 1);
    if (this.#char() === '~' && (ends.has(after) || after === '/' || from + 1 >= this.stop))
      parts.push(this.#home());
    const user =
      parts.length === 0
        ? /^~[\w+-]+/.exec(this.text.slice(from, Math.min(from + 40, this.stop)))?.[0]
        : undefined;
    if (user) throw notSupported(from, from + user.length, user, '~ alone is your home, /root.');
    this.#parts(parts, () => ends.has(this.#char()), false);
    return { parts, to: this.at };
  }

  /** All of the text as between double quotes, where a double quote is a letter like any other. */
  hereDocument(): readonly Part[] {
    const parts: Part[] = [];
    this.#parts(parts, () => false, true, '$`\\');
    return parts;
  }

  #char(at = this.at): string {
    return at < this.stop ? this.text[at]! : '';
  }

  #home(): Part {
    this.at++;
    return { kind: 'variable', name: 'HOME', quoted: true, otherwise: null, from: this.at - 1, to: this.at };
  }

  /** Reads parts of a word until `done`; inside double quotes, `quoted`. */
  #parts(parts: Part[], done: () => boolean, quoted: boolean, escaped = '$`"\\'): void {
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
    while (this.at < this.stop && !done()) {
      const c = this.#char();
      const next = this.#char(this.at + 1);
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
        flush();
        parts.push({ kind: 'text', text: this.text.slice(this.at + 1, close), quoted: true });
        this.at = close + 1;
      } else if (c === '"' && !quoted) {
        flush();
        this.at++;
        const inside: Part[] = [];
        this.#parts(inside, () => this.#char() === '"', true);
        if (this.#char() !== '"') throw new Unfinished('unexpected EOF while looking for matching `"\'');
        this.at++;
        parts.push(...(inside.length ? inside : [{ kind: 'text', text: '', quoted: true } as const]));
      } else if (c === '`') {
        const close = this.text.indexOf('`', this.at + 1);
        if (close < 0 || close >= this.stop)
          throw new Unfinished("unexpected EOF while looking for matching ``'");
        throw notSupported(
          this.at,
          close + 1,
          'a command between backquotes',
          'Write $( ) around it.',
          `$(${this.text.slice(this.at + 1, close)})`,
        );
      } else if (c === '$') {
        const part = this.#dollar(quoted);
        if (part === null) {
          add('$', quoted);
          this.at++;
        } else {
          flush();
          parts.push(part);
        }
      } else {
        add(c, quoted);
        this.at++;
      }
    }
    flush();
  }

  /** What `$` begins; null where it means itself. */
  #dollar(quoted: boolean): Part | null {
    const from = this.at;
    const next = this.#char(from + 1);
    const name = /^[A-Za-z_]\w*|^[0-9?]/.exec(
      this.text.slice(from + 1, Math.min(from + 257, this.stop)),
    )?.[0];
    if (name !== undefined) {
      this.at = from + 1 + name.length;
      return { kind: 'variable', name, quoted, otherwise: null, from, to: this.at };
    }
    if (next === '{') return this.#braced(quoted);
    if (this.text.startsWith('$((', from))
      throw notSupported(
        from,
        from + 3,
        'arithmetic with $(( ))',
        'Count with seq: for i in $(seq 1 3); do echo $i; done.',
      );
    if (next === '(') {
      const { list, end } = this.#readOutput(from, from + 2);
      this.at = end;
      return { kind: 'output', list, quoted };
    }
    if (next === "'" && !quoted)
      throw notSupported(from, from + 2, "quoting with $' '", 'printf knows \\n and \\t.');
    if (next === '"' && !quoted) throw notSupported(from, from + 2, 'quoting with $" "', 'Remove the $.');
    if (next !== '' && '@*#$!-'.includes(next) && !(next === '#' && quoted))
      throw notSupported(from, from + 2, `$${next}`, 'There are $NAME, ${NAME}, $? and $( ).');
    return null;
  }

  #braced(quoted: boolean): Part {
    const from = this.at;
    const name = /^\$\{([A-Za-z_]\w*|[0-9?])/.exec(
      this.text.slice(from, Math.min(from + 260, this.stop)),
    )?.[1];
    if (name === undefined) {
      const close = this.text.indexOf('}', from);
      if (close < 0 || close >= this.stop)
        throw new Unfinished("unexpected EOF while looking for matching `}'");
      throw notSupported(
        from,
        close + 1,
        this.text.slice(from, close + 1),
        'There are ${NAME}, ${NAME:-word}, ${NAME:=word} and ${NAME:+word}.',
      );
    }
    this.at = from + 2 + name.length;
    if (this.#char() === '}') return { kind: 'variable', name, quoted, otherwise: null, from, to: ++this.at };
    const operator = /^:?[-+=]/.exec(this.text.slice(this.at, this.at + 2))?.[0] as ':-' | undefined;
    if (operator) this.at += operator.length;
    const begins = this.at;
    const parts: Part[] = [];
    this.#nesting.within(from, this.stop, () => this.#parts(parts, () => this.#char() === '}', quoted));
    if (this.#char() !== '}') throw new Unfinished("unexpected EOF while looking for matching `}'");
    const to = this.at + 1;
    if (!operator)
      throw notSupported(
        from,
        to,
        this.text.slice(from, to),
        'There are ${NAME}, ${NAME:-word}, ${NAME:=word} and ${NAME:+word}.',
      );
    const word: Phrase = { parts, from: begins, to: this.at };
    this.at = to;
    return { kind: 'variable', name, quoted, otherwise: { operator, word }, from, to };
  }
}
