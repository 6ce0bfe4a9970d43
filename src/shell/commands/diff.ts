import { type Change, changesBetween } from './shared/changesBetween.ts';
import { gnuOptions } from './shared/options.ts';
import { endOf, printed, problemAt, refused } from './shared/result.ts';
import { linesOf } from './shared/textSources.ts';
import { seeHelp, twoFiles } from './shared/twoFiles.ts';
import { defineCommand } from './shellCommand.ts';

/** `3,5`; where there are no lines, the one before. */
const range = (from: number, to: number): string => {
  if (to === from) return String(from);
  return to - from === 1 ? String(to) : `${from + 1},${to}`;
};

const shown = (change: Change, old: readonly string[], fresh: readonly string[]): string => {
  const removed = old.slice(change.oldFrom, change.oldTo);
  const added = fresh.slice(change.newFrom, change.newTo);
  const letter = removed.length === 0 ? 'a' : added.length === 0 ? 'd' : 'c';
  const marked = (mark: string, lines: readonly string[]) =>
    lines.map((l) => `${mark} ${l.endsWith('\n') ? l : `${l}\n\\ No newline at end of file\n`}`).join('');
  return (
    `${range(change.oldFrom, change.oldTo)}${letter}${range(change.newFrom, change.newTo)}\n` +
    `${marked('<', removed)}${letter === 'c' ? '---\n' : ''}${marked('>', added)}`
  );
};

/** Reference: GNU diffutils 3.8, src/diff.c. */
export const diff = defineCommand({
  name: 'diff',
  usage: 'diff [-q] [-s] OLD NEW',
  summary: 'Prints the lines in which two files differ; -q whether they do.',
  needs: ['files', 'input'],
  run(call) {
    const read = gnuOptions(
      'diff',
      call.words,
      {
        brief: { names: ['-q', '--brief'] },
        same: { names: ['-s', '--report-identical-files'] },
        text: { names: ['-a', '--text'] },
      },
      'uUcCenyWptTEZbwBiINrxXldFD --unified --context --ed --side-by-side --width --color --recursive --new-file --ignore-case --ignore-all-space --ignore-space-change --ignore-blank-lines --ignore-matching-lines --label --normal --help --version --exclude --minimal --speed-large-files',
      2,
      { help: seeHelp('diff') },
    );
    if ('message' in read) return refused(read);
    const files = twoFiles('diff', call, read.rest);
    if ('status' in files) return files;
    const [a, b] = files;
    if (a.text === b.text)
      return printed(read.of['same'] ? `Files ${a.name} and ${b.name} are identical\n` : '');
    if (read.of['brief']) return printed(`Files ${a.name} and ${b.name} differ\n`, { status: 1 });
    const old = linesOf(a.text);
    const fresh = linesOf(b.text);
    const changes = changesBetween(old, fresh);
    if (changes === null)
      return refused(
        problemAt(
          endOf(call.words),
          'diff: files with so many differences are not simulated here',
          2,
          'diff -q says whether they differ.',
        ),
      );
    return printed(changes.map((change) => shown(change, old, fresh)).join(''), { status: 1 });
  },
});
