import type { Instruction } from './regex.ts';

/** How a pattern is read. */
export interface RegexKind {
  readonly syntax: 'basic' | 'extended' | 'fixed';
  readonly ignoreCase?: boolean;
  /** A `)` that nothing has opened means itself, in the extended syntax. */
  readonly looseParentheses?: boolean;
}

export type Node =
  | { readonly kind: 'char'; readonly matches: (c: string) => boolean }
  | { readonly kind: 'at'; readonly where: Extract<Instruction, { kind: 'at' }>['where'] }
  | { readonly kind: 'all'; readonly nodes: readonly Node[] }
  | { readonly kind: 'any'; readonly nodes: readonly Node[] }
  | { readonly kind: 'repeat'; readonly node: Node; readonly min: number; readonly max: number }
  | { readonly kind: 'group'; readonly node: Node; readonly index: number };
const isWord = (c: string): boolean => /[A-Za-z0-9_]/.test(c);
const classes: Readonly<Record<string, (c: string) => boolean>> = {
  alpha: (c) => /[A-Za-z]/.test(c),
  digit: (c) => /[0-9]/.test(c),
  alnum: (c) => /[A-Za-z0-9]/.test(c),
  upper: (c) => /[A-Z]/.test(c),
  lower: (c) => /[a-z]/.test(c),
  space: (c) => /[ \t\n\r\f\v]/.test(c),
  blank: (c) => c === ' ' || c === '\t',
  punct: (c) => /[!-/:-@[-`{-~]/.test(c),
  print: (c) => c >= ' ' && c !== '\x7f',
  graph: (c) => c > ' ' && c !== '\x7f',
  cntrl: (c) => c < ' ' || c === '\x7f',
  xdigit: (c) => /[0-9A-Fa-f]/.test(c),
};

/** Whether a letter is in a class such as `[:alpha:]`; null where there is no such class. */
export const characterClass = (name: string): ((c: string) => boolean) | null =>
  Object.hasOwn(classes, name) ? classes[name]! : null;

export class Bad {
  readonly message: string;
  constructor(message: string) {
    this.message = message;
  }
}

export class PatternReader {
  readonly #text: string;
  readonly #extended: boolean;
  readonly #fold: (c: string) => string;
  readonly #loose: boolean;
  #at = 0;
  #open = 0;
  groups = 0;

  constructor(text: string, { syntax, ignoreCase, looseParentheses }: RegexKind) {
    this.#loose = looseParentheses === true && syntax === 'extended';
    this.#text = text;
    this.#extended = syntax === 'extended';
    this.#fold = ignoreCase ? (c) => c.toLowerCase() : (c) => c;
  }

  /** An operator at this place: `(` in one syntax is `\(` in the other. */
  #is(operator: string): boolean {
    return this.#extended
      ? this.#text.startsWith(operator, this.#at)
      : this.#text.startsWith(`\\${operator}`, this.#at);
  }

  #skip(operator: string): void {
    this.#at += operator.length + (this.#extended ? 0 : 1);
  }

  read(depth = 0): Node {
    if (depth > 200) throw new Bad('Regular expression too big');
    const choices: Node[] = [];
    do {
      if (choices.length) this.#skip('|');
      choices.push(this.#sequence(depth));
    } while (this.#is('|'));
    if (depth === 0 && this.#is(')')) throw new Bad('Unmatched ) or \\)');
    return choices.length === 1 ? choices[0]! : { kind: 'any', nodes: choices };
  }

  #sequence(depth: number): Node {
    const nodes: Node[] = [];
    const begin = this.#at;
    while (
      this.#at < this.#text.length &&
      !this.#is('|') &&
      !(this.#is(')') && !(this.#loose && this.#open === 0))
    ) {
      const first =
        nodes.length === 0 || (this.#at === begin + 1 && this.#text[begin] === '^' && !this.#extended);
      let node = this.#atom(depth, first);
      for (let times = this.#times(); times; times = this.#times()) node = { kind: 'repeat', node, ...times };
      nodes.push(node);
    }
    return { kind: 'all', nodes };
  }

  /** How often the atom before may come. */
  #times(): { readonly min: number; readonly max: number } | null {
    if (this.#text[this.#at] === '*') {
      this.#at++;
      return { min: 0, max: Infinity };
    }
    if (this.#is('+')) {
      this.#skip('+');
      return { min: 1, max: Infinity };
    }
    if (this.#is('?')) {
      this.#skip('?');
      return { min: 0, max: 1 };
    }
    if (!this.#is('{')) return null;
    const found = (this.#extended ? /^\{(\d*)(,?)(\d*)\}/ : /^\\\{(\d*)(,?)(\d*)\\\}/).exec(
      this.#text.slice(this.#at, this.#at + 20),
    );
    if (!found || (found[1] === '' && found[2] === '')) {
      if (this.#extended) return null;
      throw new Bad(this.#text.includes('\\}', this.#at) ? 'Invalid content of \\{\\}' : 'Unmatched \\{');
    }
    this.#at += found[0].length;
    const min = Number(found[1]);
    const max = found[2] === '' ? min : found[3] === '' ? Infinity : Number(found[3]);
    if (min > max) throw new Bad('Invalid content of \\{\\}');
    if (min > 32767 || (max !== Infinity && max > 32767)) throw new Bad('Regular expression too big');
    return { min, max };
  }

  #literal(c: string): Node {
    const wanted = this.#fold(c);
    return { kind: 'char', matches: (x) => x === wanted };
  }

  #atom(depth: number, first: boolean): Node {
    if (this.#is('(')) {
      this.#skip('(');
      const index = ++this.groups;
      this.#open++;
      const node = this.read(depth + 1);
      this.#open--;
      if (!this.#is(')')) throw new Bad('Unmatched ( or \\(');
      this.#skip(')');
      return { kind: 'group', node, index };
    }
    const c = this.#text[this.#at]!;
    this.#at++;
    if (c === '[') return this.#bracket();
    if (c === '.') return { kind: 'char', matches: () => true };
    if (c === '^' && (this.#extended || first)) return { kind: 'at', where: 'start' };
    if (c === '$' && (this.#extended || this.#at >= this.#text.length || this.#is(')') || this.#is('|')))
      return { kind: 'at', where: 'end' };
    if (c !== '\\') return this.#literal(c);
    const next = this.#text[this.#at];
    if (next === undefined) throw new Bad('Trailing backslash');
    this.#at++;
    const places: Readonly<Record<string, Extract<Instruction, { kind: 'at' }>['where']>> = {
      '<': 'word-start',
      '>': 'word-end',
      b: 'boundary',
      B: 'inside',
      '`': 'start',
      "'": 'end',
    };
    if (Object.hasOwn(places, next)) return { kind: 'at', where: places[next]! };
    if (next === 'w' || next === 'W') return { kind: 'char', matches: (x) => isWord(x) === (next === 'w') };
    if (next === 's' || next === 'S')
      return { kind: 'char', matches: (x) => classes['space']!(x) === (next === 's') };
    if (/[1-9]/.test(next))
      throw new Bad(
        Number(next) > this.groups
          ? 'Invalid back reference'
          : `\\${next} in a pattern is not simulated here`,
      );
    return this.#literal(next);
  }

  #bracket(): Node {
    const text = this.#text;
    const negated = text[this.#at] === '^';
    if (negated) this.#at++;
    const tests: ((c: string) => boolean)[] = [];
    for (let first = true; ; first = false) {
      const c = text[this.#at];
      if (c === undefined)
        throw new Bad(first ? 'Invalid regular expression' : 'Unmatched [, [^, [:, [., or [=');
      this.#at++;
      if (c === ']' && !first) break;
      const named = c === '[' ? /^:([a-z]+):\]/.exec(text.slice(this.#at, this.#at + 12)) : null;
      if (named) {
        const test = characterClass(named[1]!);
        if (!test) throw new Bad('Invalid character class name');
        // Without regard to case, [:upper:] has every letter.
        tests.push(
          this.#fold('A') === 'a' && (named[1] === 'upper' || named[1] === 'lower')
            ? classes['alpha']!
            : test,
        );
        this.#at += named[0].length;
      } else if (c === '[' && (text[this.#at] === '.' || text[this.#at] === '='))
        throw new Bad(`[${text[this.#at]} in a pattern is not simulated here`);
      else if (text[this.#at] === '-' && text[this.#at + 1] !== undefined && text[this.#at + 1] !== ']') {
        const end = text[this.#at + 1]!;
        if (end < c) throw new Bad('Invalid range end');
        this.#at += 2;
        tests.push(
          this.#fold('A') === 'a'
            ? (x) => (c <= x && x <= end) || (c <= x.toUpperCase() && x.toUpperCase() <= end)
            : (x) => c <= x && x <= end,
        );
      } else {
        const wanted = this.#fold(c);
        tests.push((x) => x === wanted);
      }
    }
    return { kind: 'char', matches: (c) => tests.some((test) => test(c)) !== negated };
  }
}
