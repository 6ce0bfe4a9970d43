/**
 * Whether there is a full terminal. False: its page has the plain one alone, no header is set for it, and
 * nothing of the vendor's is loaded.
 */
export const fullTerminal: boolean = true;
