import { printed, refused } from './shared/result.ts';
import { quoted } from './shared/textSources.ts';
import { defineCommand } from './shellCommand.ts';

/** Reference: GNU coreutils 9.1, src/whoami.c. */
export const whoami = defineCommand({
  name: 'whoami',
  usage: 'whoami',
  summary: 'Says who you are: root.',
  needs: [],
  run: ({ words: [word] }) =>
    word
      ? refused({
          from: word.from,
          to: word.to,
          message: `whoami: extra operand ${quoted(word.text)}\nTry 'whoami --help' for more information.`,
          status: 1,
          hint: 'whoami takes no words.',
        })
      : printed('root\n'),
});
