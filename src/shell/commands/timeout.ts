import { gnuOptions } from './shared/options.ts';
import { endOf, printed, problemAt, refused } from './shared/result.ts';
import { secondsOf } from './shared/secondsOf.ts';
import { quoted } from './shared/textSources.ts';
import { whyNotRun } from './shared/whyNotRun.ts';
import { defineCommand } from './shellCommand.ts';

const help = "Try 'timeout --help' for more information.";

/** Runs a command that has to end in time. One that does not is refused: no signal comes here. Reference: coreutils 9.1. */
export const timeout = defineCommand({
  name: 'timeout',
  usage: 'timeout SECONDS COMMAND',
  summary: 'Runs a command that has to end in so many seconds.',
  needs: ['shell'],
  *run({ shell, words, io }) {
    const read = gnuOptions(
      'timeout',
      words,
      {},
      'ksv --preserve-status --foreground --kill-after --signal --verbose --help --version',
      125,
      { upTo: 'word' },
    );
    if ('message' in read) return refused(read);
    const [time, command] = read.rest;
    if (!time || !command)
      return refused(problemAt(endOf(words), help, 125, 'Write timeout SECONDS COMMAND.'));
    const most = secondsOf(time.text);
    if (most === null)
      return refused(
        problemAt(
          time,
          `timeout: invalid time interval ${quoted(time.text)}\n${help}`,
          125,
          'Write a number of seconds.',
        ),
      );
    const wrong = whyNotRun(shell, command, `timeout: failed to run command ${quoted(command.text)}`);
    if (wrong) return refused(wrong);
    const { now } = shell.world;
    const status = yield* shell.run(read.rest.slice(1), io, false);
    if (most > 0 && shell.world.now - now > most * 1000)
      return shell.refuse({
        ...time,
        what: 'a timeout that ends its command',
        hint: 'The command took longer. Write a longer time.',
      });
    return printed('', { status });
  },
});
