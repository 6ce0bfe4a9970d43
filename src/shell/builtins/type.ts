import { programOf } from '../programs.ts';
import { findTool } from '../tools/index.ts';
import { type Builtin, shellMistake } from './builtin.ts';
import { findBuiltin } from './index.ts';

const keywords = [
  'if',
  'then',
  'elif',
  'else',
  'fi',
  'for',
  'in',
  'do',
  'done',
  'while',
  'until',
  '{',
  '}',
  '!',
];

/** Where a program's file is. */
const pathOf = (name: string): string =>
  `/usr/${/^(iptables|ip$|ss$|sysctl|conntrack|tcpdump)/.test(name) ? 'sbin' : 'bin'}/${name}`;

/** Reference: bash 5.2, builtins/type.def. */
export const type: Builtin = {
  name: 'type',
  usage: 'type NAME…',
  summary: 'Says what a command is.',
  run(x, words, io) {
    let status = 0;
    for (const word of words) {
      const name = word.text;
      if (/^-./.test(name))
        return shellMistake(x, io, word, `type: ${name} is not simulated here`, 2, 'Write type NAME.');
      const [builtin, tool] = [findBuiltin(name), findTool(name)];
      if (keywords.includes(name)) io.out(`${name} is a shell keyword\n`);
      else if ((builtin && !builtin.file) || tool?.builtin) io.out(`${name} is a shell builtin\n`);
      else if (builtin || tool || programOf(name, x.world.hosts[x.shell.host]!.filter.backend))
        io.out(`${name} is ${pathOf(name)}\n`);
      else status = shellMistake(x, io, word, `type: ${name}: not found`, 1, 'help lists what there is.');
    }
    return status;
  },
};

/** Reference: debianutils 5.7, which. */
export const which: Builtin = {
  name: 'which',
  usage: 'which NAME…',
  summary: 'Prints where a program’s file is.',
  file: true,
  run(x, words, io) {
    let status = words.length ? 0 : 1;
    for (const { text: name } of words) {
      const builtin = findBuiltin(name);
      const file = builtin
        ? builtin.file
        : ['history', ':'].includes(name)
          ? false
          : findTool(name) || programOf(name, x.world.hosts[x.shell.host]!.filter.backend);
      if (file) io.out(`${pathOf(name)}\n`);
      else status = 1;
    }
    return status;
  },
};
