import { escapes } from './shared/escapes.ts';
import { gnuOptions } from './shared/options.ts';
import { Report } from './shared/report.ts';
import { refused } from './shared/result.ts';
import { linesOf, sources } from './shared/textSources.ts';
import { defineCommand } from './shellCommand.ts';

/** Reference: GNU coreutils 9.1, src/paste.c. */
export const paste = defineCommand({
  name: 'paste',
  usage: 'paste [-s] [-d SIGNS] [FILE…]',
  summary: 'Puts lines side by side: paste -sd, joins all lines with commas.',
  needs: ['files', 'input'],
  run(call) {
    const read = gnuOptions(
      'paste',
      call.words,
      { serial: { names: ['-s', '--serial'] }, signs: { names: ['-d', '--delimiters'], takes: 'required' } },
      'z --zero-terminated --help --version',
    );
    if ('message' in read) return refused(read);
    const report = new Report();
    const signs = [...escapes(read.of['signs']?.text ?? '\t', 'format').text];
    const sign = (i: number): string => (signs.length ? signs[i % signs.length]! : '');
    const joined = (parts: readonly string[]): string =>
      parts.map((part, i) => (i === 0 ? part : sign(i - 1) + part)).join('');
    const texts = sources(call, read.rest, report, (name) => `paste: ${name}`).map(({ text }) =>
      linesOf(text).map((line) => line.replace(/\n$/, '')),
    );
    // Standard input that is named several times is read by turns.
    const columns = read.rest.length;
    if (columns > 1 && !read.of['serial'] && read.rest.every((word) => word.text === '-')) {
      const lines = texts.flat();
      for (let i = 0; i < lines.length; i += columns)
        report.print(`${joined(Array.from({ length: columns }, (_, n) => lines[i + n] ?? ''))}\n`);
      return report.done();
    }
    const rows = read.of['serial']
      ? texts
      : Array.from({ length: Math.max(0, ...texts.map((lines) => lines.length)) }, (_, i) =>
          texts.map((lines) => lines[i] ?? ''),
        );
    report.print(rows.map((row) => `${joined(row)}\n`).join(''));
    return report.done();
  },
});
