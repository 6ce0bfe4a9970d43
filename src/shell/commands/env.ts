import { scalar } from '../language/variables.ts';
import { printed, problemAt, refused } from './shared/result.ts';
import { defineCommand } from './shellCommand.ts';

/** Reference: GNU coreutils 9.1, src/printenv.c and src/env.c. */
export const env = defineCommand({
  name: 'env',
  usage: 'env',
  summary: 'Prints the variables that programs get.',
  needs: ['shell'],
  run({ shell, words: [word], says }) {
    if (word) {
      const message = `${says}env: ${word.text} is not simulated here`;
      return refused(problemAt(word, message, 125, 'Write NAME=VALUE in front of the command itself.'));
    }
    return printed(
      [...shell.state.variables]
        .filter(([, { exported }]) => exported)
        .map(([name, { value }]) => `${name}=${scalar(value) ?? ''}\n`)
        .join(''),
    );
  },
});
