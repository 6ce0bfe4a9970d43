import { gnuOptions } from './shared/options.ts';
import { Report } from './shared/report.ts';
import { refused } from './shared/result.ts';
import { linesOf, quoted, sources } from './shared/textSources.ts';
import { defineCommand } from './shellCommand.ts';

/** Ranges such as `1,3-5,7-`; null where the text is none. */
const rangesOf = (text: string): readonly (readonly [number, number])[] | null => {
  const ranges = text.split(',').map((part): readonly [number, number] | null => {
    const found = /^(\d*)(-?)(\d*)$/.exec(part);
    if (!found || (found[1] === '' && found[3] === '')) return null;
    const from = found[1] === '' ? 1 : Number(found[1]);
    return [from, found[2] === '' ? from : found[3] === '' ? Infinity : Number(found[3])];
  });
  return ranges.every((r) => r !== null) ? ranges : null;
};

/** Reference: GNU coreutils 9.1, src/cut.c. */
export const cut = defineCommand({
  name: 'cut',
  usage: 'cut -d SEPARATOR -f LIST [-s] [FILE…]  or  cut -c LIST [FILE…]',
  summary: 'Prints parts of each line: fields with -f, letters with -c.',
  needs: ['files', 'input'],
  run(call) {
    const read = gnuOptions(
      'cut',
      call.words,
      {
        separator: { names: ['-d', '--delimiter'], takes: 'required' },
        fields: { names: ['-f', '--fields'], takes: 'required' },
        chars: { names: ['-c', '--characters'], takes: 'required' },
        bytes: { names: ['-b', '--bytes'], takes: 'required' },
        only: { names: ['-s', '--only-delimited'] },
        output: { names: ['--output-delimiter'], takes: 'required' },
      },
      'nz --complement --zero-terminated --help --version',
    );
    if ('message' in read) return refused(read);
    const { of, rest } = read;
    const tell = "\nTry 'cut --help' for more information.";
    const refuse = (at: { from: number; to: number }, message: string, hint: string) =>
      refused({ from: at.from, to: at.to, message: `cut: ${message}${tell}`, status: 1, hint });
    const end = { from: call.words.at(-1)?.to ?? 0, to: call.words.at(-1)?.to ?? 0 };
    const given = of['fields'] ?? of['chars'] ?? of['bytes'];
    if (!given)
      return refuse(
        end,
        'you must specify a list of bytes, characters, or fields',
        'Say which: -f 2, or -c 1-10.',
      );
    if ([of['fields'], of['chars'], of['bytes']].filter(Boolean).length > 1)
      return refuse(given, 'only one list may be specified', 'Write -f or -c.');
    if (of['separator'] && of['separator'].text.length > 1)
      return refuse(of['separator'], 'the delimiter must be a single character', 'Write one letter.');
    if (of['separator'] && !of['fields'])
      return refuse(
        of['separator'],
        'an input delimiter may be specified only when operating on fields',
        'Take -d away, or write -f.',
      );
    const ranges = rangesOf(given.text);
    const what = of['fields'] ? 'field' : 'byte/character';
    if (!ranges)
      return refuse(
        given,
        /^[\d,-]*$/.test(given.text)
          ? of['fields']
            ? 'invalid range with no endpoint: -'
            : 'invalid range with no endpoint: -'
          : of['fields']
            ? `invalid field value ${quoted(given.text.replace(/^\d*/, ''))}`
            : `invalid byte/character position ${quoted(given.text.replace(/^\d*/, ''))}`,
        'A list looks like 1,3-5.',
      );
    if (ranges.some(([a]) => a === 0))
      return refuse(
        given,
        of['fields'] ? 'fields are numbered from 1' : 'byte/character positions are numbered from 1',
        `The first ${what} is 1.`,
      );
    if (ranges.some(([a, b]) => b < a))
      return refuse(given, 'invalid decreasing range', 'Write the smaller number first.');
    const separator = of['separator']?.text ?? '\t';
    const glue = of['output']?.text ?? (of['fields'] ? separator : '');
    const wanted = (n: number) => ranges.some(([a, b]) => a <= n && n <= b);
    const report = new Report();
    for (const { text } of sources(call, rest, report, (name) => `cut: ${name}`))
      for (const line of linesOf(text).map((l) => l.replace(/\n$/, ''))) {
        if (of['fields'] && !line.includes(separator)) {
          if (!of['only']) report.print(`${line}\n`);
        } else
          report.print(
            `${(of['fields'] ? line.split(separator) : [...line]).filter((_, i) => wanted(i + 1)).join(glue)}\n`,
          );
      }
    return report.done();
  },
});
