import { type FileSystem, kindAt, list, readText } from '../fileSystem.ts';
import { byLetters, bytesOf, entryAt, type FileError, resolve } from '../files.ts';
import { months } from './shared/calendar.ts';
import { gnuOptions } from './shared/options.ts';
import { Report } from './shared/report.ts';
import { refused } from './shared/result.ts';
import { defineCommand } from './shellCommand.ts';

/** A name as ls prints it where a terminal reads: quoted where it means something to a shell. */
const sizeOf = (call: FileSystem, path: string): number => {
  if (kindAt(call, path) !== 'file') return kindAt(call, path) === 'folder' ? 4096 : 0;
  const read = readText(call, path);
  return read.ok && !resolve(call.cwd, path).startsWith('/proc') ? bytesOf(read.text) : 0;
};

const long = (
  call: FileSystem,
  names: readonly { readonly name: string; readonly path: string }[],
): { readonly text: string; readonly blocks: number } => {
  const rows = names.map(({ name, path }) => {
    const kind = kindAt(call, path);
    const date = new Date(entryAt(call.files, resolve(call.cwd, path))?.changed ?? call.world.now);
    const size = sizeOf(call, path);
    const folders =
      kind === 'folder'
        ? list(call, path).filter((n) => kindAt(call, `${path}/${n}`) === 'folder').length + 2
        : 1;
    const time = `${months[date.getUTCMonth()]} ${String(date.getUTCDate()).padStart(2)} ${String(date.getUTCHours()).padStart(2, '0')}:${String(date.getUTCMinutes()).padStart(2, '0')}`;
    return {
      mode: kind === 'folder' ? 'drwxr-xr-x' : kind === 'device' ? 'crw-rw-rw-' : '-rw-r--r--',
      links: String(folders),
      size: String(size),
      time,
      name,
      blocks: Math.ceil(size / 4096) * 4,
    };
  });
  const width = (key: 'links' | 'size') => Math.max(0, ...rows.map((r) => r[key].length));
  return {
    text: rows
      .map(
        (r) =>
          `${r.mode} ${r.links.padStart(width('links'))} root root ${r.size.padStart(width('size'))} ${r.time} ${r.name}\n`,
      )
      .join(''),
    blocks: rows.reduce((sum, r) => sum + r.blocks, 0),
  };
};

/** Prints one name a line, as where no terminal reads. Reference: GNU coreutils 9.1, src/ls.c. */
export const ls = defineCommand({
  name: 'ls',
  usage: 'ls [-l] [-a] [-A] [-d] [-1] [-r] [FILE…]',
  summary: 'Lists the files of a folder; -l with size and time.',
  needs: ['files'],
  run(call) {
    const read = gnuOptions(
      'ls',
      call.words,
      {
        long: { names: ['-l'] },
        all: { names: ['-a', '--all'] },
        almost: { names: ['-A', '--almost-all'] },
        itself: { names: ['-d', '--directory'] },
        one: { names: ['-1'] },
        reverse: { names: ['-r', '--reverse'] },
      },
      'bBcCDfFgGhHiIkLmnNopqQRsStTuUvwxXZ --human-readable --recursive --size --sort --time --color --classify --inode --full-time --group-directories-first --help --version --author --block-size --format --hide --indicator-style --quoting-style',
      2,
    );
    if ('message' in read) return refused(read);
    const { of, rest } = read;
    const report = new Report();
    const order = (names: readonly string[]) =>
      of['reverse'] ? names.toSorted(byLetters).reverse() : names.toSorted(byLetters);
    const show = (names: readonly { readonly name: string; readonly path: string }[], total: boolean) => {
      const made = of['long'] ? long(call, names) : null;
      report.print(
        made
          ? `${total ? `total ${made.blocks}\n` : ''}${made.text}`
          : names.map((n) => `${n.name}\n`).join(''),
      );
    };
    const given = rest.length ? rest : [{ text: '.', from: 0, to: 0 }];
    for (const word of given) {
      const kind = word.text === '' ? 'ENOENT' : kindAt(call, word.text);
      if (kind !== 'file' && kind !== 'folder' && kind !== 'device')
        report.noFile(word, `ls: cannot access '${word.text}'`, kind satisfies FileError, 2);
    }
    const there = order(given.map((w) => w.text)).filter(
      (text) => text !== '' && ['file', 'folder', 'device'].includes(kindAt(call, text)),
    );
    const files = there.filter((text) => of['itself'] || kindAt(call, text) !== 'folder');
    const folders = there.filter((text) => !files.includes(text));
    if (files.length)
      show(
        files.map((name) => ({ name, path: name })),
        false,
      );
    for (const [i, folder] of folders.entries()) {
      if (given.length > 1) report.print(`${i > 0 || files.length ? '\n' : ''}${folder}:\n`);
      const names = [...(of['all'] ? ['.', '..'] : []), ...list(call, folder)].filter(
        (name) => of['all'] || of['almost'] || !name.startsWith('.'),
      );
      show(
        order(names).map((name) => ({ name, path: `${folder}/${name}` })),
        true,
      );
    }
    return report.done();
  },
});
