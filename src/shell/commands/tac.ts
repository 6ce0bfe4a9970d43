import { gnuOptions } from './shared/options.ts';
import { Report } from './shared/report.ts';
import { refused } from './shared/result.ts';
import { linesOf, sources } from './shared/textSources.ts';
import { defineCommand } from './shellCommand.ts';

/** Reference: GNU coreutils 9.1, src/tac.c. */
export const tac = defineCommand({
  name: 'tac',
  usage: 'tac [FILE…]',
  summary: 'Prints lines from the last to the first.',
  needs: ['files', 'input'],
  run(call) {
    const read = gnuOptions('tac', call.words, {}, 'brs --before --regex --separator --help --version');
    if ('message' in read) return refused(read);
    const report = new Report();
    for (const { text } of sources(
      call,
      read.rest,
      report,
      (name) => `tac: failed to open '${name}' for reading`,
    ))
      report.print(linesOf(text).toReversed().join(''));
    return report.done();
  },
});
