import { timePassed } from '../../network/world.ts';
import { missingOperand, printed, refused } from './shared/result.ts';
import { quoted } from './shared/textSources.ts';
import { defineCommand } from './shellCommand.ts';

const units: Readonly<Record<string, number>> = { '': 1, s: 1, m: 60, h: 3600, d: 86_400 };

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
      const found = /^(\d*\.?\d+|\d+\.)([smhd]?)$/.exec(text);
      if (!found)
        return refused({
          from,
          to,
          message: /^-[^-\d]/.test(text)
            ? `sleep: invalid option -- '${text[1]}'\nTry 'sleep --help' for more information.`
            : `sleep: invalid time interval ${quoted(text)}\nTry 'sleep --help' for more information.`,
          status: 1,
          hint: 'Write seconds, such as 1 or 0.5.',
        });
      seconds += Number(found[1]) * units[found[2]!]!;
    }
    // After the year 9999 a time has no place in what is printed here.
    const until = Math.min(Math.round(world.now + seconds * 1000), Date.UTC(9999, 0));
    return printed('', { world: timePassed(world, until) });
  },
});
