import { Leave } from '../../language/stops.ts';
import { defineCommand } from '../shellCommand.ts';
import { problemAt, refused } from './result.ts';

/** `break` and `continue`. Reference: bash 5.2, builtins/break.def. */
export const leaveLoop = (name: 'break' | 'continue', summary: string) =>
  defineCommand({
    name,
    usage: `${name} [LEVELS]`,
    summary,
    isBuiltin: true,
    needs: ['shell'],
    run({ shell, words: [word], says, at }) {
      const refuse = (place: typeof at, message: string, status: number, hint: string) =>
        refused(problemAt(place, `${says}${name}: ${message}`, status, hint));
      if (!shell.isInLoop)
        return refuse(
          at,
          "only meaningful in a `for', `while', or `until' loop",
          0,
          'There is no loop here.',
        );
      if (word && !/^\d+$/.test(word.text))
        return refuse(
          word,
          `${word.text}: numeric argument required`,
          128,
          'Write how many loops, or nothing.',
        );
      if (word && Number(word.text) < 1)
        return refuse(word, `${word.text}: loop count out of range`, 1, 'Write 1 or more.');
      throw new Leave(name, word ? Number(word.text) : 1);
    },
  });
