import { Mistake, notSupported, Unfinished } from './mistake.ts';
import { Nesting, PartReader } from './partReader.ts';
import type { List, Phrase, Place } from './syntax.ts';

/** What a text consists of: words, operators, ends of lines, its own end. */
export type Token =
  /** `bare` is its text where nothing in it is quoted or put in: only such a word can be a keyword. */
  | ({ readonly kind: 'word'; readonly phrase: Phrase; readonly bare: string | null } & Place)
  /** `fd` is the number right in front of a redirection. */
  | ({ readonly kind: 'operator'; readonly text: string; readonly fd: number | null } & Place)
  | ({ readonly kind: 'newline' | 'end' } & Place);

/** A here-document whose text begins after the next end of line. */
interface PendingHereDocument {
  readonly delimiter: string;
  /** Whether `$` and backslash mean nothing in it. */
  readonly literal: boolean;
  readonly tabs: boolean;
  readonly fill: (body: Phrase) => void;
}

const operators = '&>> <<< <<- ;;& && || ;; ;& << >> >& <& &> >| <> |& | & ; < > ( )'.split(' ');

/** Where a list of commands ends: at the end of a line, or at a token that stays. */
export type ListEnd = 'line' | ((t: Token) => boolean);
/** Reads a list of commands, of at least one with `isNeeded`: the parser's work. */
type ReadList = (reader: Reader, ends: ListEnd, isNeeded?: boolean) => List;

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
  /** The token before was `>&` or `<&`: a number that follows is what it copies, as in `2>&1>FILE`. */
  #copies = false;
  #peeked: Token | null = null;
  #awaited: PendingHereDocument[] = [];
  readonly #nesting: Nesting;

  constructor(text: string, at: number, stop: number, readList: ReadList, nesting = new Nesting()) {
    this.text = text;
    this.at = at;
    this.stop = stop;
    this.#readList = readList;
    this.#nesting = nesting;
  }

  /** A reader of words of a text, which reads `$( )` with a reader like this one. */
  #parts(text: string, at: number, stop: number, nesting: Nesting): PartReader {
    return new PartReader(text, at, stop, nesting, (source, from, begin, close) => {
      const inner = new Reader(source.text, begin, source.stop, this.#readList, source.nesting);
      const isEnd = (t: Token) =>
        close === ')' ? t.kind === 'operator' && t.text === ')' : t.kind === 'end';
      const list = inner.nested(from, () => inner.list(isEnd));
      const last = inner.peek;
      if (!isEnd(last)) throw new Unfinished("unexpected EOF while looking for matching `)'");
      return { list, end: last.to };
    });
  }

  /** Reads something at `at` that is no token: `read` says what, and where it ends. */
  raw<T>(at: number, read: (parts: PartReader) => T): T {
    this.#peeked = null;
    const parts = this.#parts(this.text, at, this.stop, this.#nesting);
    const found = read(parts);
    this.at = parts.at;
    return found;
  }

  /** The commands that begin here. */
  list(ends: ListEnd, isNeeded = false): List {
    return this.#readList(this, ends, isNeeded);
  }

  get peek(): Token {
    this.#peeked ??= this.#read();
    return this.#peeked;
  }

  take(): Token {
    const token = this.peek;
    this.#peeked = null;
    this.at = token.to;
    this.#copies = token.kind === 'operator' && (token.text === '>&' || token.text === '<&');
    if (token.kind === 'newline') this.#hereDocuments();
    return token;
  }

  /** Does something one level deeper, or refuses it. */
  nested<T>(at: number, read: () => T): T {
    return this.#nesting.within(at, this.stop, read);
  }

  /** Takes a here-document whose text follows this line. */
  await(awaited: PendingHereDocument): void {
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
    const ahead = this.#copies ? '' : this.text.slice(from, Math.min(from + 10, this.stop));
    const digits = /^\d{1,9}(?=[<>])/.exec(ahead)?.[0] ?? '';
    const begin = from + digits.length;
    const operator = operators.find((o) => this.text.startsWith(o, begin) && begin + o.length <= this.stop);
    const isProcess =
      (operator === '<' || operator === '>') && this.#char(begin + 1) === '(' && digits === '';
    if (operator && !isProcess)
      return {
        kind: 'operator',
        text: operator,
        fd: digits === '' ? null : Number(digits),
        from,
        to: begin + operator.length,
      };
    const phrase = this.#parts(this.text, from, this.stop, this.#nesting).word();
    const last = this.#char(phrase.to - 1);
    if (this.#char(phrase.to) === '(' && '?*+@'.includes(last) && phrase.to - from < 4096)
      throw notSupported(
        from,
        phrase.to + 1,
        `an extended pattern (${last}(…))`,
        'Write several patterns, with | in a case or || between [[ ]].',
      );
    const [first] = phrase.parts;
    const bare = phrase.parts.length === 1 && first!.kind === 'text' && !first!.quoted ? first!.text : null;
    return { kind: 'word', phrase, bare, from, to: phrase.to };
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
        if (line === delimiter || line === `${delimiter}\r`) break;
        if (end < 0) throw new Unfinished(`here-document delimited by end-of-file (wanted \`${delimiter}')`);
        body += `${line}\n`;
      }
      if (literal) fill({ parts: [{ kind: 'text', text: body, quoted: true }], from, to: this.at });
      else {
        // Its text is read as between double quotes, where a double quote is a letter like any other.
        const inner = this.#parts(body, 0, body.length, new Nesting());
        try {
          fill({ parts: inner.hereDocument(), from, to: this.at });
        } catch (thrown) {
          if (thrown instanceof Mistake)
            throw new Mistake({ ...thrown.problem, from, to: this.at }, thrown.isUnsupported);
          throw thrown;
        }
      }
    }
  }
}
