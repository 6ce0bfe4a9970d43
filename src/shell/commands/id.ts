import { printed, refused } from './shared/result.ts';
import { quoted } from './shared/textSources.ts';
import { defineCommand } from './shellCommand.ts';

/** Reference: GNU coreutils 9.1, src/id.c. */
export const id = defineCommand({
  name: 'id',
  usage: 'id [-u] [-g] [-un]',
  summary: 'Says your number: root is 0.',
  needs: [],
  run({ words }) {
    const [word] = words;
    const text = words.map((w) => w.text).join(' ');
    if (!word || text === 'root') return printed('uid=0(root) gid=0(root) groups=0(root)\n');
    if (['-u', '-g', '-G'].includes(text)) return printed('0\n');
    if (['-un', '-nu', '-gn', '-u -n', '-n -u'].includes(text)) return printed('root\n');
    return refused({
      from: word.from,
      to: word.to,
      message: word.text.startsWith('-')
        ? `id: ${word.text} is not simulated here`
        : `id: ${quoted(word.text)}: no such user`,
      status: 1,
      hint: 'Only root is here.',
    });
  },
});
