import type { Input } from '../language/io.ts';
import { printed, problemAt, refused } from './shared/result.ts';
import { defineCommand } from './shellCommand.ts';

/** The next line; without `-r` a backslash at its end takes the next one in, and others go. */
const nextLine = (input: Input, raw: boolean): { readonly text: string; readonly ended: boolean } => {
  let line = input.takeLine();
  const ended = line?.ended ?? false;
  let text = line?.text ?? '';
  if (raw) return { text, ended };
  while (line?.ended && /(^|[^\\])(\\\\)*\\$/.test(text)) {
    line = input.takeLine();
    text = text.slice(0, -1) + (line?.text ?? '');
  }
  return { text: text.replace(/\\(.)/g, '$1'), ended };
};

/** Reference: bash 5.2, builtins/read.def. */
export const read = defineCommand({
  name: 'read',
  usage: 'read [-r] NAME…',
  summary: 'Reads a line into variables: while read -r A B; do …; done < FILE.',
  isBuiltin: true,
  needs: ['shell'],
  run({ shell, words, io, says }) {
    const first = words.findIndex((w) => !/^-./.test(w.text));
    const names = first < 0 ? [] : words.slice(first);
    const options = first < 0 ? words : words.slice(0, first);
    for (const word of options)
      if (word.text !== '-r') {
        const message = `${says}read: ${word.text} is not simulated here`;
        return refused(problemAt(word, message, 2, 'Here read takes -r.'));
      }
    for (const word of names)
      if (!/^[A-Za-z_]\w*$/.test(word.text)) {
        const message = `${says}read: \`${word.text}': not a valid identifier`;
        return refused(problemAt(word, message, 1, 'A name has letters, digits and _, without $.'));
      }
    const { text, ended } = nextLine(io.input, options.length > 0);
    const status = ended ? 0 : 1;
    if (names.length === 0) shell.assign('REPLY', text);
    let rest = text.replace(/^[ \t]+|[ \t]+$/g, '');
    for (const [i, { text: name }] of names.entries()) {
      const value = i === names.length - 1 ? rest : /^[^ \t]*/.exec(rest)![0];
      shell.assign(name, value);
      rest = rest.slice(value.length).replace(/^[ \t]+/, '');
    }
    return printed('', { status });
  },
});
