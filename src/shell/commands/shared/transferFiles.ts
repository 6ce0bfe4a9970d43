import type { Word } from '../../../text/words.ts';
import { type FileSystem, kindAt, readText, writeText } from '../../fileSystem.ts';
import { errorWords, type FileError, type Files, makeFolder, nameOf, resolve } from '../../files.ts';
import type { Call, CommandResult } from '../shellCommand.ts';
import { Report } from './report.ts';
import { refused } from './result.ts';

const seeHelp = (name: string) => `\nTry '${name} --help' for more information.`;

/**
 * The words before the last, and the path each goes to; refused where there are too few or the last is no
 * folder and has to be one.
 */
const targets = (
  name: 'cp' | 'mv',
  call: Call<'files'>,
  rest: readonly Word[],
): readonly { readonly word: Word; readonly to: string }[] | CommandResult => {
  const last = rest.at(-1);
  const end = call.words.at(-1)?.to ?? 0;
  if (!last)
    return refused({
      from: end,
      to: end,
      message: `${name}: missing file operand${seeHelp(name)}`,
      status: 1,
      hint: `Write ${name} OLD NEW.`,
    });
  if (rest.length === 1)
    return refused({
      from: end,
      to: end,
      message: `${name}: missing destination file operand after '${last.text}'${seeHelp(name)}`,
      status: 1,
      hint: `Write ${name} OLD NEW.`,
    });
  const folder = kindAt(call, last.text) === 'folder';
  if (rest.length > 2 && !folder) {
    const there = ['file', 'device'].includes(kindAt(call, last.text));
    return refused({
      from: last.from,
      to: last.to,
      message: there
        ? `${name}: target '${last.text}': Not a directory`
        : `${name}: target '${last.text}': No such file or directory`,
      status: 1,
      hint: 'Several files go into a folder.',
    });
  }
  return rest.slice(0, -1).map((word) => ({
    word,
    to: folder ? `${last.text.replace(/\/+$/, '')}/${nameOf(word.text)}` : last.text,
  }));
};

/** What is there afterwards, whether or not it went well. */
export interface CopyResult {
  readonly files: Files;
  readonly world: FileSystem['world'];
  readonly error: FileError | null;
}

/** Copies a file, or a folder with all that is in it. */
export const copied = (place: FileSystem, from: string, to: string): CopyResult => {
  if (kindAt(place, from) === 'folder') {
    const [source, target] = [resolve(place.cwd, from), resolve(place.cwd, to)];
    let { files } = place;
    for (const [path, entry] of Object.entries(place.files)) {
      if (path !== source && !path.startsWith(`${source}/`)) continue;
      const goes = target + path.slice(source.length);
      if (entry.kind === 'file') {
        const done = writeText({ ...place, files }, goes, entry.text);
        files = done.files;
        if (done.error) return { files, world: place.world, error: done.error };
      } else if (files[goes]?.kind !== 'folder') {
        const made = makeFolder(files, goes, place.world.now);
        if (!made.ok) return { files, world: place.world, error: made.error };
        files = made.files;
      }
    }
    return { files, world: place.world, error: null };
  }
  const read = readText(place, from);
  return read.ok
    ? writeText(place, to, read.text)
    : { files: place.files, world: place.world, error: read.error };
};

/** What cp and mv do and say, each in its transfer. */
interface Transfer {
  readonly name: 'cp' | 'mv';
  /** Whether folders go, too. */
  readonly folders: boolean;
  readonly transferOne: (place: FileSystem, from: string, to: string) => CopyResult;
  readonly sameHint: string;
  readonly inside: (from: string, to: string) => string;
  readonly insideHint: string;
  readonly failed: (error: FileError, from: string, to: string) => string;
  readonly failedHint: (to: string) => string;
}

/** Carries each file to its place; one that cannot go keeps no other from going. */
export const transferAll = (
  call: Call<'files'>,
  rest: readonly Word[],
  transfer: Transfer,
): CommandResult => {
  const pairs = targets(transfer.name, call, rest);
  if ('status' in pairs) return pairs;
  const report = new Report();
  let place: FileSystem = call;
  for (const { word, to } of pairs) {
    const from = word.text;
    const kind = from === '' ? 'ENOENT' : kindAt(place, from);
    const [source, target] = [resolve(call.cwd, from), resolve(call.cwd, to)];
    if (kind === 'ENOENT' || kind === 'ENOTDIR')
      report.noFile(word, `${transfer.name}: cannot stat '${from}'`, kind);
    else if (kind === 'folder' && !transfer.folders)
      report.mistake(
        word,
        `${transfer.name}: -r not specified; omitting directory '${from}'`,
        `${transfer.name} -r copies a folder and all that is in it.`,
      );
    else if (source === target)
      report.mistake(word, `${transfer.name}: '${from}' and '${to}' are the same file`, transfer.sameHint);
    else if (kind === 'folder' && target.startsWith(`${source}/`))
      report.mistake(word, `${transfer.name}: ${transfer.inside(from, to)}`, transfer.insideHint);
    else {
      const { files, world, error } = transfer.transferOne(place, from, to);
      place = { ...place, files, world };
      if (error)
        report.mistake(
          rest.at(-1)!,
          `${transfer.name}: ${transfer.failed(error, from, to)}: ${errorWords[error]}`,
          transfer.failedHint(to),
        );
    }
  }
  return report.done({ files: place.files, world: place.world });
};
