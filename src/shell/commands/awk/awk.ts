import type { Word } from '../../../text/words.ts';
import { readText } from '../../fileSystem.ts';
import { errorWords } from '../../files.ts';
import { escapes } from '../shared/escapes.ts';
import { Report } from '../shared/report.ts';
import { printed, problemAt, refused } from '../shared/result.ts';
import { defineCommand } from '../shellCommand.ts';
import { parseAwk } from './parse.ts';
import { Awk, type Source } from './run.ts';
import { Refusal } from './syntax.ts';

const assignment = /^([A-Za-z_]\w*)=(.*)$/s;

/** Reads the options: `-F SIGN`, `-v NAME=VALUE`; the words after them, or the option that is not one. */
const optionsOf = (
  words: readonly Word[],
):
  | { readonly sets: readonly (readonly [string, string])[]; readonly rest: readonly Word[] }
  | { readonly wrong: Word } => {
  const sets: (readonly [string, string])[] = [];
  let at = 0;
  for (; /^-./.test(words[at]?.text ?? ''); at++) {
    const word = words[at]!;
    if (word.text === '--') return { sets, rest: words.slice(at + 1) };
    const letter = word.text[1];
    if (letter !== 'F' && letter !== 'v') return { wrong: word };
    const value = word.text.length > 2 ? word.text.slice(2) : words[++at]?.text;
    if (value === undefined) return { wrong: word };
    if (letter === 'F') sets.push(['FS', value === 't' ? 't' : escapes(value, 'format').text]);
    else {
      const found = assignment.exec(value);
      if (!found) return { wrong: word };
      sets.push([found[1]!, escapes(found[2]!, 'format').text]);
    }
  }
  return { sets, rest: words.slice(at) };
};

/** Debian's awk. Reference: mawk 1.3.4 20200120. */
export const awk = defineCommand({
  name: 'awk',
  usage: 'awk [-F SIGN] [-v NAME=VALUE] PROGRAM [FILE…]',
  summary:
    "Works through lines by their fields: awk '/default/ {print $3}' prints the third word of such lines.",
  needs: ['files', 'input'],
  run(call) {
    const read = optionsOf(call.words);
    if ('wrong' in read)
      return refused(
        problemAt(
          read.wrong,
          `awk: ${read.wrong.text} is not simulated here`,
          2,
          'Here awk takes -F and -v.',
        ),
      );
    const [program, ...names] = read.rest;
    if (!program)
      return printed('', {
        stderr: 'Usage: mawk [Options] [Program] [file ...]\n',
      });
    const report = new Report();
    try {
      const run = new Awk(parseAwk(program.text), (text, toStderr) =>
        toStderr ? report.warn(text.replace(/\n$/, ''), report.status) : report.print(text),
      );
      for (const [name, value] of read.sets) run.assign(name, value);
      const files = names.filter((word) => !assignment.test(word.text));
      for (const word of names) {
        const found = assignment.exec(word.text);
        if (found) run.assign(found[1]!, escapes(found[2]!, 'format').text);
      }
      const status = run.run((): readonly Source[] =>
        files.length === 0
          ? [{ name: '-', text: call.input() }]
          : files.flatMap((word) => {
              const read = word.text === '-' ? null : readText(call, word.text);
              if (read === null || read.ok) return [{ name: word.text, text: read?.text ?? call.input() }];
              const message = `awk: cannot open ${word.text} (${errorWords[read.error]})`;
              report.mistake(word, message, 'ls lists the files that there are.', 2);
              return [];
            }),
      );
      report.status = Math.max(report.status, status);
    } catch (thrown) {
      if (!(thrown instanceof Refusal)) throw thrown;
      report.mistake(
        program,
        thrown.message,
        'Fields, patterns, print, printf, if, for and the usual functions are here.',
        thrown.status,
      );
    }
    return report.done();
  },
});
