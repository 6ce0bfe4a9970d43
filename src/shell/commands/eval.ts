import { printed } from './shared/result.ts';
import { defineCommand } from './shellCommand.ts';

/** Reference: bash 5.2, builtins/eval.def. */
export const evalCommand = defineCommand({
  name: 'eval',
  usage: 'eval WORD…',
  summary: 'Runs its words as a line that is written out.',
  isBuiltin: true,
  needs: ['shell'],
  *run({ shell, words, io, at }) {
    const text = words.map((w) => w.text).join(' ');
    return printed('', { status: yield* shell.source(text, at, io) });
  },
});
