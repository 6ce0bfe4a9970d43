import { endOf, printed, problemAt, refused } from './shared/result.ts';
import { defineCommand } from './shellCommand.ts';

/** Locks an open file. Programs here run one after the other, so that it is always free. Reference: util-linux 2.38. */
export const flock = defineCommand({
  name: 'flock',
  usage: 'flock [-n] [-x] [-w SECONDS] NUMBER',
  summary: 'Locks a file that exec has opened, so that a script runs once at a time. It is always free here.',
  needs: ['shell'],
  run({ shell, words, io }) {
    let at = 0;
    for (; words[at]?.text.startsWith('-'); at++) {
      const { text } = words[at]!;
      if (text === '-w' || text === '--timeout') at++;
      else if (!/^(-[nxesu]+|--(nonblock|nb|exclusive|shared|unlock)|-w\d+|--timeout=\d+)$/.test(text))
        return shell.refuse({ ...words[at]!, what: `flock ${text}`, hint: 'Write flock -n NUMBER.' });
    }
    const [file, ...command] = words.slice(at);
    if (!file)
      return refused(
        problemAt(
          endOf(words),
          "flock: not enough arguments\nTry 'flock --help' for more information.",
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
