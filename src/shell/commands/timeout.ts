import { findExecutable, isExecutable } from '../fileSystem.ts';
import { endOf, printed, problemAt, refused } from './shared/result.ts';
import { quoted } from './shared/textSources.ts';
import { defineCommand } from './shellCommand.ts';

const help = "\nTry 'timeout --help' for more information.";
const units: Readonly<Record<string, number>> = { '': 1, s: 1, m: 60, h: 3600, d: 86_400 };

/** Runs a command that has to end in time. One that does not is refused: no signal comes here. Reference: coreutils 9.1. */
export const timeout = defineCommand({
  name: 'timeout',
  usage: 'timeout SECONDS COMMAND',
  summary: 'Runs a command that has to end in so many seconds.',
  needs: ['shell'],
  *run({ shell, words, io }) {
    const [time, command] = words;
    if (time?.text.startsWith('-'))
      return shell.refuse({ ...time, what: `timeout ${time.text}`, hint: 'Write timeout SECONDS COMMAND.' });
    if (!time || !command)
      return refused(problemAt(endOf(words), help.trim(), 125, 'Write timeout SECONDS COMMAND.'));
    const [, number, unit] = /^(\d+(?:\.\d*)?|\.\d+)([smhd]?)$/.exec(time.text) ?? [];
    if (number === undefined)
      return refused(
        problemAt(
          time,
          `timeout: invalid time interval ${quoted(time.text)}${help}`,
          125,
          'Write a number of seconds.',
        ),
      );
    const path = command.text.includes('/')
      ? command.text
      : findExecutable(shell.fileSystem, command.text, shell.value('PATH') ?? '');
    if (path === null || !isExecutable(shell.fileSystem, path))
      return refused(
        problemAt(
          command,
          `timeout: failed to run command ${quoted(command.text)}: No such file or directory`,
          127,
          'help lists the commands there are.',
        ),
      );
    const { now } = shell.world;
    const status = yield* shell.run(words.slice(1), io, false);
    const most = Number(number) * units[unit!]! * 1000;
    if (most > 0 && shell.world.now - now > most)
      return shell.refuse({
        ...time,
        what: 'a timeout that ends its command',
        hint: 'The command took longer. Write a longer time.',
      });
    return printed('', { status });
  },
});
