import { sources } from './texts.ts';
import { linesOf, Report, refusedTool, type Tool, toolOptions } from './tool.ts';

/** Reference: GNU coreutils 9.1, src/cat.c. */
export const cat: Tool = {
  name: 'cat',
  usage: 'cat [-n] [FILE…]',
  summary: 'Prints files one behind the other.',
  run(call) {
    const read = toolOptions(
      'cat',
      call.words,
      { number: { names: ['-n', '--number'] } },
      'AbeEstTuv --show-all --number-nonblank --show-ends --squeeze-blank --show-tabs --show-nonprinting --help --version',
    );
    if ('message' in read) return refusedTool(read);
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
};
