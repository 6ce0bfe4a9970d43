import { printed, refused } from './shared/result.ts';
import { defineCommand } from './shellCommand.ts';

/** Reference: hostname 3.23. */
export const hostname = defineCommand({
  name: 'hostname',
  usage: 'hostname [-s] [-I]',
  summary: 'Prints the name of this host; -I its addresses.',
  needs: ['world'],
  run({ words, host, world }) {
    const [word] = words;
    if (!word || (word.text === '-s' && !words[1])) return printed(`${host}\n`);
    if (word.text === '-I' && !words[1]) {
      const addresses = world.hosts[host]!.interfaces.filter((i) => i.up && i.link !== null).flatMap((i) =>
        i.addresses.map((a) => [24, 16, 8, 0].map((n) => (a.address >>> n) & 255).join('.')),
      );
      return printed(`${addresses.map((a) => `${a} `).join('')}\n`);
    }
    return refused({
      from: word.from,
      to: word.to,
      message: `hostname: ${word.text} is not simulated here`,
      status: 1,
      hint: 'A host keeps its name. There are -s and -I.',
    });
  },
});
