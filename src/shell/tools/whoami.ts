import { quoted } from './texts.ts';
import { prints, refusedTool, type Tool } from './tool.ts';

/** Reference: GNU coreutils 9.1, src/whoami.c. */
export const whoami: Tool = {
  name: 'whoami',
  usage: 'whoami',
  summary: 'Says who you are: root.',
  run: ({ words: [word] }) =>
    word
      ? refusedTool({
          from: word.from,
          to: word.to,
          message: `whoami: extra operand ${quoted(word.text)}\nTry 'whoami --help' for more information.`,
          status: 1,
          hint: 'whoami stands alone.',
        })
      : prints('root\n'),
};

/** Reference: GNU coreutils 9.1, src/id.c. */
export const id: Tool = {
  name: 'id',
  usage: 'id [-u] [-g] [-un]',
  summary: 'Says your number: root is 0.',
  run({ words }) {
    const [word] = words;
    const text = words.map((w) => w.text).join(' ');
    if (!word || text === 'root') return prints('uid=0(root) gid=0(root) groups=0(root)\n');
    if (['-u', '-g', '-G'].includes(text)) return prints('0\n');
    if (['-un', '-nu', '-gn', '-u -n', '-n -u'].includes(text)) return prints('root\n');
    return refusedTool({
      from: word.from,
      to: word.to,
      message: word.text.startsWith('-')
        ? `id: ${word.text} is not simulated here`
        : `id: ${quoted(word.text)}: no such user`,
      status: 1,
      hint: 'Only root is here.',
    });
  },
};
