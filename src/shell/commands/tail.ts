import { gnuOptions } from './shared/options.ts';
import { Report } from './shared/report.ts';
import { refused } from './shared/result.ts';
import { cannotOpen, linesOf, oldNumbers, quoted, sources } from './shared/textSources.ts';
import { defineCommand } from './shellCommand.ts';

/** Reference: GNU coreutils 9.1, src/tail.c. */
export const tail = defineCommand({
  name: 'tail',
  usage: 'tail [-n COUNT] [-c BYTES] [-q] [-v] [FILE…]',
  summary: 'Prints the last lines: ten, or as many as you say; -n +3 all from the third on.',
  needs: ['files', 'input'],
  run(call) {
    const read = gnuOptions(
      'tail',
      oldNumbers(call.words),
      {
        lines: { names: ['-n', '--lines'], takes: 'required' },
        bytes: { names: ['-c', '--bytes'], takes: 'required' },
        quiet: { names: ['-q', '--quiet', '--silent'] },
        verbose: { names: ['-v', '--verbose'] },
      },
      'fFsz --follow --pid --retry --sleep-interval --zero-terminated --help --version',
    );
    if ('message' in read) return refused(read);
    const { of, rest } = read;
    const given = of['bytes'] ?? of['lines'];
    if (given && !/^[-+]?\d+$/.test(given.text))
      return refused({
        from: given.from,
        to: given.to,
        message: `tail: invalid number of ${of['bytes'] ? 'bytes' : 'lines'}: ${quoted(given.text)}`,
        status: 1,
        hint: 'Write a whole number.',
      });
    const count = given ? Math.abs(Number(given.text)) : 10;
    const report = new Report();
    const cut = (text: string): string => {
      const pieces = of['bytes'] ? text : linesOf(text);
      const kept = given?.text.startsWith('+')
        ? pieces.slice(Math.max(0, count - 1))
        : pieces.slice(Math.max(0, pieces.length - count));
      return typeof kept === 'string' ? kept : kept.join('');
    };
    let first = true;
    for (const word of rest.length ? rest : [null])
      for (const { name, text } of sources(call, word ? [word] : [], report, cannotOpen('tail'))) {
        if ((rest.length > 1 && !of['quiet']) || of['verbose'])
          report.print(`${first ? '' : '\n'}==> ${name ?? 'standard input'} <==\n`);
        first = false;
        report.print(cut(text));
      }
    return report.done();
  },
});
