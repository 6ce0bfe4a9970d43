/**
 * Reading and writing by path as a program does: the tree in memory, and the few files of the kernel's own.
 */
import { connectionsAt } from '../netfilter/datapath/conntrack.ts';
import { parameters, withParameter } from '../network/sysctl.ts';
import { type World, withHost } from '../network/world.ts';
import { entryLine } from './commands/conntrack/entry.ts';
import { entryAt, type FileError, type Files, folderOf, namesIn, resolve, writeFile } from './files.ts';

/** The files that a program sees, and the folder its paths begin at. */
export interface FileSystem {
  readonly world: World;
  readonly host: string;
  readonly cwd: string;
  readonly files: Files;
}

const parameters_ = '/proc/sys/';
const connections = '/proc/net/nf_conntrack';
const devices = ['/dev/null', '/dev/zero', '/dev/stdin', '/dev/stdout', '/dev/stderr', '/dev/tty'];

const parameterOf = (path: string): string | null =>
  path.startsWith(parameters_) ? path.slice(parameters_.length).replaceAll('/', '.') : null;

/** The names of a host's kernel parameters as paths below /proc/sys. */
const parameterPaths = ({ world, host }: FileSystem): string[] =>
  [...parameters(world.hosts[host]!).keys()].map(
    (key) =>
      parameters_ +
      key
        .replace(
          /^(net\.ipv4\.(?:conf|neigh)\.)(.*)(\.\w+)$/,
          (_, a: string, device: string, c: string) =>
            a.replaceAll('.', '/') + device + c.replaceAll('.', '/'),
        )
        .replaceAll('.', '/'),
  );

/** What is at a path: the kernel's own files too. */
export const kindAt = (fileSystem: FileSystem, path: string): 'file' | 'folder' | 'device' | FileError => {
  const whole = resolve(fileSystem.cwd, path);
  if (devices.includes(whole)) return 'device';
  const entry = entryAt(fileSystem.files, whole);
  if (entry) return entry.kind === 'file' && path.endsWith('/') ? 'ENOTDIR' : entry.kind;
  if (whole.startsWith('/proc/')) {
    const paths = [...parameterPaths(fileSystem), connections];
    if (paths.includes(whole)) return 'file';
    if (paths.some((p) => p.startsWith(`${whole}/`))) return 'folder';
  }
  return whole
    .split('/')
    .slice(1, -1)
    .some((_, i, all) => entryAt(fileSystem.files, `/${all.slice(0, i + 1).join('/')}`)?.kind === 'file')
    ? 'ENOTDIR'
    : 'ENOENT';
};

/** The text of a file. */
export const readText = (
  fileSystem: FileSystem,
  path: string,
): { readonly ok: true; readonly text: string } | { readonly ok: false; readonly error: FileError } => {
  const whole = resolve(fileSystem.cwd, path);
  const kind = path === '' ? 'ENOENT' : kindAt(fileSystem, path);
  if (kind === 'folder') return { ok: false, error: 'EISDIR' };
  if (kind === 'device')
    return whole === '/dev/zero' || whole === '/dev/tty'
      ? { ok: false, error: 'EACCES' }
      : { ok: true, text: '' };
  if (kind !== 'file') return { ok: false, error: kind };
  const entry = entryAt(fileSystem.files, whole);
  if (entry?.kind === 'file') return { ok: true, text: entry.text };
  const host = fileSystem.world.hosts[fileSystem.host]!;
  if (whole === connections)
    return {
      ok: true,
      text: connectionsAt(host.conntrack, fileSystem.world.now)
        .map((c) => entryLine(host, c, fileSystem.world.now, 'kernel'))
        .join(''),
    };
  return { ok: true, text: `${parameters(host).get(parameterOf(whole)!) ?? ''}\n` };
};

/** The world and files after writing; `error` where not all of it was written. */
export interface Written {
  readonly world: World;
  readonly files: Files;
  readonly error: FileError | null;
}

/** Writes a file, or a parameter of the kernel below /proc/sys. */
export const writeText = (fileSystem: FileSystem, path: string, text: string): Written => {
  const { world, host, files } = fileSystem;
  const whole = resolve(fileSystem.cwd, path);
  const done = (error: FileError | null): Written => ({ world, files, error });
  if (path === '') return done('ENOENT');
  const kind = kindAt(fileSystem, path);
  if (kind === 'device') return done(null);
  if (kind === 'folder' || path.endsWith('/')) return done('EISDIR');
  if (kind === 'ENOTDIR') return done('ENOTDIR');
  if (whole.startsWith('/proc/')) {
    const key = parameterOf(whole);
    if (key === null || kind !== 'file') return done(kind === 'file' ? 'EACCES' : 'ENOENT');
    if (text === '') return done(null);
    const value = text.trim();
    return /^-?\d+$/.test(value)
      ? { world: withHost(world, host, (h) => withParameter(h, key, value)), files, error: null }
      : done('EINVAL');
  }
  const changed = writeFile(files, whole, text, world.now);
  return { world, files: changed.files, error: changed.ok ? null : changed.error };
};

/** The names a folder has, the kernel's own folders too. */
export const list = (fileSystem: FileSystem, path: string): readonly string[] => {
  const whole = resolve(fileSystem.cwd, path);
  if (!whole.startsWith('/proc'))
    return whole === '/dev' ? devices.map((d) => d.slice(5)).sort() : namesIn(fileSystem.files, whole);
  const prefix = whole === '/' ? '/' : `${whole}/`;
  return [
    ...new Set(
      [...parameterPaths(fileSystem), connections]
        .filter((p) => p.startsWith(prefix))
        .map((p) => p.slice(prefix.length).split('/')[0]!),
    ),
  ].sort();
};

/** Whether there is a folder for a path. */
export const hasFolder = (fileSystem: FileSystem, path: string): boolean =>
  kindAt(fileSystem, folderOf(resolve(fileSystem.cwd, path))) === 'folder';
