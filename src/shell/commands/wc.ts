import { kindAt } from '../fileSystem.ts';
import { bytesOf } from '../files.ts';
import { gnuOptions } from './shared/options.ts';
import { Report } from './shared/report.ts';
import { refused } from './shared/result.ts';
import { type Source, sources } from './shared/textSources.ts';
import { defineCommand } from './shellCommand.ts';

/** Reference: GNU coreutils 9.1, src/wc.c. */
export const wc = defineCommand({
  name: 'wc',
  usage: 'wc [-l] [-w] [-c] [-m] [FILE…]',
  summary: 'Counts lines, words and bytes.',
  needs: ['files', 'input'],
  run(call) {
    const read = gnuOptions(
      'wc',
      call.words,
      {
        lines: { names: ['-l', '--lines'] },
        words: { names: ['-w', '--words'] },
        chars: { names: ['-m', '--chars'] },
        bytes: { names: ['-c', '--bytes'] },
      },
      'L --max-line-length --files0-from --total --help --version',
    );
    if ('message' in read) return refused(read);
    const { of, rest } = read;
    const wanted = (['lines', 'words', 'chars', 'bytes'] as const).filter(
      (key) => of[key] || (Object.keys(of).length === 0 && key !== 'chars'),
    );
    const report = new Report();
    const rows: { readonly counts: readonly number[]; readonly name: string | null }[] = [];
    // A folder cannot be read, and is counted all the same.
    let folders = 0;
    for (const { name, text } of rest.length
      ? rest.flatMap((word): readonly Source[] => {
          const read = sources(call, [word], report, (n) => `wc: ${n}`);
          const isFolder = read.length === 0 && kindAt(call, word.text) === 'folder';
          if (isFolder) folders++;
          return isFolder ? [{ name: word.text, text: '' }] : read;
        })
      : sources(call, rest, report, (n) => n)) {
      const all = {
        lines: text.split('\n').length - 1,
        words: text.match(/\S+/g)?.length ?? 0,
        chars: [...text].length,
        bytes: bytesOf(text),
      };
      rows.push({ counts: wanted.map((key) => all[key]), name: name ?? (rest.length ? '-' : null) });
    }
    const total = wanted.map((_, i) => rows.reduce((sum, r) => sum + r.counts[i]!, 0));
    // As wide as the bytes of all files; without a file whose size is known, 7. A single number is printed as it
    // is.
    const bytes = rest.length
      ? rest.reduce(
          (sum, w) =>
            sum + (w.text === '-' ? 0 : bytesOf(sources(call, [w], new Report(), () => '')[0]?.text ?? '')),
          0,
        )
      : 0;
    const width =
      rest.length <= 1 && wanted.length === 1
        ? 1
        : rest.length === 0 || folders > 0 || rest.some((w) => w.text === '-')
          ? 7
          : String(bytes).length;
    for (const { counts, name } of rest.length > 1 ? [...rows, { counts: total, name: 'total' }] : rows)
      report.print(
        `${counts.map((n) => String(n).padStart(width)).join(' ')}${name === null ? '' : ` ${name}`}\n`,
      );
    return report.done();
  },
});
