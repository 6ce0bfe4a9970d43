import { Mistake, notHere, Unfinished } from './mistake.ts';
import type { List, Part, Phrase } from './syntax.ts';

/** What a text consists of: words, operators, ends of lines, its own end. */
export type Token =
  /** `bare` is its text where nothing in it is quoted or put in: only such a word can be a keyword. */
  | {
      readonly kind: 'word';
      readonly phrase: Phrase;
      readonly bare: string | null;
      readonly from: number;
      readonly to: number;
    }
  /** `fd` is the number that stands right in front of a redirection. */
  | {
      readonly kind: 'operator';
      readonly text: string;
      readonly fd: number | null;
      readonly from: number;
      readonly to: number;
    }
  | { readonly kind: 'newline' | 'end'; readonly from: number; readonly to: number };

/** A here-document whose text begins behind the next end of line. */
interface Awaited {
  readonly delimiter: string;
  /** Whether `$` and backslash mean nothing in it. */
  readonly literal: boolean;
  readonly tabs: boolean;
  readonly fill: (body: Phrase) => void;
}

const operators = [
  '&>>',
  '<<<',
  '<<-',
  '&&',
  '||',
  ';;',
  '<<',
  '>>',
  '>&',
  '<&',
  '&>',
  '>|',
  '<>',
  '|&',
  '|',
  '&',
  ';',
  '<',
  '>',
  '(',
  ')',
];
const ends = new Set([' ', '\t', '\n', '\r', '|', '&', ';', '<', '>', '(', ')']);
const deepest = 100;

/** What `$(` has behind it, up to its `)`: the parser's to read. */
type ReadList = (reader: Reader) => List;

/**
 * Reads tokens one at a time, as bash does: quotes, backslash, `$`, `#` comments, here-documents.
 * Reference: bash 5.2, parse.y.
 */
export class Reader {
  readonly text: string;
  /** Where the next token begins. */
  at: number;
  /** Where the text ends for this reader. */
  readonly stop: number;
  readonly #readList: ReadList;
  #peeked: Token | null = null;
  #awaited: Awaited[] = [];
  #depth = 0;

  constructor(text: string, at: number, stop: number, readList: ReadList) {
    this.text = text;
    this.at = at;
    this.stop = stop;
    this.#readList = readList;
  }

  get peek(): Token {
    this.#peeked ??= this.#read();
    return this.#peeked;
  }

  take(): Token {
    const token = this.peek;
    this.#peeked = null;
    this.at = token.to;
    if (token.kind === 'newline') this.#hereDocuments();
    return token;
  }

  /** Does something one level deeper, or refuses it: what is nested without end is no text anybody meant. */
  nested<T>(at: number, read: () => T): T {
    if (++this.#depth > deepest)
      throw notHere(
        at,
        Math.min(at + 1, this.stop),
        `nesting deeper than ${deepest}`,
        'Write it in several commands.',
      );
    const value = read();
    this.#depth--;
    return value;
  }

  /** A here-document whose text stands behind this line. */
  await(awaited: Awaited): void {
    this.#awaited.push(awaited);
  }

  get isAwaiting(): boolean {
    return this.#awaited.length > 0;
  }

  #char(at = this.at): string {
    return at < this.stop ? this.text[at]! : '';
  }

