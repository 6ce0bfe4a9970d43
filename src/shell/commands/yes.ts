import { printed } from './shared/result.ts';
import { defineCommand } from './shellCommand.ts';

/** What reads this much has had enough. Differs from Linux: the real one never ends. */
const length = 4096;

export const yes = defineCommand({
  name: 'yes',
  usage: 'yes [WORD…]',
  summary: 'Prints y again and again: here 4096 characters of it.',
  needs: [],
  run({ words }) {
    const line = `${words.length ? words.map((w) => w.text).join(' ') : 'y'}\n`;
    return printed(line.repeat(Math.max(1, Math.floor(length / line.length))));
  },
});
