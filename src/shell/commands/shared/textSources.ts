import type { Word } from '../../../text/words.ts';
import { readText } from '../../fileSystem.ts';
import { errorWords, type FileError } from '../../files.ts';
import type { Call } from '../shellCommand.ts';
import type { Report } from './report.ts';

/** A text that a command reads; `name` is null for its standard input. */
export interface Source {
  readonly name: string | null;
  readonly text: string;
}

/**
 * The texts of named files; standard input without a name, and for `-`. What cannot be read
 * is said with `message`.
 */
export const sources = (
  call: Call<'files' | 'input'>,
  names: readonly Word[],
  report: Report,
  message: (name: string, error: FileError) => string,
  status = 1,
): readonly Source[] => {
  if (names.length === 0) return [{ name: null, text: call.input() }];
  return names.flatMap((word): readonly Source[] => {
    if (word.text === '-') return [{ name: null, text: call.input() }];
    const read = readText(call, word.text);
    if (read.ok) return [{ name: word.text, text: read.text }];
    report.noFile(word, message(word.text, read.error), read.error, status);
    return [];
  });
};

/** `NAME: cannot open 'FILE' for reading`, as head and tail say it. */
export const cannotOpen =
  (program: string) =>
  (name: string, error: FileError): string =>
    error === 'EISDIR'
      ? `${program}: error reading '${name}'`
      : `${program}: cannot open '${name}' for reading`;

/** A word in the quotation marks that GNU's messages have. */
export const quoted = (text: string): string => `‘${text}’`;

/** The error's words alone. */
export const why = (error: FileError): string => errorWords[error];

/** `-5` in front as `-n 5`: an old spelling of a number. */
export const oldNumbers = (words: readonly Word[], option = '-n'): readonly Word[] =>
  words.flatMap((word, i) =>
    i === 0 && /^-\d+$/.test(word.text)
      ? [
          { ...word, text: option },
          { ...word, text: word.text.slice(1) },
        ]
      : [word],
  );

/** The lines of a text, each with its end; the last may have none. */
export const linesOf = (text: string): readonly string[] => text.match(/[^\n]*\n|[^\n]+$/g) ?? [];
