import { arithmeticHint, BadArithmetic } from '../language/readArithmetic.ts';
import { printed, problemAt, refused } from './shared/result.ts';
import { defineCommand } from './shellCommand.ts';

/** Reference: bash 5.2, builtins/let.def. */
export const letCommand = defineCommand({
  name: 'let',
  usage: 'let EXPRESSION…',
  summary: 'Works out arithmetic: let n=3*4. (( )) does the same.',
  isBuiltin: true,
  needs: ['shell'],
  run({ shell, words, says, at }) {
    if (words.length === 0)
      return refused(problemAt(at, `${says}let: expression expected`, 1, 'Write an expression: let n=n+1.'));
    let value = 0n;
    for (const word of words)
      try {
        value = shell.evaluate(word.text);
      } catch (thrown) {
        if (!(thrown instanceof BadArithmetic)) throw thrown;
        return refused(problemAt(word, `${says}let: ${thrown.message}`, 1, arithmeticHint));
      }
    return printed('', { status: value === 0n ? 1 : 0 });
  },
});
