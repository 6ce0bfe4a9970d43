import { kindAt } from '../fileSystem.ts';
import { errorWords, type FileError, folderOf, resolve } from '../files.ts';
import { gnuOptions } from './shared/options.ts';
import { Report } from './shared/report.ts';
import { missingOperand, refused } from './shared/result.ts';
import { type Call, defineCommand } from './shellCommand.ts';

/** The whole path of a path; an error where a part of it that has to be there is not. */
const canonical = (
  call: Call<'files'>,
  path: string,
  all: boolean,
  none: boolean,
): { readonly whole: string } | { readonly error: FileError } => {
  const whole = resolve(call.cwd, path);
  if (path === '') return { error: 'ENOENT' };
  if (none) return { whole };
  const kind = kindAt(call, path);
  if (kind === 'file' || kind === 'folder' || kind === 'device') return { whole };
  if (kind === 'ENOENT' && !all && kindAt(call, folderOf(whole)) === 'folder') return { whole };
  return { error: kind };
};

/** No file here is a link, apart from /bin, /sbin and /lib. Reference: GNU coreutils 9.1, src/readlink.c. */
export const readlink = defineCommand({
  name: 'readlink',
  usage: 'readlink -f PATH…',
  summary:
    'Prints the whole path of a file. Without -f, what a link leads to: nothing, since no file here is one.',
  needs: ['files'],
  run(call) {
    const read = gnuOptions(
      'readlink',
      call.words,
      {
        canonical: { names: ['-f', '--canonicalize'] },
        existing: { names: ['-e', '--canonicalize-existing'] },
        missing: { names: ['-m', '--canonicalize-missing'] },
        bare: { names: ['-n', '--no-newline'] },
        quiet: { names: ['-q', '-s', '--quiet', '--silent'] },
      },
      'vz --verbose --zero --help --version',
    );
    if ('message' in read) return refused(read);
    if (read.rest.length === 0) return missingOperand('readlink', call.words, 'Write readlink -f PATH.');
    const { of, rest } = read;
    const report = new Report();
    for (const { text } of rest) {
      const found =
        of['canonical'] || of['existing'] || of['missing']
          ? canonical(call, text, Boolean(of['existing']), Boolean(of['missing']))
          : null;
      if (!found || 'error' in found) report.status = 1;
      else report.print(`${found.whole}${of['bare'] && rest.length === 1 ? '' : '\n'}`);
    }
    return report.done();
  },
});

/** Reference: GNU coreutils 9.1, src/realpath.c. */
export const realpath = defineCommand({
  name: 'realpath',
  usage: 'realpath [-e | -m] PATH…',
  summary: 'Prints the whole path of a file.',
  needs: ['files'],
  run(call) {
    const read = gnuOptions(
      'realpath',
      call.words,
      {
        existing: { names: ['-e', '--canonicalize-existing'] },
        missing: { names: ['-m', '--canonicalize-missing'] },
        quiet: { names: ['-q', '--quiet'] },
        physical: { names: ['-P', '--physical', '-s', '--strip', '--no-symlinks'] },
      },
      'Lz --logical --relative-to --relative-base --zero --help --version',
    );
    if ('message' in read) return refused(read);
    if (read.rest.length === 0) return missingOperand('realpath', call.words, 'Write a path.');
    const report = new Report();
    for (const word of read.rest) {
      const found = canonical(call, word.text, Boolean(read.of['existing']), Boolean(read.of['missing']));
      if ('whole' in found) report.print(`${found.whole}\n`);
      else if (read.of['quiet']) report.status = 1;
      else
        report.mistake(
          word,
          `realpath: ${word.text === '' ? "''" : word.text}: ${errorWords[found.error]}`,
          'ls shows which files there are.',
        );
    }
    return report.done();
  },
});
