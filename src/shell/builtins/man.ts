import { coreOptions } from '../../netfilter/command/coreOptions.ts';
import type { Option, Options } from '../../netfilter/extension.ts';
import { findMatch, findTarget, matchRegistry, targetRegistry } from '../../netfilter/registry.ts';
import { tableNames } from '../../netfilter/types.ts';
import { manualOf } from '../commands.ts';
import { type Builtin, programMistake } from './builtin.ts';

/** A text in lines of at most 78 letters, behind seven blanks. */
const wrapped = (text: string, indent = 7): string => {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    if (line !== '' && indent + line.length + 1 + word.length > 78) {
      lines.push(line);
      line = word;
    } else line = line === '' ? word : `${line} ${word}`;
  }
  return [...lines, line].map((l) => `${' '.repeat(indent)}${l}\n`).join('');
};

const described = (option: string, help: string): string => `       ${option}\n${wrapped(help, 14)}`;

const extensionOptions = (options: Options): string =>
  (Object.values(options) as readonly Option<unknown>[])
    .map(({ names, takes, invertible, help }) =>
      described(`${invertible ? '[!] ' : ''}${names.join(', ')}${takes ? ` ${takes.form}` : ''}`, help),
    )
    .join('');

const iptables = (): string => {
  const core = coreOptions
    .map(({ short, long, invertible, form, help }) =>
      described(
        `${invertible ? '[!] ' : ''}${[...(short ? [`-${short}`] : []), ...long.map((l) => `--${l}`)].join(', ')}${form ? ` ${form}` : ''}`,
        help,
      ),
    )
    .join('');
  return `TABLES\n${wrapped(`${tableNames.join(', ')}; filter where -t names none.`)}\nOPTIONS\n${core}\nMATCHES\n${wrapped([...matchRegistry.keys()].join(', '))}\nTARGETS\n${wrapped(['ACCEPT', 'DROP', 'RETURN', ...targetRegistry.keys()].join(', '))}\nSEE ALSO\n${wrapped('man NAME, for each match and target: man multiport, man SNAT')}`;
};

/** Our own words, with the options that the engine declares. */
export const man: Builtin = {
  name: 'man',
  usage: 'man COMMAND',
  summary:
    'Says how a command is written; man iptables lists its options, man NAME those of a match or target.',
  file: true,
  run(x, words, io, command) {
    const [word] = words;
    if (!word) {
      return programMistake(
        x,
        io,
        { from: command.to, to: command.to },
        "What manual page do you want?\nFor example, try 'man man'.",
        1,
        'Write the name of a command.',
      );
    }
    const name = word.text;
    const extension = findMatch(name) ?? findTarget(name);
    const entry =
      manualOf(name) ??
      (extension && {
        usage: extension.kind === 'target' ? `-j ${name}` : `-m ${name}`,
        summary: extension.summary,
      });
    if (!entry)
      return programMistake(x, io, word, `No manual entry for ${name}`, 16, 'help lists the commands.');
    const options =
      extension && !manualOf(name)
        ? `\nOPTIONS\n${extensionOptions(extension.options) || wrapped('It takes no options.')}`
        : '';
    io.out(
      `NAME\n${wrapped(name)}\nSYNOPSIS\n${wrapped(entry.usage)}\nDESCRIPTION\n${wrapped(entry.summary)}${name === 'iptables' ? `\n${iptables()}` : options}`,
    );
    return 0;
  },
};
