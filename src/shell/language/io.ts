/** Where a command reads from and prints to. */
import type { FileError } from '../files.ts';

/** A text that commands read, one after the other: what one has taken is gone for the next. */
export class Input {
  readonly text: string;
  /** It comes from the keyboard: nothing redirected it. */
  readonly isTerminal: boolean;
  #at = 0;

  constructor(text: string, isTerminal = false) {
    this.text = text;
    this.isTerminal = isTerminal;
  }

  /** All that is left. */
  takeAll(): string {
    const rest = this.text.slice(this.#at);
    this.#at = this.text.length;
    return rest;
  }

  /** The next line without its end, null where nothing is left; `ended` says whether its end was there. */
  takeLine(): { readonly text: string; readonly ended: boolean } | null {
    if (this.#at >= this.text.length) return null;
    const end = this.text.indexOf('\n', this.#at);
    const text = this.text.slice(this.#at, end < 0 ? this.text.length : end);
    this.#at = end < 0 ? this.text.length : end + 1;
    return { text, ended: end >= 0 };
  }
}

/** Takes a text, and says what went wrong with it. */
export type Sink = (text: string) => FileError | null;

/** The three streams of a command. */
export interface Io {
  readonly input: Input;
  readonly out: Sink;
  readonly err: Sink;
}
