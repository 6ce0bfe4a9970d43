import { gnuOptions } from './shared/options.ts';
import { Report } from './shared/report.ts';
import { refused } from './shared/result.ts';
import { linesOf, sources } from './shared/textSources.ts';
import { defineCommand } from './shellCommand.ts';

/** Reference: util-linux 2.38.1, text-utils/rev.c. */
export const rev = defineCommand({
  name: 'rev',
  usage: 'rev [FILE…]',
  summary: 'Prints each line from its last letter to its first.',
  needs: ['files', 'input'],
  run(call) {
    const read = gnuOptions('rev', call.words, {}, '0hV --zero --help --version');
    if ('message' in read) return refused(read);
    const report = new Report();
    for (const { text } of sources(call, read.rest, report, (name) => `rev: cannot open ${name}`))
      for (const line of linesOf(text)) {
        const end = line.endsWith('\n') ? '\n' : '';
        report.print([...line.slice(0, line.length - end.length)].reverse().join('') + end);
      }
    return report.done();
  },
});
