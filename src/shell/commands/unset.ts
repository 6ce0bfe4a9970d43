import { printed, problemAt, refused } from './shared/result.ts';
import { defineCommand } from './shellCommand.ts';

/** Reference: bash 5.2, builtins/set.def. */
export const unset = defineCommand({
  name: 'unset',
  usage: 'unset NAME…',
  summary: 'Removes variables.',
  isBuiltin: true,
  needs: ['shell'],
  run({ shell, words, says }) {
    for (const word of words) {
      if (word.text === '-v') continue;
      if (word.text.startsWith('-')) {
        const message = `${says}unset: ${word.text} is not simulated here`;
        return refused(problemAt(word, message, 2, 'Write unset NAME.'));
      }
      const { variables, exported } = shell.state;
      shell.state = {
        ...shell.state,
        variables: Object.fromEntries(Object.entries(variables).filter(([n]) => n !== word.text)),
        exported: exported.filter((n) => n !== word.text),
      };
    }
    return printed('');
  },
});
