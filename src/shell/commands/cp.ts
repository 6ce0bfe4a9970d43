import { gnuOptions } from './shared/options.ts';
import { refused } from './shared/result.ts';
import { copied, transferAll } from './shared/transferFiles.ts';
import { defineCommand } from './shellCommand.ts';

/** Reference: GNU coreutils 9.1, src/cp.c. */
export const cp = defineCommand({
  name: 'cp',
  usage: 'cp [-r] OLD NEW  or  cp [-r] FILE… FOLDER',
  summary: 'Copies files; -r folders too.',
  needs: ['files'],
  run(call) {
    const read = gnuOptions(
      'cp',
      call.words,
      { recursive: { names: ['-r', '-R', '-a', '--recursive'] }, force: { names: ['-f', '-p'] } },
      'bdHilLnPsStTuvxZ --backup --interactive --link --no-clobber --update --verbose --preserve --archive --target-directory --help --version',
    );
    if ('message' in read) return refused(read);
    return transferAll(call, read.rest, {
      name: 'cp',
      folders: Boolean(read.of['recursive']),
      transferOne: copied,
      sameHint: 'Give the copy another name.',
      inside: (from, to) => `cannot copy a directory, '${from}', into itself, '${to}'`,
      insideHint: 'Copy it elsewhere.',
      failed: (error, _from, to) =>
        `${error === 'ENOSPC' ? 'error writing' : 'cannot create regular file'} '${to}'`,
      failedHint: () => 'It cannot be written there.',
    });
  },
});
