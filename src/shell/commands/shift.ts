import { printed, problemAt, refused } from './shared/result.ts';
import { defineCommand } from './shellCommand.ts';

/** Reference: bash 5.2, builtins/shift.def. */
export const shift = defineCommand({
  name: 'shift',
  usage: 'shift [COUNT]',
  summary: 'Takes $1 out: $2 is the next $1.',
  isBuiltin: true,
  needs: ['shell'],
  run({ shell, words: [word], says }) {
    if (word && !/^-?\d+$/.test(word.text))
      return refused(
        problemAt(
          word,
          `${says}shift: ${word.text}: numeric argument required`,
          1,
          'Write how many, or nothing.',
        ),
      );
    const count = Number(word?.text ?? 1);
    const { positional } = shell.state;
    if (count < 0)
      return refused(
        problemAt(word!, `${says}shift: ${count}: shift count out of range`, 1, 'Write 0 or more.'),
      );
    if (count > positional.length) return printed('', { status: 1 });
    shell.state = { ...shell.state, positional: positional.slice(count) };
    return printed('');
  },
});
