/**
 * Reading and writing by path as a program does: the tree in memory, the programs, and the kernel's own files.
 */
import type { World } from '../network/world.ts';
import {
  byLetters,
  entryAt,
  type FileError,
  type Files,
  folderOf,
  nameOf,
  namesIn,
  resolve,
  writeFile,
} from './files.ts';
import { givenFiles } from './givenFiles.ts';
import { kernelFiles } from './kernelFiles.ts';
import { programNamed, programsIn } from './programs.ts';

/** The files that a program sees, and the folder its paths begin at. */
export interface FileSystem {
  readonly world: World;
  readonly host: string;
  readonly cwd: string;
  readonly files: Files;
}

const devices: readonly string[] = [
  '/dev/null',
  '/dev/zero',
  '/dev/stdin',
  '/dev/stdout',
  '/dev/stderr',
  '/dev/tty',
];

const wholeOf = ({ cwd }: FileSystem, path: string): string => resolve(cwd, path);

/** Whether a whole path is the kernel's to make and remove. */
const isKernels = (whole: string): boolean => /^\/(?:proc|sys)(?:\/|$)/.test(whole);

/** What is at a path: the programs and the kernel's own files too. */
export const kindAt = (place: FileSystem, path: string): 'file' | 'folder' | 'device' | FileError => {
  const whole = wholeOf(place, path);
  if (devices.includes(whole)) return 'device';
  const asFile = path.endsWith('/') ? 'ENOTDIR' : 'file';
  const entry = entryAt(place.files, whole);
  if (entry) return entry.kind === 'file' ? asFile : entry.kind;
  if (programNamed(whole) || givenFiles.has(whole)) return asFile;
  if (isKernels(whole)) {
    const paths = kernelFiles(place.world, place.host);
    if (paths.has(whole)) return asFile;
    for (const known of paths.keys()) if (known.startsWith(`${whole}/`)) return 'folder';
  }
  const above = whole.split('/').slice(1, -1);
  return above.some((_, i) => isFileAt(place, `/${above.slice(0, i + 1).join('/')}`)) ? 'ENOTDIR' : 'ENOENT';
};

/** Whether what `kindAt` says is that something is there. */
export const isThere = (kind: ReturnType<typeof kindAt>): kind is 'file' | 'folder' | 'device' =>
  kind === 'file' || kind === 'folder' || kind === 'device';

const isFileAt = (place: FileSystem, whole: string): boolean =>
  entryAt(place.files, whole)?.kind === 'file' ||
  programNamed(whole) !== undefined ||
  givenFiles.has(whole) ||
  (isKernels(whole) && kernelFiles(place.world, place.host).has(whole));

/** Whether a path can be run: a program, or a file that `chmod +x` made one. Folders can be entered. */
export const isExecutable = (place: FileSystem, path: string): boolean => {
  const kind = kindAt(place, path);
  if (kind !== 'file') return kind === 'folder';
  const whole = wholeOf(place, path);
  const entry = entryAt(place.files, whole);
  return entry ? entry.kind === 'file' && entry.executable === true : programNamed(whole) !== undefined;
};

/** Whether a path is a file that cannot be removed here: a program, the kernel's, or a given one that no one has written. */
export const isFixed = (place: FileSystem, path: string): boolean => {
  const whole = wholeOf(place, path);
  return (
    isKernels(whole) || devices.includes(whole) || (!entryAt(place.files, whole) && isFileAt(place, whole))
  );
};

/** The program whose file is at a path; null where there is none, or a file of the learner's own. */
export const programAt = (place: FileSystem, path: string): string | null => {
  const whole = wholeOf(place, path);
  return entryAt(place.files, whole) ? null : (programNamed(whole) ?? null);
};

/**
 * Where a shell finds what a name runs: the first file of that name that can be run in the folders of PATH, which
 * colons separate. A name with a slash is a path itself. Null where there is none.
 */
export const findExecutable = (place: FileSystem, name: string, path: string): string | null => {
  const files = name.includes('/')
    ? [name]
    : path.split(':').map((folder) => `${folder === '' ? '.' : folder.replace(/\/+$/, '')}/${name}`);
  return files.find((file) => kindAt(place, file) === 'file' && isExecutable(place, file)) ?? null;
};

/** The text of a file. */
export const readText = (
  place: FileSystem,
  path: string,
): { readonly ok: true; readonly text: string } | { readonly ok: false; readonly error: FileError } => {
  const whole = wholeOf(place, path);
  const kind = path === '' ? 'ENOENT' : kindAt(place, path);
  if (kind === 'folder') return { ok: false, error: 'EISDIR' };
  if (kind === 'device')
    return whole === '/dev/zero' || whole === '/dev/tty'
      ? { ok: false, error: 'EACCES' }
      : { ok: true, text: '' };
  if (kind !== 'file') return { ok: false, error: kind };
  const entry = entryAt(place.files, whole);
  if (entry?.kind === 'file') return { ok: true, text: entry.text };
  const text = givenFiles.get(whole) ?? kernelFiles(place.world, place.host).get(whole)?.text;
  // What programs are made of is not simulated; their files begin as they do.
  return { ok: true, text: text ? text() : '\x7fELF\n' };
};

/** The world and files after writing; `error` where not all of it was written. */
export interface Written {
  readonly world: World;
  readonly files: Files;
  readonly error: FileError | null;
}

/** Writes a file, one of the learner's or the kernel's. */
export const writeText = (place: FileSystem, path: string, text: string): Written => {
  const { world, files } = place;
  const whole = wholeOf(place, path);
  const done = (error: FileError | null): Written => ({ world, files, error });
  if (path === '') return done('ENOENT');
  const kind = kindAt(place, path);
  if (kind === 'device') return done(null);
  if (kind === 'folder' || path.endsWith('/')) return done('EISDIR');
  if (kind === 'ENOTDIR') return done('ENOTDIR');
  if (programAt(place, path)) return done('EACCES');
  if (isKernels(whole)) {
    const file = kernelFiles(world, place.host).get(whole);
    if (!file?.write) return done(file ? 'EACCES' : 'ENOENT');
    if (text === '') return done(null);
    const after = file.write(text);
    return typeof after === 'string' ? done(after) : { world: after, files, error: null };
  }
  const changed = writeFile(files, whole, text, world.now);
  return { world, files: changed.files, error: changed.ok ? null : changed.error };
};

/** The names a folder has: programs and the kernel's own too. */
export const list = (place: FileSystem, path: string): readonly string[] => {
  const whole = wholeOf(place, path);
  if (whole === '/dev') return devices.map((d) => d.slice(5)).sort();
  const own = namesIn(place.files, whole);
  if (whole === '/') return [...own, 'bin', 'lib', 'sbin'].sort(byLetters);
  if (!isKernels(whole)) {
    const given = [...givenFiles.keys()].flatMap((p) => (folderOf(p) === whole ? [nameOf(p)] : []));
    return [...new Set([...own, ...given, ...programsIn(whole)])].sort(byLetters);
  }
  const prefix = `${whole}/`;
  const names = new Set<string>();
  for (const known of kernelFiles(place.world, place.host).keys())
    if (known.startsWith(prefix)) names.add(known.slice(prefix.length).split('/')[0]!);
  return [...names].sort(byLetters);
};

/** Whether there is a folder for a path. */
export const hasFolder = (place: FileSystem, path: string): boolean =>
  kindAt(place, folderOf(resolve(place.cwd, path))) === 'folder';
