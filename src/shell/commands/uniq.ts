import { gnuOptions } from './shared/options.ts';
import { Report } from './shared/report.ts';
import { refused } from './shared/result.ts';
import { linesOf, sources } from './shared/textSources.ts';
import { defineCommand } from './shellCommand.ts';

/** Reference: GNU coreutils 9.1, src/uniq.c. */
export const uniq = defineCommand({
  name: 'uniq',
  usage: 'uniq [-c] [-d] [-u] [-i] [FILE]',
  summary: 'Prints one of several equal lines in a row.',
  needs: ['files', 'input'],
  run(call) {
    const read = gnuOptions(
      'uniq',
      call.words,
      {
        count: { names: ['-c', '--count'] },
        repeated: { names: ['-d', '--repeated'] },
        unique: { names: ['-u', '--unique'] },
        fold: { names: ['-i', '--ignore-case'] },
      },
      'Dfswz --all-repeated --skip-fields --skip-chars --check-chars --group --zero-terminated --help --version',
    );
    if ('message' in read) return refused(read);
    const { of, rest } = read;
    if (rest[1])
      return refused({
        from: rest[1].from,
        to: rest[1].to,
        message: 'uniq: a second file is not simulated here',
        status: 1,
        hint: 'Write > in front of the name.',
      });
    const report = new Report();
    const same = (a: string, b: string) => (of['fold'] ? a.toLowerCase() === b.toLowerCase() : a === b);
    const groups: { line: string; count: number }[] = [];
    for (const line of sources(call, rest, report, (name) => `uniq: ${name}`)
      .flatMap((s) => linesOf(s.text))
      .map((l) => l.replace(/\n$/, ''))) {
      const before = groups.at(-1);
      if (before && same(before.line, line)) before.count++;
      else groups.push({ line, count: 1 });
    }
    const kept = groups.filter((g) => (!of['repeated'] || g.count > 1) && (!of['unique'] || g.count === 1));
    report.print(
      kept.map((g) => `${of['count'] ? `${String(g.count).padStart(7)} ` : ''}${g.line}\n`).join(''),
    );
    return report.done();
  },
});
