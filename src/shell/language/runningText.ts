import type { FunctionDefinition, Place } from './syntax.ts';

/** A text that runs: the name that messages have for it, if it has one, and its words. */
interface Source {
  readonly name: string | null;
  readonly text: string;
}

/**
 * Which text runs, and where in it the command is: what was entered, a file that it calls, a function of either, or what
 * one of them has made, as `eval` and traps do. Messages are about lines of the text that runs, and mistakes are at
 * places in what was entered.
 */
export class RunningText {
  /** Where the command that runs begins. */
  at = 0;
  /** Where in what was entered the text was called; null for what was entered itself. */
  calledAt: Place | null = null;
  /** The character whose line is that of the command. */
  #counted = 0;
  #entered: Source = { name: null, text: '' };
  #source = this.#entered;
  /** Whether what runs is no part of that text, but made by it. */
  #isMade = false;
  readonly #definedIn = new WeakMap<FunctionDefinition, Source>();
  readonly #outside: string;

  /** `outside` is in front of messages where a text has no name. */
  constructor(outside: string) {
    this.#outside = outside;
  }

  /** What was entered is read now. */
  enter(text: string, name: string | null): void {
    this.#entered = { name, text };
    this.#source = this.#entered;
  }

  /** The line of the command that runs. */
  get line(): number {
    return this.#source.text.slice(0, this.#counted).split('\n').length;
  }

  /** What the shell writes in front of its messages: in a script its name, and the line that runs. */
  get says(): string {
    const { name } = this.#source;
    return name === null ? this.#outside : `${name}: line ${this.line}: `;
  }

  /** Whether messages show the line that cannot be read. */
  get isQuoted(): boolean {
    return this.#source.name !== null && !this.#isMade;
  }

  /** A command begins; what a text has made leaves it where it is. */
  begin(at: number, counted: number): void {
    if (this.#isMade) return;
    this.at = at;
    this.#counted = counted;
  }

  /** Messages are about the line of a character now. */
  count(character: number): void {
    if (!this.#isMade) this.#counted = character;
  }

  /** A function is defined in the text that runs. */
  define(definition: FunctionDefinition): void {
    if (!this.#isMade) this.#definedIn.set(definition, this.#source);
  }

  /** Runs a function's body: its lines are those of the text that defined it. */
  *placed<T>(
    definition: FunctionDefinition,
    at: Place,
    body: () => Generator<void, T, void>,
  ): Generator<void, T, void> {
    const source = this.#definedIn.get(definition) ?? null;
    return source === this.#entered
      ? yield* this.#within(source, body)
      : yield* this.elsewhere(at, () => this.#within(source, body));
  }

  /** Runs a text that was called at a place: a file's, with its name, or what the text that runs has made. */
  called<T>(
    text: string,
    name: string | null | undefined,
    at: Place,
    body: () => Generator<void, T, void>,
  ): Generator<void, T, void> {
    return this.elsewhere(at, () => this.#within(name === undefined ? null : { name, text }, body));
  }

  /** Runs something whose mistakes are where it was called. */
  *elsewhere<T>(at: Place, body: () => Generator<void, T, void>): Generator<void, T, void> {
    const before = this.calledAt;
    this.calledAt ??= { from: at.from, to: at.to };
    try {
      return yield* body();
    } finally {
      this.calledAt = before;
    }
  }

  /** Runs a part of a text; for null, what the text that runs has made: its line is that of the call. */
  *#within<T>(source: Source | null, body: () => Generator<void, T, void>): Generator<void, T, void> {
    const before = [this.#source, this.#isMade, this.at, this.#counted] as const;
    this.#source = source ?? this.#source;
    this.#isMade = source === null;
    try {
      return yield* body();
    } finally {
      [this.#source, this.#isMade, this.at, this.#counted] = before;
    }
  }
}
