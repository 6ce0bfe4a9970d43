/** The files that iptables-restore reads and iptables-save writes, where their words name one. */
import type { Word } from '../netfilter/words.ts';
import { type Place, readText } from './disk.ts';
import { type FileError, errorWords } from './files.ts';

/** Words without the name of a file, and that name. */
export interface Named {
  readonly words: readonly Word[];
  readonly file: Word | null;
}

/** `iptables-restore [OPTION…] FILE`: the last word that no option takes. */
export const restoredFrom = (words: readonly Word[]): Named => {
  const file = words.findLast((w, i) => !w.text.startsWith('-') && !['-T', '--table', '-M', '--modprobe'].includes(words[i - 1]?.text ?? '')) ?? null;
  return { words: words.filter((w) => w !== file), file };
};

/** `iptables-save -f FILE`. */
export const savedTo = (words: readonly Word[]): Named => {
  const at = words.findIndex((w) => w.text === '-f' || w.text === '--file' || w.text.startsWith('--file='));
  const option = words[at];
  if (!option) return { words, file: null };
  if (option.text.startsWith('--file=')) return { words: words.toSpliced(at, 1), file: { ...option, text: option.text.slice('--file='.length) } };
  return words[at + 1] ? { words: words.toSpliced(at, 2), file: words[at + 1]! } : { words, file: null };
};

/** Reference: iptables/iptables-restore.c. */
const cannotOpen = (path: string, error: FileError): string => `Can't open ${path}: ${errorWords[error]}`;

/** The text to restore, or what iptables-restore says of a file it cannot open. */
export const restoredText = (place: Place, file: Word): { readonly ok: true; readonly text: string } | { readonly ok: false; readonly message: string } => {
  const read = readText(place, file.text);
  return read.ok ? read : { ok: false, message: cannotOpen(file.text, read.error) };
};