  #read(): Token {
    for (;;) {
      const c = this.#char();
      if (c === ' ' || c === '\t' || c === '\r') this.at++;
      else if (c === '\\' && this.#char(this.at + 1) === '\n') this.at += 2;
      else if (c === '\\' && this.at + 1 >= this.stop && this.stop === this.text.length)
        throw new Unfinished('syntax error: unexpected end of file');
      else break;
    }
    if (this.#char() === '#') while (this.at < this.stop && this.#char() !== '\n') this.at++;
    const from = this.at;
    if (from >= this.stop) return { kind: 'end', from, to: from };
    if (this.#char() === '\n') return { kind: 'newline', from, to: from + 1 };
    const digits = /^\d{1,9}(?=[<>])/.exec(this.text.slice(from, Math.min(from + 10, this.stop)))?.[0] ?? '';
    const operator = operators.find(
      (o) => this.text.startsWith(o, from + digits.length) && from + digits.length + o.length <= this.stop,
    );
    if (operator)
      return {
        kind: 'operator',
        text: operator,
        fd: digits === '' ? null : Number(digits),
        from,
        to: from + digits.length + operator.length,
      };
    const parts: Part[] = [];
    const start = this.at;
    if (
      this.#char() === '~' &&
      (ends.has(this.#char(this.at + 1)) || this.#char(this.at + 1) === '/' || this.at + 1 >= this.stop)
    )
      parts.push(this.#home());
    const user =
      parts.length === 0
        ? /^~[\w+-]+/.exec(this.text.slice(this.at, Math.min(this.at + 40, this.stop)))?.[0]
        : undefined;
    if (user) throw notHere(from, from + user.length, user, '~ alone is your home, /root.');
    this.#parts(parts, () => ends.has(this.#char()), false);
    const to = this.at;
    this.at = start;
    const bare = parts.length === 1 && parts[0]!.kind === 'text' && !parts[0]!.quoted ? parts[0]!.text : null;
    if (bare !== null) this.#braces(bare, from, to);
    return { kind: 'word', phrase: { parts, from, to }, bare, from, to };
  }

  #home(): Part {
    this.at++;
    return { kind: 'variable', name: 'HOME', quoted: true, otherwise: null, from: this.at - 1, to: this.at };
  }

  #braces(bare: string, from: number, to: number): void {
    const numbers = /^\{(-?\d+)\.\.(-?\d+)\}$/.exec(bare);
    if (numbers)
      throw notHere(
        from,
        to,
        `brace expansion (${bare})`,
        'seq counts.',
        `$(seq ${numbers[1]} ${numbers[2]})`,
      );
    // A long word is not searched for pairs: that would take the square of its length.
    if (bare.length > 4096 ? bare.includes('{') && bare.includes('}') : /\{[^{}]*(,|\.\.)[^{}]*\}/.test(bare))
      throw notHere(from, to, `brace expansion (${bare})`, 'Write the words out.');
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
        throw notHere(
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

  /** What `$` begins; null where it stands for itself. */
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
      throw notHere(
        from,
        from + 3,
        'arithmetic with $(( ))',
        'Count with seq: for i in $(seq 1 3); do echo $i; done.',
      );
    if (next === '(') {
      this.at += 2;
      const inner = new Reader(this.text, this.at, this.stop, this.#readList);
      inner.#depth = this.#depth;
      const list = inner.nested(from, () => this.#readList(inner));
      const close = inner.peek;
      if (close.kind !== 'operator' || close.text !== ')')
        throw new Unfinished("unexpected EOF while looking for matching `)'");
      this.at = close.to;
      return { kind: 'output', list, quoted };
    }
    if (next === "'" && !quoted)
      throw notHere(from, from + 2, "quoting with $' '", 'printf knows \\n and \\t.');
    if (next === '"' && !quoted) throw notHere(from, from + 2, 'quoting with $" "', 'Take the $ away.');
    if (next !== '' && '@*#$!-'.includes(next) && !(next === '#' && quoted))
      throw notHere(from, from + 2, `$${next}`, 'There are $NAME, ${NAME}, $? and $( ).');
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
      throw notHere(
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
    this.nested(from, () => this.#parts(parts, () => this.#char() === '}', quoted));
    if (this.#char() !== '}') throw new Unfinished("unexpected EOF while looking for matching `}'");
    const to = this.at + 1;
    if (!operator)
      throw notHere(
        from,
        to,
        this.text.slice(from, to),
        'There are ${NAME}, ${NAME:-word}, ${NAME:=word} and ${NAME:+word}.',
      );
    const word: Phrase = { parts, from: begins, to: this.at };
    this.at = to;
    return { kind: 'variable', name, quoted, otherwise: { operator, word }, from, to };
  }

  /** The texts that the line before has announced. */
  #hereDocuments(): void {
    for (const { delimiter, literal, tabs, fill } of this.#awaited.splice(0)) {
      const from = this.at;
      let body = '';
      for (;;) {
        if (this.at >= this.stop)
          throw new Unfinished(`here-document delimited by end-of-file (wanted \`${delimiter}')`);
        const end = this.text.indexOf('\n', this.at);
        const close = end < 0 || end > this.stop ? this.stop : end;
        const written = this.text.slice(this.at, close);
        const line = tabs ? written.replace(/^\t+/, '') : written;
        this.at = Math.min(close + 1, this.stop);
        if (line === delimiter) break;
        if (end < 0) throw new Unfinished(`here-document delimited by end-of-file (wanted \`${delimiter}')`);
        body += `${line}\n`;
      }
      if (literal) fill({ parts: [{ kind: 'text', text: body, quoted: true }], from, to: this.at });
      else {
        // Its text is read as between double quotes, where a double quote is a letter like any other.
        const inner = new Reader(body, 0, body.length, this.#readList);
        const parts: Part[] = [];
        try {
          inner.#parts(parts, () => false, true, '$`\\');
        } catch (thrown) {
          if (thrown instanceof Mistake) throw new Mistake({ ...thrown.problem, from, to: this.at });
          throw thrown;
        }
        fill({ parts, from, to: this.at });
      }
    }
  }
}
