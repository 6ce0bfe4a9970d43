import type { Word } from '../../text/words.ts';
import { kindAt } from '../fileSystem.ts';
import { nameOf } from '../files.ts';
import { type Change, changesBetween } from './shared/changesBetween.ts';
import { gnuOptions } from './shared/options.ts';
import { Report } from './shared/report.ts';
import { endOf, problemAt, refused } from './shared/result.ts';
import { linesOf, sources } from './shared/textSources.ts';
import { type Call, type CommandResult, defineCommand } from './shellCommand.ts';

const help = (name: string) => `${name}: Try '${name} --help' for more information.`;

/** The texts of two files, or what is wrong with them. */
const twoTexts = (
  name: 'diff' | 'cmp',
  call: Call<'files' | 'input'>,
  rest: readonly Word[],
): readonly [string, string] | CommandResult => {
  if (rest.length < 2)
    return refused(
      problemAt(
        endOf(call.words),
        `${name}: missing operand after '${rest[0]?.text ?? name}'\n${help(name)}`,
        2,
        `Write ${name} OLD NEW.`,
      ),
    );
  if (rest.length > 2)
    return refused(
      problemAt(
        rest[2]!,
        `${name}: extra operand '${rest[2]!.text}'\n${help(name)}`,
        2,
        'It compares two files.',
      ),
    );
  const report = new Report();
  // A file and a folder: the file of that name in it.
  const [a, b] = rest as readonly [Word, Word];
  const inside = (file: Word, folder: Word): Word =>
    name === 'diff' && kindAt(call, folder.text) === 'folder' && kindAt(call, file.text) !== 'folder'
      ? { ...folder, text: `${folder.text.replace(/\/+$/, '')}/${nameOf(file.text)}` }
      : folder;
  const texts = [inside(b, a), inside(a, b)].map((word) =>
    sources(call, [word], report, (file) => `${name}: ${file}`, 2),
  );
  if (report.status) return report.done();
  return [texts[0]![0]!.text, texts[1]![0]!.text];
};

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
    );
    if ('message' in read) return refused({ ...read, message: read.message.replace('\nTry', '\ndiff: Try') });
    const texts = twoTexts('diff', call, read.rest);
    if ('status' in texts) return texts;
    const [a, b] = read.rest.map((w) => w.text);
    const report = new Report();
    if (texts[0] === texts[1]) {
      if (read.of['same']) report.print(`Files ${a} and ${b} are identical\n`);
      return report.done();
    }
    report.status = 1;
    if (read.of['brief']) {
      report.print(`Files ${a} and ${b} differ\n`);
      return report.done();
    }
    const [old, fresh] = texts.map(linesOf) as [readonly string[], readonly string[]];
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
    for (const change of changes) report.print(shown(change, old, fresh));
    return report.done();
  },
});

/** Reference: GNU diffutils 3.8, src/cmp.c. */
export const cmp = defineCommand({
  name: 'cmp',
  usage: 'cmp [-s] FILE FILE',
  summary: 'Says where two files first differ; -s by its status alone.',
  needs: ['files', 'input'],
  run(call) {
    const read = gnuOptions(
      'cmp',
      call.words,
      { silent: { names: ['-s', '--quiet', '--silent'] } },
      'bilnv --print-bytes --ignore-initial --verbose --bytes --help --version',
      2,
    );
    if ('message' in read) return refused({ ...read, message: read.message.replace('\nTry', '\ncmp: Try') });
    const texts = twoTexts('cmp', call, read.rest);
    if ('status' in texts) return texts;
    const [old, fresh] = texts.map((t) => new TextEncoder().encode(t)) as [Uint8Array, Uint8Array];
    const [a, b] = read.rest.map((w) => w.text);
    const report = new Report();
    const at = old.findIndex((byte, i) => byte !== fresh[i]);
    if (at < 0 && old.length === fresh.length) return report.done();
    report.status = 1;
    if (read.of['silent']) return report.done();
    const shorter = Math.min(old.length, fresh.length);
    const lines = (end: number) => old.slice(0, end).filter((byte) => byte === 10).length;
    if (at >= 0 && at < shorter) report.print(`${a} ${b} differ: byte ${at + 1}, line ${lines(at) + 1}\n`);
    else {
      const name = old.length < fresh.length ? a : b;
      const where =
        shorter === 0
          ? 'which is empty'
          : `after byte ${shorter}, ${old[shorter - 1] === 10 ? `line ${lines(shorter)}` : `in line ${lines(shorter) + 1}`}`;
      report.warn(`cmp: EOF on ${name} ${where}`);
    }
    return report.done();
  },
});
