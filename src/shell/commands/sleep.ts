import { timePassed } from '../../network/world.ts';
import { missingOperand, printed, refused } from './shared/result.ts';
import { secondsOf } from './shared/secondsOf.ts';
import { quoted } from './shared/textSources.ts';
import { defineCommand } from './shellCommand.ts';

/** Lets time pass on the virtual clock, at once. Reference: GNU coreutils 9.1, src/sleep.c. */
export const sleep = defineCommand({
  name: 'sleep',
  usage: 'sleep SECONDS…',
  summary: 'Lets time pass: 3, 0.5, 2m. The clock here jumps, so there is nothing to wait for.',
  needs: ['world'],
  run({ words, world }) {
    if (words.length === 0) return missingOperand('sleep', words, 'Say how many seconds.');
    let seconds = 0;
    for (const { text, from, to } of words) {
      const given = secondsOf(text);
      if (given === null)
        return refused({
          from,
          to,
          message: /^-[^-\d]/.test(text)
            ? `sleep: invalid option -- '${text[1]}'\nTry 'sleep --help' for more information.`
            : `sleep: invalid time interval ${quoted(text)}\nTry 'sleep --help' for more information.`,
          status: 1,
          hint: 'Write seconds, such as 1 or 0.5.',
        });
      seconds += given;
    }
    // After the year 9999 a time has no place in what is printed here.
    const until = Math.min(Math.round(world.now + seconds * 1000), Date.UTC(9999, 0));
    return printed('', { world: timePassed(world, until) });
  },
});
