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
    const { exported, variables } = shell.state;
    return printed(
      [...new Set(exported)]
        .filter((n) => Object.hasOwn(variables, n))
        .map((n) => `${n}=${variables[n]}\n`)
        .join(''),
    );
  },
});
