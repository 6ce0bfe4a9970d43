import { isFixed, kindAt } from '../fileSystem.ts';
import { resolve, without } from '../files.ts';
import { gnuOptions } from './shared/options.ts';
import { Report } from './shared/report.ts';
import { missingOperand, refused } from './shared/result.ts';
import { defineCommand } from './shellCommand.ts';

/** Reference: GNU coreutils 9.1, src/rm.c. */
export const rm = defineCommand({
  name: 'rm',
  usage: 'rm [-r] [-f] FILE…',
  summary: 'Removes files; -r folders and what is in them.',
  needs: ['files'],
  run(call) {
    const read = gnuOptions(
      'rm',
      call.words,
      { recursive: { names: ['-r', '-R', '--recursive'] }, force: { names: ['-f', '--force'] } },
      'iIdv --interactive --dir --verbose --one-file-system --no-preserve-root --preserve-root --help --version',
    );
    if ('message' in read) return refused(read);
    const { of, rest } = read;
    if (rest.length === 0 && !of['force'])
      return missingOperand('rm', call.words, 'Write the name of the file.');
    const report = new Report();
    let { files } = call;
    for (const word of rest) {
      const kind = word.text === '' ? 'ENOENT' : kindAt({ ...call, files }, word.text);
      const path = resolve(call.cwd, word.text);
      if (kind === 'ENOENT' || kind === 'ENOTDIR') {
        if (!of['force']) report.noFile(word, `rm: cannot remove '${word.text}'`, kind);
      } else if (kind === 'folder' && !of['recursive'])
        report.mistake(
          word,
          `rm: cannot remove '${word.text}': Is a directory`,
          'rm -r removes a folder and all that is in it.',
        );
      else if (path === '/')
        report.mistake(
          word,
          "rm: it is dangerous to operate recursively on '/'\nrm: use --no-preserve-root to override this failsafe",
          'This is everything.',
        );
      else if (isFixed({ ...call, files }, word.text))
        report.mistake(
          word,
          `rm: cannot remove '${word.text}': Operation not permitted`,
          'This file is the machine’s, and stays.',
        );
      else files = without(files, path);
    }
    return report.done({ files });
  },
});
