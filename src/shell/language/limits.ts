/** How far commands go before they are stopped. */
export interface Limits {
  /** Commands and turns of loops. */
  readonly steps: number;
  /** UTF-16 units that are printed, go through one pipe, or stand in one word. */
  readonly text: number;
}

/** What bounds a line that nobody can interrupt. */
export const usualLimits: Limits = { steps: 20_000, text: 1 << 20 };
