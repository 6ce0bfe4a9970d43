/** How far commands go before they are stopped. */
export interface Limits {
  /** Commands and turns of loops. */
  readonly steps: number;
  /** UTF-16 units that are printed, go through one pipe, or are in one word. */
  readonly text: number;
}

/** The limits of a line that cannot be interrupted. */
export const usualLimits: Limits = { steps: 20_000, text: 1 << 20 };
