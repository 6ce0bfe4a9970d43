/** One row of the authors' reference. The names of rows come from the code; a test fails if one has no row. */
export interface Row {
  /** What it is for, in a sentence or two; code is in backquotes. */
  readonly means: string;
  /** As an author writes it. */
  readonly example: string;
}

export type Rows<Name extends string = string> = Readonly<Record<Name, Row>>;
