import { scalar } from '../language/variables.ts';
import { printed, problemAt, refused } from './shared/result.ts';
import { defineCommand } from './shellCommand.ts';

/** Reference: GNU coreutils 9.1, src/env.c. */
export const env = defineCommand({
  name: 'env',
  usage: 'env [-i] [NAME=VALUE…] [COMMAND]',
  summary: 'Prints the variables that programs get, or runs a command with others.',
  needs: ['shell'],
  *run({ shell, words, says, io }) {
    const [first] = words;
    const bare = first?.text === '-i' || first?.text === '-';
    if (first && !bare && first.text.startsWith('-'))
      return refused(
        problemAt(first, `${says}env: ${first.text} is not simulated here`, 125, 'Here env takes -i.'),
      );
    const before = shell.state;
    let at = bare ? 1 : 0;
    const variables = new Map(bare ? [] : [...before.variables].filter(([, { exported }]) => exported));
    for (; /^[^=]+=/.test(words[at]?.text ?? ''); at++) {
      const { text } = words[at]!;
      const equals = text.indexOf('=');
      variables.set(text.slice(0, equals), { value: text.slice(equals + 1), exported: true });
    }
    if (at === words.length)
      return printed([...variables].map(([name, { value }]) => `${name}=${scalar(value) ?? ''}\n`).join(''));
    shell.state = { ...before, variables: new Map([...before.variables, ...variables]) };
    try {
      return printed('', { status: yield* shell.run(words.slice(at), io) });
    } finally {
      shell.state = before;
    }
  },
});
