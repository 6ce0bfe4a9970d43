import type { Word } from '../../../text/words.ts';
import { kindAt } from '../../fileSystem.ts';
import { nameOf } from '../../files.ts';
import type { Call, CommandResult } from '../shellCommand.ts';
import { Report } from './report.ts';
import { endOf, problemAt, refused } from './result.ts';
import { sources } from './textSources.ts';

/** The line after a mistake in options or words, as diffutils writes it. */
export const seeHelp = (name: string): string => `${name}: Try '${name} --help' for more information.`;

/** A file to compare. */
export interface Compared {
  readonly name: string;
  readonly text: string;
}

/**
 * The two files that are compared, or what is wrong with them. Of a file and a folder, it is for `diff` the file of the
 * same name in it.
 */
export const twoFiles = (
  program: 'diff' | 'cmp',
  call: Call<'files' | 'input'>,
  words: readonly Word[],
  silent = false,
): readonly [Compared, Compared] | CommandResult => {
  const [a, b, more] = words;
  const wrong = (at: Pick<Word, 'from' | 'to'>, message: string, hint: string) =>
    refused(problemAt(at, `${program}: ${message}`, 2, hint));
  if (!a || !b)
    return wrong(
      endOf(call.words),
      `missing operand after '${a?.text ?? program}'\n${seeHelp(program)}`,
      `Write ${program} OLD NEW.`,
    );
  if (more) return wrong(more, `extra operand '${more.text}'\n${seeHelp(program)}`, 'It compares two files.');
  const isFolder = ({ text }: Word) => text !== '' && kindAt(call, text) === 'folder';
  if (program === 'diff' && isFolder(a) && isFolder(b))
    return wrong(a, 'a comparison of folders is not simulated here', 'Name two files.');
  const inside = (file: Word, folder: Word): Word =>
    program === 'diff' && isFolder(folder)
      ? { ...folder, text: `${folder.text.replace(/\/+$/, '')}/${nameOf(file.text)}` }
      : folder;
  const report = new Report();
  const [left, right] = [inside(b, a), inside(a, b)].map(
    (word) => sources(call, [word], report, (file) => `${program}: ${file}`, 2)[0],
  );
  if (left && right)
    return [
      { ...left, name: left.name ?? '-' },
      { ...right, name: right.name ?? '-' },
    ];
  return silent ? { output: [], status: 2, problems: [] } : report.done();
};
