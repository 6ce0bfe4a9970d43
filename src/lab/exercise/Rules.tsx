import type { KindView } from './kindView.ts';

/** `write` and `fix`: the answer is what is in the editor, or was typed at the terminal. */
export const rulesView: KindView = { isComplete: () => true };
