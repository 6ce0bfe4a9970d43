import { resolve } from '../files.ts';
import { gnuOptions } from './shared/options.ts';
import { Report } from './shared/report.ts';
import { missingOperand, refused } from './shared/result.ts';
import { defineCommand } from './shellCommand.ts';

/** Reference: GNU coreutils 9.1, src/rmdir.c. */
export const rmdir = defineCommand({
  name: 'rmdir',
  usage: 'rmdir FOLDER…',
  summary: 'Removes empty folders.',
  needs: ['files'],
  run(call) {
    const read = gnuOptions(
      'rmdir',
      call.words,
      {},
      'pv --parents --verbose --ignore-fail-on-non-empty --help --version',
    );
    if ('message' in read) return refused(read);
    if (read.rest.length === 0) return missingOperand('rmdir', call.words, 'Write the name of the folder.');
    const report = new Report();
    let { files } = call;
    for (const word of read.rest) {
      const path = resolve(call.cwd, word.text);
      const entry = files[path];
      const error = !entry
        ? 'ENOENT'
        : entry.kind === 'file'
          ? 'ENOTDIR'
          : path === '/'
            ? 'EBUSY'
            : Object.keys(files).some((p) => p.startsWith(`${path}/`))
              ? 'ENOTEMPTY'
              : null;
      if (error) report.noFile(word, `rmdir: failed to remove '${word.text}'`, error);
      else files = Object.fromEntries(Object.entries(files).filter(([p]) => p !== path));
    }
    return report.done({ files });
  },
});
