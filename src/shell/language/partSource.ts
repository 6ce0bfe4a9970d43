import type { Phrase } from './syntax.ts';

/** A text that is read in parts of words. */
export interface PartSource {
  readonly text: string;
  /** Where the next part begins, and where the text ends. */
  at: number;
  readonly stop: number;
  /** The letter at a place; empty after the end. */
  char(at?: number): string;
  /** Parts up to where `done` says, as one phrase; as between double quotes with `quoted`. */
  phrase(done: () => boolean, quoted: boolean): Phrase;
}
