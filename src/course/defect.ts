import type { Path } from './form.ts';

/** Something an author has to correct in the fields above a lesson's prose, or in a network. */
export interface Defect {
  /** Where it is: names of fields and indexes of lists, from the top of the file. */
  readonly path: Path;
  /** What is wrong and what would be right, in one sentence without its full stop. */
  readonly message: string;
}
