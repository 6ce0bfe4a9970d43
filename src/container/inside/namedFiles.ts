/** Files of this process as commands of the shell see them: those that a command's words name. */
import { mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { type FileEntry, type Files, folderOf, resolve } from '../../shell/files.ts';

/** Paths that words may mean: `FILE`, `-fFILE`, `--file=FILE`. More of them than a command uses is no harm. */
const pathsIn = (words: readonly string[]): readonly string[] =>
  words.flatMap((word) => [word, word.replace(/^-\w/, ''), word.replace(/^--[\w-]+=/, '')]);

const entryOf = (path: string): FileEntry | null => {
  try {
    const found = statSync(path);
    const changed = found.mtimeMs;
    if (found.isDirectory()) return { kind: 'folder', changed };
    return found.isFile() ? { kind: 'file', text: readFileSync(path, 'utf8'), changed } : null;
  } catch {
    return null;
  }
};

/** What there is at the paths that words name, and the folders above. */
export const namedFiles = (words: readonly string[], cwd: string): Files => {
  const files: Record<string, FileEntry> = {};
  const add = (path: string): void => {
    if (Object.hasOwn(files, path)) return;
    const entry = entryOf(path);
    if (entry) files[path] = entry;
    if (path !== '/') add(folderOf(path));
  };
  for (const path of new Set(pathsIn(words))) if (path !== '') add(resolve(cwd, path));
  return files;
};

/** Writes the files that a command has changed. Throws where this process may not write one. */
export const writeChanged = (before: Files, after: Files): void => {
  for (const [path, entry] of Object.entries(after))
    if (entry !== before[path]) {
      if (entry.kind === 'file') writeFileSync(path, entry.text);
      else mkdirSync(path, { recursive: true });
    }
};
