/**
 * Told to a lab's element: it should run commands of the prose. A type, because a value would make the script of the buttons one that
 * may not come: it is so short that it is in the page.
 */
export type RunEvent = 'four-tables-run';

/** What is asked of a lab, and what it did; null as long as no lab has heard it. */
export interface RunRequest {
  readonly commands: string;
  did: 'typed' | 'added' | null;
  /** Takes it back, where that can be done. */
  undo: (() => void) | null;
}
