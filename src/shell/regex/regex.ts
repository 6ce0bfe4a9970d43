/** One step of a compiled pattern. */
export type Instruction =
  | { readonly kind: 'char'; readonly matches: (c: string) => boolean; readonly next: number }
  | { readonly kind: 'split'; readonly first: number; readonly second: number }
  | { readonly kind: 'group'; readonly slot: number; readonly next: number }
  | {
      readonly kind: 'at';
      readonly where: 'start' | 'end' | 'word-start' | 'word-end' | 'boundary' | 'inside';
      readonly next: number;
    }
  | { readonly kind: 'match' };

/** A compiled pattern; `first` is where it begins, `groups` how many parentheses it has. */
export interface Regex {
  readonly steps: readonly Instruction[];
  readonly first: number;
  readonly groups: number;
  readonly ignoreCase: boolean;
  /** How many steps its searches may still take, all together. */
  readonly work: { left: number };
}

/** Thrown by a search whose pattern needs too many steps for all that it searched. */
export class SearchTooLong extends Error {}

/** The steps that one pattern may take: half a second's. */
export const mostWork = 20_000_000;
