import { readText, writeText } from '../fileSystem.ts';
import { gnuOptions } from './shared/options.ts';
import { Report } from './shared/report.ts';
import { refused } from './shared/result.ts';
import { defineCommand } from './shellCommand.ts';

/** Reference: GNU coreutils 9.1, src/tee.c. */
export const tee = defineCommand({
  name: 'tee',
  usage: 'tee [-a] [FILE…]',
  summary: 'Prints what it reads, and writes it into files too; -a after what they hold.',
  needs: ['files', 'input'],
  run(call) {
    const read = gnuOptions(
      'tee',
      call.words,
      { append: { names: ['-a', '--append'] } },
      'ip --ignore-interrupts --output-error --help --version',
    );
    if ('message' in read) return refused(read);
    const report = new Report();
    const text = call.input();
    let place: Pick<typeof call, 'world' | 'host' | 'cwd' | 'files'> = call;
    report.print(text);
    for (const word of read.rest) {
      const old = read.of['append'] ? readText(place, word.text) : null;
      const done = writeText(place, word.text, (old?.ok ? old.text : '') + text);
      if (done.error) report.noFile(word, `tee: ${word.text}`, done.error);
      place = { ...place, world: done.world, files: done.files };
    }
    return report.done({ files: place.files, world: place.world });
  },
});
