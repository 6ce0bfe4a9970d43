import { sources } from './texts.ts';
import { Report, refusedTool, type Tool, toolOptions } from './tool.ts';

/** A pager that prints all at once: the terminal scrolls. Differs from Linux: nobody turns pages. */
export const less: Tool = {
  name: 'less',
  usage: 'less [FILE…]',
  summary: 'Shows a text. Here it is printed whole: the terminal scrolls.',
  run(call) {
    const read = toolOptions(
      'less',
      call.words,
      { ignored: { names: ['-S', '-R', '-F', '-X', '-N', '-i'] } },
      '',
    );
    if ('message' in read) return refusedTool(read);
    const report = new Report();
    for (const { text } of sources(call, read.rest, report, (name, error) =>
      error === 'EISDIR' ? `${name} is a directory` : name,
    ))
      report.print(text);
    return report.done();
  },
};

/** The same under its other name. */
export const more: Tool = { ...less, name: 'more', usage: 'more [FILE…]' };
