/** What a terminal sends for a key, and what the key is for. */
import type { Key } from '../engine/edit.ts';

type Plain = Exclude<Key['kind'], 'insert'>;

const sequences: Readonly<Record<string, Plain>> = {
  '\x01': 'home',
  '\x02': 'left',
  '\x03': 'interrupt',
  '\x04': 'end-of-input',
  '\x05': 'end',
  '\x06': 'right',
  '\x07': 'cancel',
  '\x08': 'backspace',
  '\x09': 'complete',
  '\x0a': 'enter',
  '\x0b': 'kill-end',
  '\x0c': 'clear',
  '\x0d': 'enter',
  '\x0e': 'down',
  '\x10': 'up',
  '\x12': 'search',
  '\x15': 'kill-start',
  '\x17': 'kill-blank',
  '\x19': 'yank',
  '\x7f': 'backspace',
  '\x1b[A': 'up',
  '\x1b[B': 'down',
  '\x1b[C': 'right',
  '\x1b[D': 'left',
  '\x1bOA': 'up',
  '\x1bOB': 'down',
  '\x1bOC': 'right',
  '\x1bOD': 'left',
  '\x1b[H': 'home',
  '\x1b[F': 'end',
  '\x1bOH': 'home',
  '\x1bOF': 'end',
  '\x1b[1~': 'home',
  '\x1b[4~': 'end',
  '\x1b[3~': 'delete',
  '\x1b[1;5D': 'word-left',
  '\x1b[1;5C': 'word-right',
  '\x1b[1;3D': 'word-left',
  '\x1b[1;3C': 'word-right',
  '\x1bb': 'word-left',
  '\x1bf': 'word-right',
  '\x1bd': 'kill-word-right',
  '\x1b\x7f': 'kill-word',
  '\x1b\x08': 'kill-word',
  '\x1b<': 'oldest',
  '\x1b>': 'newest',
  '\x1b': 'cancel',
};

// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what keys send
const keyParts = /\x1b(?:\[[0-9;?]*[ -/]*[@-~]|O[@-~]|[^[O])?|[\x00-\x1f\x7f]|[^\x00-\x1f\x7f]+/g;

/**
 * The keys in what a terminal sent at once. An unknown sequence is no key; other control characters are
 * left out.
 */
export const keysOf = (data: string): readonly Key[] => {
  const keys: Key[] = [];
  for (const [part] of data.matchAll(keyParts)) {
    const kind = Object.hasOwn(sequences, part) ? sequences[part]! : null;
    if (kind) keys.push({ kind });
    // biome-ignore lint/suspicious/noControlCharactersInRegex: as above
    else if (!/[\x00-\x1f\x7f]/.test(part)) keys.push({ kind: 'insert', text: part });
  }
  return keys;
};
