import { isThere, kindAt } from '../fileSystem.ts';
import { errorWords, type FileError, folderOf, resolve } from '../files.ts';
import { linkAt } from '../programs.ts';
import { gnuOptions, type Options } from './shared/options.ts';
import { Report } from './shared/report.ts';
import { missingOperand, refused } from './shared/result.ts';
import { type Call, defineCommand } from './shellCommand.ts';

/**
 * The whole path of a path; an error where a part of it is not there that has to be: all of it with `existing`, nothing
 * with `missing`, and else all but the last name.
 */
const canonical = (
  call: Call<'files'>,
  path: string,
  { existing, missing }: Options['of'],
): { readonly whole: string } | { readonly error: FileError } => {
  const whole = resolve(call.cwd, path);
  if (path === '') return { error: 'ENOENT' };
  if (missing) return { whole };
  const kind = kindAt(call, path);
  if (isThere(kind)) return { whole };
  if (kind === 'ENOENT' && !existing && kindAt(call, folderOf(whole)) === 'folder') return { whole };
  return { error: kind };
};

/** No file here is a link, apart from /bin, /sbin and /lib. Reference: GNU coreutils 9.1, src/readlink.c. */
export const readlink = defineCommand({
  name: 'readlink',
  usage: 'readlink -f PATH…',
  summary:
    'Prints the whole path of a file. Without -f, what a link leads to; here /bin, /sbin and /lib are the only ones.',
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
    const whole = of['canonical'] || of['existing'] || of['missing'];
    const report = new Report();
    if (of['bare'] && rest.length > 1)
      report.warn('readlink: ignoring --no-newline with multiple arguments', 0);
    for (const { text } of rest) {
      const found = whole ? canonical(call, text, of) : { whole: linkAt(text) };
      if ('error' in found || found.whole === null) report.status = 1;
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
      const found = canonical(call, word.text, read.of);
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
