/** Told to a lab's element: it should run commands of the prose. */
export const runEvent = 'four-tables-run';

/** What is asked of a lab, and what it did; null as long as no lab has heard it. */
export interface RunRequest {
  readonly commands: string;
  did: 'typed' | 'added' | null;
  /** Takes it back, where that can be done. */
  undo: (() => void) | null;
}
