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

  /**
   * What is left up to the next `delimiter`, without it, or `most` letters of that; null where nothing is left.
   * `ended` says whether the delimiter was there.
   */
  takeUpTo(delimiter = '\n', most = Infinity): { readonly text: string; readonly ended: boolean } | null {
    if (this.#at >= this.text.length) return null;
    const found = this.text.indexOf(delimiter, this.#at);
    const end = found < 0 ? this.text.length : found;
    if (end - this.#at >= most) {
      this.#at += most;
      return { text: this.text.slice(this.#at - most, this.#at), ended: true };
    }
    const text = this.text.slice(this.#at, end);
    this.#at = end + (found < 0 ? 0 : 1);
    return { text, ended: found >= 0 };
  }
}

/** Takes a text, and says what went wrong with it. */
export type Sink = (text: string) => FileError | null;

/** The streams of a command by what they are for. `exec` changes those of the commands around it. */
export interface Streams {
  input: Input;
  out: Sink;
  err: Sink;
  /** Those with a number above 2. */
  others: ReadonlyMap<number, Input | Sink>;
}

/** The stream of a number; null where none is open. */
export const streamOf = (io: Streams, fd: number): Input | Sink | null =>
  fd === 0 ? io.input : fd === 1 ? io.out : fd === 2 ? io.err : (io.others.get(fd) ?? null);

/** The streams with one of them replaced, or closed with null. */
export const withStream = (io: Streams, fd: number, stream: Input | Sink | null): Streams => {
  if (fd === 0) return { ...io, input: stream instanceof Input ? stream : new Input('') };
  const sink: Sink = stream === null || stream instanceof Input ? () => null : stream;
  if (fd === 1) return { ...io, out: sink };
  if (fd === 2) return { ...io, err: sink };
  const others = new Map(io.others);
  if (stream === null) others.delete(fd);
  else others.set(fd, stream);
  return { ...io, others };
};
