/**
 * Files that go with a lab, into a container and out of it: `/root` is the folder its shell starts in, every
 * other folder lies below that.
 */
import { type Files, folderOf, freshFiles, makeFolder, mostBytes, writeFile } from '../shell/files.ts';
import type { Container } from './container.ts';

/** The texts of one host's files by whole path. */
export type Texts = Readonly<Record<string, string>>;

/** What the mounted tree has for itself; and what `npm` brings, which is no work of a learner's. */
const own = ['bin', 'lib', 'run', 'lab', 'node_modules'];
const mostFiles = 500;
const deepest = 8;

/** The files of a host as texts. */
export const textsOf = (files: Files): Texts =>
  Object.fromEntries(
    Object.entries(files).flatMap(([path, e]) => (e.kind === 'file' ? [[path, e.text]] : [])),
  );

/** Texts as the files of a host, in the folders that they need. What has no room is left out. */
export const filesOfTexts = (texts: Texts, now: number): Files => {
  const folder = (files: Files, path: string): Files =>
    Object.hasOwn(files, path) ? files : makeFolder(folder(files, folderOf(path)), path, now).files;
  let files = freshFiles(now);
  for (const [path, text] of Object.entries(texts)) {
    const written = writeFile(folder(files, folderOf(path)), path, text, now);
    if (written.ok) files = written.files;
  }
  return files;
};

/** A file's place in the mounted tree; null where the tree has something of its own there. */
export const mountedAt = (path: string): string | null => {
  const below = path.startsWith('/root/') ? path.slice('/root/'.length) : path.slice(1);
  return own.includes(below.split('/')[0]!) || wholePath(below) !== path ? null : below;
};

/** The whole path of a file of the mounted tree. */
const wholePath = (below: string): string =>
  /^(dev|etc|home|tmp|var)\//.test(below) ? `/${below}` : `/root/${below}`;

/**
 * The files of a container as texts, as many as a host of ours has room for. Files that are no text stay
 * there.
 */
export const readFiles = async (container: Container): Promise<Texts> => {
  const texts: Record<string, string> = {};
  let left = mostBytes;
  let count = 0;
  const from = async (folder: string, depth: number): Promise<void> => {
    for (const { name, kind } of await container.list(folder || '.')) {
      const path = folder ? `${folder}/${name}` : name;
      if (own.includes(path) || name === 'node_modules' || count >= mostFiles) continue;
      if (kind === 'folder' && depth < deepest) await from(path, depth + 1);
      if (kind !== 'file') continue;
      count++;
      const text = await container.read(path);
      if (text.length > left || /[\0\ufffd]/.test(text)) continue;
      left -= text.length;
      texts[wholePath(path)] = text;
    }
  };
  await from('', 0);
  return texts;
};
