import { gnuOptions } from './shared/options.ts';
import { Report } from './shared/report.ts';
import { refused } from './shared/result.ts';
import { linesOf, sources } from './shared/textSources.ts';
import { defineCommand } from './shellCommand.ts';

/** Reference: GNU coreutils 9.1, src/cat.c. */
export const cat = defineCommand({
  name: 'cat',
  usage: 'cat [-n] [FILE…]',
  summary: 'Prints files one after the other.',
  needs: ['files', 'input'],
  run(call) {
    const read = gnuOptions(
      'cat',
      call.words,
      { number: { names: ['-n', '--number'] } },
      'AbeEstTuv --show-all --number-nonblank --show-ends --squeeze-blank --show-tabs --show-nonprinting --help --version',
    );
    if ('message' in read) return refused(read);
    const report = new Report();
    let number = 0;
    for (const word of read.rest.length ? read.rest : [null])
      for (const { text } of sources(call, word ? [word] : [], report, (name) => `cat: ${name}`))
        report.print(
          read.of['number']
            ? linesOf(text)
                .map((l) => `${String(++number).padStart(6)}\t${l}`)
                .join('')
            : text,
        );
    return report.done();
  },
});
