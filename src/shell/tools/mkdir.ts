import { errorWords, folderOf, makeFolder, resolve } from '../files.ts';
import { quoted } from './texts.ts';
import { missingOperand, Report, refusedTool, type Tool, toolOptions } from './tool.ts';

/** Reference: GNU coreutils 9.1, src/mkdir.c. */
export const mkdir: Tool = {
  name: 'mkdir',
  usage: 'mkdir [-p] FOLDER…',
  summary: 'Makes folders; -p those above them too.',
  run(call) {
    const read = toolOptions(
      'mkdir',
      call.words,
      { parents: { names: ['-p', '--parents'] } },
      'mvZ --mode --verbose --context --help --version',
    );
    if ('message' in read) return refusedTool(read);
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
};

/** Reference: GNU coreutils 9.1, src/rmdir.c. */
export const rmdir: Tool = {
  name: 'rmdir',
  usage: 'rmdir FOLDER…',
  summary: 'Removes empty folders.',
  run(call) {
    const read = toolOptions(
      'rmdir',
      call.words,
      {},
      'pv --parents --verbose --ignore-fail-on-non-empty --help --version',
    );
    if ('message' in read) return refusedTool(read);
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
};
