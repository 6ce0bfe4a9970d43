import { Exit } from '../language/stops.ts';
import { problemAt, refused } from './shared/result.ts';
import { defineCommand } from './shellCommand.ts';

/** Leaves a shell; the terminal's own shell says so. Reference: bash 5.2, builtins/exit.def. */
export const exit = defineCommand({
  name: 'exit',
  usage: 'exit [STATUS]',
  summary: 'Leaves this shell: back to the host you came from.',
  isBuiltin: true,
  needs: ['shell'],
  run({ shell, words: [word, more], io, says }) {
    if (!word) throw new Exit(shell.state.status);
    if (!/^[-+]?\d+$/.test(word.text)) {
      const message = `exit: ${word.text}: numeric argument required`;
      shell.mistake(io, problemAt(word, message, 2, 'A status is a number from 0 to 255.'));
      throw new Exit(2);
    }
    if (more) return refused(problemAt(more, `${says}exit: too many arguments`, 1, 'One status, or none.'));
    throw new Exit(((Number(word.text) % 256) + 256) % 256);
  },
});

export const logout = defineCommand({ ...exit, name: 'logout', usage: 'logout [STATUS]' });
