import { errorWords, folderOf, makeFolder, resolve } from '../files.ts';
import { gnuOptions } from './shared/options.ts';
import { Report } from './shared/report.ts';
import { missingOperand, refused } from './shared/result.ts';
import { quoted } from './shared/textSources.ts';
import { defineCommand } from './shellCommand.ts';

/** Reference: GNU coreutils 9.1, src/mkdir.c. */
export const mkdir = defineCommand({
  name: 'mkdir',
  usage: 'mkdir [-p] [-m MODE] FOLDER…',
  summary: 'Makes folders; -p those above them too.',
  needs: ['files'],
  run(call) {
    const read = gnuOptions(
      'mkdir',
      call.words,
      { parents: { names: ['-p', '--parents'] }, mode: { names: ['-m', '--mode'], takes: 'required' } },
      'vZ --verbose --context --help --version',
    );
    if ('message' in read) return refused(read);
    if (read.rest.length === 0) return missingOperand('mkdir', call.words, 'Write the name of the folder.');
    const report = new Report();
    let { files } = call;
    for (const word of read.rest) {
      const path = resolve(call.cwd, word.text);
      const above: string[] = [];
      for (
        let each = folderOf(path);
        read.of['parents'] && each !== '/' && !files[each];
        each = folderOf(each)
      )
        above.unshift(each);
      for (const each of [...above, path]) {
        const made =
          word.text === ''
            ? ({ ok: false, error: 'ENOENT', files } as const)
            : makeFolder(files, each, call.world.now);
        files = made.files;
        if (made.ok || (read.of['parents'] && made.error === 'EEXIST' && files[each]?.kind === 'folder'))
          continue;
        report.mistake(
          word,
          `mkdir: cannot create directory ${quoted(word.text)}: ${errorWords[made.error]}`,
          made.error === 'ENOENT'
            ? 'The folder above is missing. mkdir -p makes it too.'
            : 'ls shows what is there.',
        );
        break;
      }
    }
    return report.done({ files });
  },
});
