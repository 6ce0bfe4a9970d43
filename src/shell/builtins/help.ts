import { commandNames, manualOf } from '../commands.ts';
import { type Builtin, shellMistake } from './builtin.ts';

const column = (name: string): string => name.padEnd(18);

/** Our own words: the real one lists what bash has. */
export const help: Builtin = {
  name: 'help',
  usage: 'help [COMMAND]',
  summary: 'Lists the commands there are, or says how one is written.',
  run(x, words, io) {
    const [word] = words;
    if (word) {
      const entry = manualOf(word.text);
      if (!entry)
        return shellMistake(
          x,
          io,
          word,
          `help: no help topics match \`${word.text}'.  Try \`help help' or \`man -k ${word.text}' or \`info ${word.text}'.`,
          1,
          'help alone lists what there is.',
        );
      io.out(`${entry.usage}\n    ${entry.summary}\n`);
      return 0;
    }
    io.out(
      `${commandNames()
        .map((name) => `${column(name)}${manualOf(name)!.summary}\n`)
        .join(
          '',
        )}\nThe shell knows quotes, $NAME, $( ), pipes, < and >, && and ||, if, for and while.\nman COMMAND says more.\n`,
    );
    return 0;
  },
};
