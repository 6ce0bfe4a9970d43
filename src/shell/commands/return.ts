import { Return } from '../language/stops.ts';
import { problemAt, refused } from './shared/result.ts';
import { defineCommand } from './shellCommand.ts';

/** Reference: bash 5.2, builtins/return.def. */
export const returnCommand = defineCommand({
  name: 'return',
  usage: 'return [STATUS]',
  summary: 'Leaves a function, or a file that . reads.',
  isBuiltin: true,
  needs: ['shell'],
  run({ shell, words: [word], says, at }) {
    if (shell.state.frames.length === 0 && shell.sourced === 0)
      return refused(
        problemAt(
          at,
          `${says}return: can only \`return' from a function or sourced script`,
          2,
          'exit leaves a script.',
        ),
      );
    if (!word) throw new Return(shell.state.status);
    if (!/^[-+]?\d+$/.test(word.text))
      return refused(
        problemAt(
          word,
          `${says}return: ${word.text}: numeric argument required`,
          2,
          'A status is a number from 0 to 255.',
        ),
      );
    throw new Return(((Number(word.text) % 256) + 256) % 256);
  },
});
