import type { Word } from '../../text/words.ts';
import { type FileSystem, kindAt, readText, writeText } from '../fileSystem.ts';
import { errorWords, type FileError, type Files, makeFolder, nameOf, resolve, without } from '../files.ts';
import { gnuOptions } from './shared/options.ts';
import { Report } from './shared/report.ts';
import { refused } from './shared/result.ts';
import { quoted } from './shared/textSources.ts';
import { type Call, type CommandResult, defineCommand } from './shellCommand.ts';

const tell = (name: string) => `\nTry '${name} --help' for more information.`;

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
      message: `${name}: missing file operand${tell(name)}`,
      status: 1,
      hint: `Write ${name} OLD NEW.`,
    });
  if (rest.length === 1)
    return refused({
      from: end,
      to: end,
      message: `${name}: missing destination file operand after '${last.text}'${tell(name)}`,
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
interface Carried {
  readonly files: Files;
  readonly world: FileSystem['world'];
  readonly error: FileError | null;
}

/** Copies a file, or a folder with all that is in it. */
const copied = (place: FileSystem, from: string, to: string): Carried => {
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

/** What cp and mv do and say, each in its way. */
interface Way {
  readonly name: 'cp' | 'mv';
  /** Whether folders go, too. */
  readonly folders: boolean;
  readonly carry: (place: FileSystem, from: string, to: string) => Carried;
  readonly sameHint: string;
  readonly inside: (from: string, to: string) => string;
  readonly insideHint: string;
  readonly failed: (error: FileError, from: string, to: string) => string;
  readonly failedHint: (to: string) => string;
}

/** Carries each file to its place; one that cannot go keeps no other from going. */
const carryAll = (call: Call<'files'>, rest: readonly Word[], way: Way): CommandResult => {
  const pairs = targets(way.name, call, rest);
  if ('status' in pairs) return pairs;
  const report = new Report();
  let place: FileSystem = call;
  for (const { word, to } of pairs) {
    const from = word.text;
    const kind = from === '' ? 'ENOENT' : kindAt(place, from);
    const [source, target] = [resolve(call.cwd, from), resolve(call.cwd, to)];
    if (kind === 'ENOENT' || kind === 'ENOTDIR')
      report.noFile(word, `${way.name}: cannot stat '${from}'`, kind);
    else if (kind === 'folder' && !way.folders)
      report.mistake(
        word,
        `${way.name}: -r not specified; omitting directory '${from}'`,
        `${way.name} -r copies a folder and all that is in it.`,
      );
    else if (source === target)
      report.mistake(word, `${way.name}: '${from}' and '${to}' are the same file`, way.sameHint);
    else if (kind === 'folder' && target.startsWith(`${source}/`))
      report.mistake(word, `${way.name}: ${way.inside(from, to)}`, way.insideHint);
    else {
      const { files, world, error } = way.carry(place, from, to);
      place = { ...place, files, world };
      if (error)
        report.mistake(
          rest.at(-1)!,
          `${way.name}: ${way.failed(error, from, to)}: ${errorWords[error]}`,
          way.failedHint(to),
        );
    }
  }
  return report.done({ files: place.files, world: place.world });
};

/** Reference: GNU coreutils 9.1, src/cp.c. */
export const cp = defineCommand({
  name: 'cp',
  usage: 'cp [-r] OLD NEW  or  cp [-r] FILE… FOLDER',
  summary: 'Copies files; -r folders too.',
  needs: ['files'],
  run(call) {
    const read = gnuOptions(
      'cp',
      call.words,
      { recursive: { names: ['-r', '-R', '-a', '--recursive'] }, force: { names: ['-f', '-p'] } },
      'bdHilLnPsStTuvxZ --backup --interactive --link --no-clobber --update --verbose --preserve --archive --target-directory --help --version',
    );
    if ('message' in read) return refused(read);
    return carryAll(call, read.rest, {
      name: 'cp',
      folders: Boolean(read.of['recursive']),
      carry: copied,
      sameHint: 'Give the copy another name.',
      inside: (from, to) => `cannot copy a directory, '${from}', into itself, '${to}'`,
      insideHint: 'Copy it elsewhere.',
      failed: (error, _from, to) =>
        `${error === 'ENOSPC' ? 'error writing' : 'cannot create regular file'} '${to}'`,
      failedHint: () => 'It cannot be written there.',
    });
  },
});

const moved = (place: FileSystem, from: string, to: string): Carried => {
  const source = resolve(place.cwd, from);
  // What is moved takes no more room than before, so its old place is given up first.
  const done =
    kindAt(place, from) === 'file' && !source.startsWith('/proc')
      ? writeText(
          { ...place, files: without(place.files, source) },
          to,
          (place.files[source] as { text: string }).text,
        )
      : copied(place, from, to);
  return done.error
    ? { files: place.files, world: place.world, error: done.error }
    : { ...done, files: without(done.files, source) };
};

/** Reference: GNU coreutils 9.1, src/mv.c. */
export const mv = defineCommand({
  name: 'mv',
  usage: 'mv OLD NEW  or  mv FILE… FOLDER',
  summary: 'Gives a file another name or another place.',
  needs: ['files'],
  run(call) {
    const read = gnuOptions(
      'mv',
      call.words,
      { force: { names: ['-f', '--force'] } },
      'binStTuvZ --backup --interactive --no-clobber --update --verbose --target-directory --help --version',
    );
    if ('message' in read) return refused(read);
    return carryAll(call, read.rest, {
      name: 'mv',
      folders: true,
      carry: moved,
      sameHint: 'Give it another name.',
      inside: (from, to) => `cannot move '${from}' to a subdirectory of itself, '${to}'`,
      insideHint: 'Move it elsewhere.',
      failed: (_error, from, to) => `cannot move '${from}' to '${to}'`,
      failedHint: (to) => `${quoted(to)} cannot be written.`,
    });
  },
});
