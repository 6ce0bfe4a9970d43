import { gnuOptions } from './shared/options.ts';
import { endOf, printed, problemAt, refused } from './shared/result.ts';
import { defineCommand } from './shellCommand.ts';

/** Locks an open file. Programs here run one after the other, so that it is always free. Reference: util-linux 2.38. */
export const flock = defineCommand({
  name: 'flock',
  usage: 'flock [-n] [-x] [-w SECONDS] NUMBER',
  summary: 'Locks a file that exec has opened, so that a script runs once at a time. It is always free here.',
  needs: ['shell'],
  run({ shell, words, io }) {
    const read = gnuOptions(
      'flock',
      words,
      {
        nonblock: { names: ['-n', '--nonblock', '--nb'] },
        exclusive: { names: ['-x', '-e', '--exclusive'] },
        shared: { names: ['-s', '--shared'] },
        unlock: { names: ['-u', '--unlock'] },
        wait: { names: ['-w', '--timeout', '--wait'], takes: 'required' },
      },
      'cEFohV --command --conflict-exit-code --no-fork --close --verbose --help --version',
      64,
      { upTo: 'word' },
    );
    if ('message' in read) return refused(read);
    const { wait } = read.of;
    if (wait && !/^\d*\.?\d+$/.test(wait.text))
      return refused(
        problemAt(wait, `flock: invalid timeout value: '${wait.text}'`, 64, 'Write a number of seconds.'),
      );
    const [file, ...command] = read.rest;
    if (!file)
      return refused(
        problemAt(
          endOf(words),
          words.length === 0
            ? "flock: not enough arguments\nTry 'flock --help' for more information."
            : 'flock: requires file descriptor, file or directory',
          64,
          'Write the number of a stream that exec has opened.',
        ),
      );
    if (command.length > 0 || !/^\d+$/.test(file.text))
      return shell.refuse({
        ...file,
        what: 'flock with a file',
        hint: 'Write exec 9>FILE, and then flock 9.',
      });
    const number = Number(file.text);
    if (number > 2 && !io.others.has(number))
      return refused(
        problemAt(file, `flock: ${file.text}: Bad file descriptor`, 65, 'exec 9>FILE opens one.'),
      );
    return printed('');
  },
});
