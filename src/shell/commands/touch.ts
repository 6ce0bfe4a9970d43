import { kindAt } from '../fileSystem.ts';
import { entryAt, resolve, writeFile } from '../files.ts';
import { gnuOptions } from './shared/options.ts';
import { Report } from './shared/report.ts';
import { missingOperand, refused } from './shared/result.ts';
import { defineCommand } from './shellCommand.ts';

/** Reference: GNU coreutils 9.1, src/touch.c. */
export const touch = defineCommand({
  name: 'touch',
  usage: 'touch FILE…',
  summary: 'Makes an empty file where there is none.',
  needs: ['files'],
  run(call) {
    const read = gnuOptions(
      'touch',
      call.words,
      {},
      'acdfhmrt --date --reference --time --no-create --no-dereference --help --version',
    );
    if ('message' in read) return refused(read);
    if (read.rest.length === 0)
      return missingOperand('touch', call.words, 'Write the name of the file.', 'missing file operand');
    const report = new Report();
    let { files } = call;
    for (const word of read.rest) {
      const path = resolve(call.cwd, word.text);
      const kind = word.text === '' ? 'ENOENT' : kindAt({ ...call, files }, word.text);
      if (kind === 'device' || (kind === 'file' && path.startsWith('/proc'))) continue;
      const entry = entryAt(files, path);
      if (entry) files = { ...files, [path]: { ...entry, changed: call.world.now } };
      else {
        const made =
          word.text === ''
            ? ({ ok: false, error: 'ENOENT', files } as const)
            : writeFile(files, path, '', call.world.now);
        files = made.files;
        if (!made.ok) report.noFile(word, `touch: cannot touch '${word.text}'`, made.error);
      }
    }
    return report.done({ files });
  },
});
