import type { Word } from './words.ts';

/** One long option: its name without dashes, whether it takes an argument, and what it means to the caller. */
export interface LongOption<T> {
  readonly name: string;
  readonly takes: 'none' | 'required' | 'optional';
  readonly owner: T;
}

/** Long options that are added together, such as those of one extension. */
export interface LongOptions<T> {
  readonly list: readonly LongOption<T>[];
  readonly byName: ReadonlyMap<string, LongOption<T>>;
}

/** Makes a group. Of two options with one name the first counts. */
export const longGroup = <T>(list: readonly LongOption<T>[]): LongOptions<T> => ({
  list,
  byName: new Map(list.toReversed().map((o) => [o.name, o])),
});

/** One thing read from the line. */
export type Read<T> =
  | { readonly kind: 'option'; readonly owner: T; readonly argument: Word | null; readonly at: Word }
  | { readonly kind: 'word'; readonly at: Word }
  /** An option that is in no group, or that lacks its argument. */
  | { readonly kind: 'unknown' | 'missing'; readonly name: string; readonly at: Word }
  /** `--`: the words after it are no options. */
  | { readonly kind: 'end'; readonly rest: readonly Word[] };

/** Short options, one letter each, as `-nvL` bundles them. */
export type ShortOptions<T> = Readonly<
  Record<string, { readonly takes: 'none' | 'required' | 'optional'; readonly owner: T }>
>;

/**
 * Reads words the way getopt_long does in its "return in order" mode: bundled letters, `--name=value`,
 * unambiguous beginnings of long names. The caller passes the long options at every step, because `-m`, `-p` and
 * `-j` add some.
 * Reference: getopt_long(3), and iptables' optstring in iptables/xshared.h.
 */
export class WordReader<T> {
  #words: readonly Word[];
  #next = 0;
  /** A bundle such as `-nvL` that is not read to its end, and the letter that comes next. */
  #bundle: { readonly at: Word; readonly letter: number } | null = null;

  constructor(words: readonly Word[]) {
    this.#words = words;
  }

  /** Whether everything was read. */
  get done(): boolean {
    return this.#bundle === null && this.#next >= this.#words.length;
  }

  /**
   * The word before the next one; null before the first. iptables takes it for what was read last, which is wrong
   * within a bundle.
   */
  get previous(): Word | null {
    return this.#words[this.#next - 1] ?? null;
  }

  /** The next word, without reading it; null at the end. */
  get peek(): Word | null {
    return this.#words[this.#next] ?? null;
  }

  /** Takes the next word as a value. For values that getopt does not know of, as in `-L INPUT`. */
  take(): Word {
    return this.#words[this.#next++]!;
  }

  /** Goes back one word. In a bundle the rest of its letters come first, then the bundle a second time. */
  stepBack(): void {
    this.#next--;
  }

  /** Reads one option or word. Where two groups have an option, the earlier group counts. */
  read(short: ShortOptions<T>, long: readonly LongOptions<T>[]): Read<T> {
    if (this.#bundle) return this.#letter(short, this.#bundle.at, this.#bundle.letter);
    const at = this.#words[this.#next]!;
    if (at.text.startsWith('-') && at.text.length > 1 && !at.text.startsWith('--'))
      return this.#letter(short, at, 1);
    this.#next++;
    if (at.text === '--') {
      const rest = this.#words.slice(this.#next);
      this.#next = this.#words.length;
      return { kind: 'end', rest };
    }
    return at.text.startsWith('--') ? this.#long(long, at) : { kind: 'word', at };
  }

  #long(groups: readonly LongOptions<T>[], at: Word): Read<T> {
    const equals = at.text.indexOf('=');
    const name = at.text.slice(2, equals < 0 ? undefined : equals);
    const option = this.#exact(groups, name) ?? this.#beginning(groups, name);
    if (!option) return { kind: 'unknown', name: at.text, at };
    const attached =
      equals < 0 ? null : { text: at.text.slice(equals + 1), from: at.from + equals + 1, to: at.to };
    if (attached && option.takes === 'none') return { kind: 'unknown', name: at.text, at };
    if (option.takes === 'required' && !attached) {
      if (this.#next >= this.#words.length) return { kind: 'missing', name: at.text, at };
      return { kind: 'option', owner: option.owner, argument: this.take(), at };
    }
    return { kind: 'option', owner: option.owner, argument: attached, at };
  }

  #exact(groups: readonly LongOptions<T>[], name: string): LongOption<T> | undefined {
    for (const { byName } of groups) {
      const found = byName.get(name);
      if (found) return found;
    }
    return undefined;
  }

  /** The option whose name begins like this, if there is only one. */
  #beginning(groups: readonly LongOptions<T>[], name: string): LongOption<T> | undefined {
    const starting = groups.flatMap((g) => g.list.filter((o) => o.name.startsWith(name)));
    return starting.every((o) => o.owner === starting[0]!.owner) ? starting[0] : undefined;
  }

  #letter(short: ShortOptions<T>, at: Word, letter: number): Read<T> {
    const rest = at.text.slice(letter + 1);
    const name = `-${at.text[letter]}`;
    // getopt looks at the first byte of a character, so it never takes one of several bytes for the last letter.
    if (at.text.charCodeAt(letter) > 127) return { kind: 'unknown', name, at };
    this.#bundle = rest === '' ? null : { at, letter: letter + 1 };
    if (rest === '') this.#next++;
    const option = short[at.text[letter]!];
    if (!option) return { kind: 'unknown', name, at };
    if (option.takes === 'none') return { kind: 'option', owner: option.owner, argument: null, at };
    if (rest !== '') {
      this.#bundle = null;
      this.#next++;
      return {
        kind: 'option',
        owner: option.owner,
        argument: { text: rest, from: at.from + letter + 1, to: at.to },
        at,
      };
    }
    if (option.takes === 'optional') return { kind: 'option', owner: option.owner, argument: null, at };
    if (this.#next >= this.#words.length) return { kind: 'missing', name, at };
    return { kind: 'option', owner: option.owner, argument: this.take(), at };
  }
}

/** What getopt_long prints after the program's name about an option that it cannot read. */
export const complaint = <T>(
  { kind, name }: Extract<Read<T>, { readonly kind: 'unknown' | 'missing' }>,
  { list, byName }: LongOptions<T>,
): string => {
  if (!name.startsWith('--'))
    return kind === 'missing'
      ? `option requires an argument -- '${name[1]}'`
      : `invalid option -- '${name[1]}'`;
  const [given = '', ...attached] = name.slice(2).split('=');
  const starting = list.filter((o) => o.name.startsWith(given));
  const one =
    byName.get(given) ?? (starting.every((o) => o.owner === starting[0]!.owner) ? starting[0] : undefined);
  if (kind === 'missing') return `option '--${one?.name ?? given}' requires an argument`;
  if (one && attached.length) return `option '--${one.name}' doesn't allow an argument`;
  return starting.length > 1
    ? `option '${name}' is ambiguous; possibilities: ${starting.map((o) => `'--${o.name}'`).join(' ')}`
    : `unrecognized option '${name}'`;
};
