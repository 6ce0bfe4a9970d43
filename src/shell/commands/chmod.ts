import { kindAt } from '../fileSystem.ts';
import { entryAt, type Files, resolve } from '../files.ts';
import { Report } from './shared/report.ts';
import { missingOperand, problemAt, refused } from './shared/result.ts';
import { quoted } from './shared/textSources.ts';
import { defineCommand } from './shellCommand.ts';

/** Whether a mode makes a file one that can be run; `same` where it says nothing about that, null for no mode. */
const runs = (mode: string): boolean | 'same' | null => {
  if (/^[0-7]{1,4}$/.test(mode)) return (Number.parseInt(mode, 8) & 0o111) !== 0;
  if (!/^[ugoa]*[-+=][rwxXst]*(,[ugoa]*[-+=][rwxXst]*)*$/.test(mode)) return null;
  let answer: boolean | 'same' = 'same';
  for (const part of mode.split(',')) {
    const [, sign, letters] = /([-+=])(.*)$/.exec(part)!;
    if (sign === '=') answer = letters!.includes('x');
    else if (letters!.includes('x')) answer = sign === '+';
  }
  return answer;
};

/** Of a file's mode only whether it can be run is kept. Reference: GNU coreutils 9.1, src/chmod.c. */
export const chmod = defineCommand({
  name: 'chmod',
  usage: 'chmod [-R] [-f] MODE FILE…',
  summary:
    'Says whether a file can be run: chmod +x FILE. Nothing else of a mode is kept, since you are root.',
  needs: ['files'],
  run(call) {
    const report = new Report();
    const words = call.words.filter(
      (word) => !/^(-R|-f|-v|-c|--recursive|--quiet|--silent)$/.test(word.text),
    );
    const recursive = call.words.some((word) => word.text === '-R' || word.text === '--recursive');
    const quiet = call.words.some((word) => ['-f', '--quiet', '--silent'].includes(word.text));
    const [mode, ...names] = words;
    if (!mode) return missingOperand('chmod', call.words, 'Write chmod MODE FILE.');
    if (mode.text.startsWith('--'))
      return refused(
        problemAt(mode, `chmod: ${mode.text} is not simulated here`, 1, 'Here chmod takes -R and -f.'),
      );
    if (names.length === 0)
      return missingOperand(
        'chmod',
        call.words,
        'Write chmod MODE FILE.',
        `missing operand after ${quoted(mode.text)}`,
      );
    const executable = runs(mode.text);
    if (executable === null)
      return refused(
        problemAt(
          mode,
          `chmod: invalid mode: ${quoted(mode.text)}\nTry 'chmod --help' for more information.`,
          1,
          'A mode is +x, 755 or the like.',
        ),
      );
    let { files } = call;
    for (const word of names) {
      const kind = word.text === '' ? 'ENOENT' : kindAt({ ...call, files }, word.text);
      if (kind !== 'file' && kind !== 'folder' && kind !== 'device') {
        if (quiet) report.status = 1;
        else report.noFile(word, `chmod: cannot access '${word.text}'`, kind);
      } else files = changed(files, resolve(call.cwd, word.text), executable, recursive);
    }
    return report.done({ files });
  },
});

const changed = (files: Files, path: string, executable: boolean | 'same', recursive: boolean): Files => {
  if (executable === 'same') return files;
  const one = (whole: string): Files => {
    const entry = entryAt(files, whole);
    if (entry?.kind !== 'file') return {};
    const { executable: _, ...rest } = entry;
    return { [whole]: executable ? { ...rest, executable: true } : rest };
  };
  const below = recursive ? Object.keys(files).filter((whole) => whole.startsWith(`${path}/`)) : [];
  return Object.assign({}, files, one(path), ...below.map(one)) as Files;
};
