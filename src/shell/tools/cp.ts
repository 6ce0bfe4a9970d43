import type { Word } from '../../netfilter/words.ts';
import { kindAt, type Place, readText, writeText } from '../disk.ts';
import { errorWords, type FileError, type Files, makeFolder, nameOf, resolve, without } from '../files.ts';
import { quoted } from './texts.ts';
import { type Call, type Done, refusedTool, Report, type Tool, toolOptions } from './tool.ts';

const tell = (name: string) => `\nTry '${name} --help' for more information.`;

/** The words before the last, and the path each goes to; refused where there are too few or the last is no folder and has to be one. */
const targets = (name: 'cp' | 'mv', call: Call, rest: readonly Word[]): readonly { readonly word: Word; readonly to: string }[] | Done => {
  const last = rest.at(-1);
  const end = call.words.at(-1)?.to ?? 0;
  if (!last) return refusedTool({ from: end, to: end, message: `${name}: missing file operand${tell(name)}`, status: 1, hint: `Write ${name} OLD NEW.` });
  if (rest.length === 1) return refusedTool({ from: end, to: end, message: `${name}: missing destination file operand after '${last.text}'${tell(name)}`, status: 1, hint: `Write ${name} OLD NEW.` });
  const folder = kindAt(call, last.text) === 'folder';
  if (rest.length > 2 && !folder) {
    const there = ['file', 'device'].includes(kindAt(call, last.text));
    return refusedTool({ from: last.from, to: last.to, message: there ? `${name}: target '${last.text}': Not a directory` : `${name}: target '${last.text}': No such file or directory`, status: 1, hint: 'Several files go into a folder.' });
  }
  return rest.slice(0, -1).map((word) => ({ word, to: folder ? `${last.text.replace(/\/+$/, '')}/${nameOf(word.text)}` : last.text }));
};

/** Copies a file, or a folder with all that is in it. */
const copied = (place: Place, from: string, to: string): { readonly files: Files; readonly world: Place['world']; readonly error: FileError | null } => {
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
  return read.ok ? writeText(place, to, read.text) : { files: place.files, world: place.world, error: read.error };
};

/** Reference: GNU coreutils 9.1, src/cp.c. */
export const cp: Tool = {
  name: 'cp', usage: 'cp [-r] OLD NEW  or  cp [-r] FILE… FOLDER', summary: 'Copies files; -r folders too.',
  run(call) {
    const read = toolOptions('cp', call.words, { recursive: { names: ['-r', '-R', '-a', '--recursive'] }, force: { names: ['-f', '-p'] } }, 'bdHilLnPsStTuvxZ --backup --interactive --link --no-clobber --update --verbose --preserve --archive --target-directory --help --version');
    if ('message' in read) return refusedTool(read);
    const pairs = targets('cp', call, read.rest);
    if ('pieces' in pairs) return pairs;
    const report = new Report();
    let place: Place = call;
    for (const { word, to } of pairs) {
      const kind = word.text === '' ? 'ENOENT' : kindAt(place, word.text);
      const [source, target] = [resolve(call.cwd, word.text), resolve(call.cwd, to)];
      if (kind === 'ENOENT' || kind === 'ENOTDIR') report.noFile(word, `cp: cannot stat '${word.text}'`, kind);
      else if (kind === 'folder' && !read.of['recursive']) report.mistake(word, `cp: -r not specified; omitting directory '${word.text}'`, 'cp -r copies a folder and all that is in it.');
      else if (source === target) report.mistake(word, `cp: '${word.text}' and '${to}' are the same file`, 'Give the copy another name.');
      else if (kind === 'folder' && target.startsWith(`${source}/`)) report.mistake(word, `cp: cannot copy a directory, '${word.text}', into itself, '${to}'`, 'Copy it elsewhere.');
      else {
        const done = copied(place, word.text, to);
        place = { ...place, files: done.files, world: done.world };
        if (done.error) report.mistake(read.rest.at(-1)!, `cp: ${done.error === 'ENOSPC' ? 'error writing' : 'cannot create regular file'} '${to}': ${errorWords[done.error]}`, 'It cannot be written there.');
      }
    }
    return report.done({ files: place.files, world: place.world });
  },
};

/** Reference: GNU coreutils 9.1, src/mv.c. */
export const mv: Tool = {
  name: 'mv', usage: 'mv OLD NEW  or  mv FILE… FOLDER', summary: 'Gives a file another name or another place.',
  run(call) {
    const read = toolOptions('mv', call.words, { force: { names: ['-f', '--force'] } }, 'binStTuvZ --backup --interactive --no-clobber --update --verbose --target-directory --help --version');
    if ('message' in read) return refusedTool(read);
    const pairs = targets('mv', call, read.rest);
    if ('pieces' in pairs) return pairs;
    const report = new Report();
    let place: Place = call;
    for (const { word, to } of pairs) {
      const kind = word.text === '' ? 'ENOENT' : kindAt(place, word.text);
      const [source, target] = [resolve(call.cwd, word.text), resolve(call.cwd, to)];
      if (kind === 'ENOENT' || kind === 'ENOTDIR') report.noFile(word, `mv: cannot stat '${word.text}'`, kind);
      else if (source === target) report.mistake(word, `mv: '${word.text}' and '${to}' are the same file`, 'Give it another name.');
      else if (kind === 'folder' && target.startsWith(`${source}/`)) report.mistake(word, `mv: cannot move '${word.text}' to a subdirectory of itself, '${to}'`, 'Move it elsewhere.');
      else {
        // What is moved takes no more room than before, so its old place is given up first.
        const rest = { ...place, files: without(place.files, source) };
        const done = kind === 'file' && !source.startsWith('/proc') ? writeText(rest, to, (place.files[source] as { text: string }).text) : copied(place, word.text, to);
        if (done.error) report.mistake(read.rest.at(-1)!, `mv: cannot move '${word.text}' to '${to}': ${errorWords[done.error]}`, `${quoted(to)} cannot be written.`);
        else place = { ...place, files: without(done.files, source), world: done.world };
      }
    }
    return report.done({ files: place.files, world: place.world });
  },
};
