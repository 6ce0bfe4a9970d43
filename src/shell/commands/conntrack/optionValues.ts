/** What options have asked for so far. */
export interface OptionValues {
  /** What is compared, by the option that says it last. */
  readonly values: Record<string, number>;
  family: 4 | 6 | null;
  /** Bits of a status that have to be there; and those that the kernel looks at, where that was said. */
  status: number;
  statusMask: number;
  events: string[];
  output: string[];
  /** What is said of a word that is passed over. */
  warnings: string;
}

/** Nothing asked yet. */
export const noValues = (): OptionValues => ({
  values: {},
  family: null,
  status: 0,
  statusMask: 0,
  events: [],
  output: [],
  warnings: '',
});
