import { gnuOptions } from './shared/options.ts';
import { Report } from './shared/report.ts';
import { refused } from './shared/result.ts';
import { sources } from './shared/textSources.ts';
import { defineCommand } from './shellCommand.ts';

/** A pager that prints all at once: the terminal scrolls. Differs from Linux: there are no pages to turn. */
export const less = defineCommand({
  name: 'less',
  usage: 'less [FILE…]',
  summary: 'Shows a text. Here it is printed whole: the terminal scrolls.',
  needs: ['files', 'input'],
  run(call) {
    const read = gnuOptions(
      'less',
      call.words,
      { ignored: { names: ['-S', '-R', '-F', '-X', '-N', '-i'] } },
      '',
    );
    if ('message' in read) return refused(read);
    const report = new Report();
    for (const { text } of sources(call, read.rest, report, (name, error) =>
      error === 'EISDIR' ? `${name} is a directory` : name,
    ))
      report.print(text);
    return report.done();
  },
});

/** The same under its other name. */
export const more = defineCommand({ ...less, name: 'more', usage: 'more [FILE…]' });
