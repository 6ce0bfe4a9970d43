import { type FileSystem, kindAt } from '../fileSystem.ts';
import { errorWords, type FileError, folderOf, makeFolder, resolve, writeFile } from '../files.ts';
import { gnuOptions } from './shared/options.ts';
import { printed, problemAt, refused } from './shared/result.ts';
import { quoted } from './shared/textSources.ts';
import { defineCommand } from './shellCommand.ts';

const letters = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

/** A name that is free. The world has no chance of its own for this: names count up. */
const freeName = (place: FileSystem, template: string): string => {
  const found = /X{3,}(?=[^X]*$)/.exec(template)!;
  for (let count = 0; ; count++) {
    let name = '';
    // Spread over the letters, so that it looks like the names of the real one.
    for (let i = 0, n = count * 7919 + 1_234_567; i < found[0].length; i++, n = Math.floor(n / 3) + i * 7)
      name += letters[n % letters.length];
    const path = template.slice(0, found.index) + name + template.slice(found.index + found[0].length);
    if (kindAt(place, path) === 'ENOENT') return path;
  }
};

/** Reference: GNU coreutils 9.1, src/mktemp.c. */
export const mktemp = defineCommand({
  name: 'mktemp',
  usage: 'mktemp [-d] [-u] [-q] [-p FOLDER] [TEMPLATE]',
  summary: 'Makes an empty file of a name that is free, and prints the name.',
  needs: ['files'],
  run(call) {
    const read = gnuOptions(
      'mktemp',
      call.words,
      {
        folder: { names: ['-d', '--directory'] },
        dry: { names: ['-u', '--dry-run'] },
        quiet: { names: ['-q', '--quiet'] },
        inside: { names: ['-p', '--tmpdir'], takes: 'required' },
        temporary: { names: ['-t'] },
      },
      '--suffix --help --version',
    );
    if ('message' in read) return refused(read);
    const { of, rest } = read;
    const [given, more] = rest;
    if (more)
      return refused(
        problemAt(
          more,
          "mktemp: too many templates\nTry 'mktemp --help' for more information.",
          1,
          'Write one.',
        ),
      );
    const base = of['inside']?.text ?? (given && !of['temporary'] ? null : '/tmp');
    const template = given?.text ?? 'tmp.XXXXXXXXXX';
    if (!/X{3,}(?=[^X]*$)/.test(template))
      return refused(
        problemAt(
          given!,
          `mktemp: too few X's in template ${quoted(template)}`,
          1,
          'It ends in three X or more.',
        ),
      );
    const whole = base === null ? template : `${base.replace(/\/$/, '')}/${template}`;
    const failed = (error: FileError) => {
      const message = `mktemp: failed to create ${of['folder'] ? 'directory' : 'file'} via template ${quoted(whole)}: ${errorWords[error]}`;
      return of['quiet']
        ? printed('', { status: 1 })
        : refused(problemAt(given ?? { from: 0, to: 0 }, message, 1, 'There is no such folder.'));
    };
    const above = kindAt(call, folderOf(resolve(call.cwd, whole)));
    if (above !== 'folder') return failed(above === 'ENOENT' ? 'ENOENT' : 'ENOTDIR');
    const path = freeName(call, whole);
    if (of['dry']) return printed(`${path}\n`);
    const made = of['folder']
      ? makeFolder(call.files, resolve(call.cwd, path), call.world.now)
      : writeFile(call.files, resolve(call.cwd, path), '', call.world.now);
    return made.ok ? printed(`${path}\n`, { files: made.files }) : failed(made.error);
  },
});
