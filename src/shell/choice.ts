/** What an editor or a terminal may offer at a place, and say of a word. */

/** One thing to write. */
export interface Choice {
  readonly label: string;
  /** What it takes, as manuals write it; empty where it takes nothing. */
  readonly detail: string;
  /** One plain sentence; empty where the label says it all. */
  readonly info: string;
}

/** What could be written from offset `from` up to the cursor. */
export interface Completion {
  readonly from: number;
  readonly choices: readonly Choice[];
}

/** What is known of the text at `from`..`to`. Of a whole line, the label is empty. */
export interface Known extends Choice {
  readonly from: number;
  readonly to: number;
}
