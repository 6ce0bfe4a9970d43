import { printed, problemAt, refused } from './shared/result.ts';
import { defineCommand } from './shellCommand.ts';

const language = 'The shell knows quotes, $NAME, $( ), pipes, < and >, && and ||, if, for and while.';

/** In our own words: the real one lists what bash has. */
export const help = defineCommand({
  name: 'help',
  usage: 'help [COMMAND]',
  summary: 'Lists the commands there are, or says how one is written.',
  isBuiltin: true,
  needs: ['shell'],
  run({ shell: { commands }, words: [word], says }) {
    if (!word) {
      const lines = commands.names.map((name) => `${name.padEnd(18)}${commands.find(name)!.summary}\n`);
      return printed(`${lines.join('')}\n${language}\nman COMMAND says more.\n`);
    }
    const { text } = word;
    const command = commands.find(text);
    if (command) return printed(`${command.usage}\n    ${command.summary}\n`);
    const message = `help: no help topics match \`${text}'.  Try \`help help' or \`man -k ${text}' or \`info ${text}'.`;
    return refused(problemAt(word, `${says}${message}`, 1, 'help alone lists what there is.'));
  },
});
