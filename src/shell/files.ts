/** The files of one host: a small tree in memory, as plain data. */
import type { FileEntry, Files } from '../network/files.ts';
import { firstMoment, type World } from '../network/world.ts';
import { own } from '../text/own.ts';
import { withoutLinks } from './programs.ts';

export type { FileEntry, Files };

/** What all files of a host hold together at most, in bytes; and how many there may be. */
export const mostBytes = 1 << 20;
const mostEntries = 4096;

/** How a file operation ended badly: the kernel's word for it. */
export type FileError =
  | 'ENOENT'
  | 'EISDIR'
  | 'ENOTDIR'
  | 'EEXIST'
  | 'ENOTEMPTY'
  | 'ENOSPC'
  | 'EINVAL'
  | 'EACCES'
  | 'EBUSY'
  | 'ENAMETOOLONG';

/** The kernel's errors as programs print them. */
export const errorWords: Readonly<Record<FileError, string>> = {
  ENOENT: 'No such file or directory',
  EISDIR: 'Is a directory',
  ENOTDIR: 'Not a directory',
  EEXIST: 'File exists',
  ENOTEMPTY: 'Directory not empty',
  ENOSPC: 'No space left on device',
  EINVAL: 'Invalid argument',
  EACCES: 'Permission denied',
  EBUSY: 'Device or resource busy',
  ENAMETOOLONG: 'File name too long',
};

const freshFolders =
  '/ /dev /etc /etc/cron.d /etc/default /etc/init.d /etc/iptables /etc/network /etc/sysctl.d /home /opt /proc /root /run /sys /tmp /usr /usr/bin /usr/lib /usr/lib/lsb /usr/local /usr/local/bin /usr/local/etc /usr/local/lib /usr/local/sbin /usr/local/share /usr/sbin /usr/share /var /var/cache /var/lib /var/lock /var/log /var/run /var/tmp'.split(
    ' ',
  );
/** The folders of a fresh host. Its programs, its configuration and the kernel's files are no entries. */
export const freshFiles = (now: number): Files =>
  Object.fromEntries(freshFolders.map((path) => [path, { kind: 'folder', changed: now } as const]));

const untouched = freshFiles(firstMoment);

/** The files of a host of a world; fresh ones before any was written. */
export const filesOf = (world: World, host: string): Files => own(world.files ?? {}, host) ?? untouched;

/** The same world with other files of a host; the world itself where they are those it has. */
export const withFiles = (world: World, host: string, files: Files): World =>
  files === filesOf(world, host) ? world : { ...world, files: { ...world.files, [host]: files } };

/** How many bytes a text has in UTF-8. */
export const bytesOf = (text: string): number => {
  let bytes = text.length;
  for (let i = 0; i < text.length; i++) {
    const c = text.charCodeAt(i);
    if (c > 0x7f) bytes += c > 0x7ff && (c < 0xd800 || c > 0xdfff) ? 2 : 1;
  }
  return bytes;
};

/** The whole path of what a path means in a folder: without `..`, `.` and the links that /bin, /sbin and /lib are. */
export const resolve = (cwd: string, path: string): string => {
  const parts: string[] = [];
  for (const part of (path.startsWith('/') ? path : `${cwd}/${path}`).split('/')) {
    if (part === '..') parts.pop();
    else if (part !== '' && part !== '.') parts.push(part);
  }
  return withoutLinks(`/${parts.join('/')}`);
};

/** The folder that a whole path is in. */
export const folderOf = (path: string): string => path.slice(0, path.lastIndexOf('/')) || '/';

/** The last part of a path. */
export const nameOf = (path: string): string => path.replace(/\/+$/, '').replace(/^.*\//, '') || '/';

/** The entry at a whole path. */
export const entryAt = (files: Files, path: string): FileEntry | null =>
  Object.hasOwn(files, path) ? files[path]! : null;

/** The names in a folder, in the order of their letters' numbers. */
export const namesIn = (files: Files, folder: string): readonly string[] => {
  const prefix = folder === '/' ? '/' : `${folder}/`;
  return Object.keys(files)
    .filter(
      (path) => path.startsWith(prefix) && path.length > prefix.length && !path.includes('/', prefix.length),
    )
    .map((path) => path.slice(prefix.length))
    .sort(byLetters);
};

/** Compares by code points, as the C locale sorts. */
export const byLetters = (a: string, b: string): number => {
  const length = Math.min(a.length, b.length);
  for (let i = 0; i < length; i++) {
    const [x, y] = [a.charCodeAt(i), b.charCodeAt(i)];
    // Half of a surrogate pair is part of a code point that sorts after all single ones.
    if (x !== y)
      return (x >= 0xd800 && x < 0xe000 ? x + 0x10000 : x) - (y >= 0xd800 && y < 0xe000 ? y + 0x10000 : y);
  }
  return a.length - b.length;
};

const counted = new WeakMap<FileEntry, number>();
const size = (entry: FileEntry): number => {
  const known = counted.get(entry);
  if (known !== undefined) return known;
  const bytes = entry.kind === 'file' ? bytesOf(entry.text) : 0;
  counted.set(entry, bytes);
  return bytes;
};

/** How many bytes all files have. */
const used = (files: Files): number => Object.values(files).reduce((sum, e) => sum + size(e), 0);

/** Files after a change, or why there is none. */
export type Changed =
  | { readonly ok: true; readonly files: Files }
  | { readonly ok: false; readonly error: FileError; readonly files: Files };
const failed = (files: Files, error: FileError): Changed => ({ ok: false, error, files });

/** Why nothing can be put at a whole path; null where it can. */
const whyNotCreated = (files: Files, path: string): FileError | null => {
  const folder = entryAt(files, folderOf(path));
  if (!folder) return 'ENOENT';
  if (folder.kind === 'file') return 'ENOTDIR';
  if (nameOf(path).length > 255) return 'ENAMETOOLONG';
  return !entryAt(files, path) && Object.keys(files).length >= mostEntries ? 'ENOSPC' : null;
};

/** Writes a file whole. Where not all of it has room, what has is written, and the error says so. */
export const writeFile = (files: Files, path: string, text: string, now: number): Changed => {
  const old = entryAt(files, path);
  if (old?.kind === 'folder') return failed(files, 'EISDIR');
  const wrong = whyNotCreated(files, path);
  if (wrong) return failed(files, wrong);
  const room = mostBytes - used(files) + (old ? size(old) : 0);
  const withText = (written: string): Files => ({
    ...files,
    [path]: { kind: 'file', text: written, changed: now, ...(old?.executable && { executable: true }) },
  });
  if (bytesOf(text) <= room) return { ok: true, files: withText(text) };
  let kept = text.slice(0, room);
  while (bytesOf(kept) > room) kept = kept.slice(0, -Math.ceil((bytesOf(kept) - room) / 3));
  return failed(withText(kept), 'ENOSPC');
};

/** Makes a folder. */
export const makeFolder = (files: Files, path: string, now: number): Changed => {
  if (entryAt(files, path)) return failed(files, 'EEXIST');
  const wrong = whyNotCreated(files, path);
  return wrong
    ? failed(files, wrong)
    : { ok: true, files: { ...files, [path]: { kind: 'folder', changed: now } } };
};

/** The files without one of them, or without a folder and all that is in it. */
export const without = (files: Files, path: string): Files =>
  Object.fromEntries(Object.entries(files).filter(([p]) => p !== path && !p.startsWith(`${path}/`)));
