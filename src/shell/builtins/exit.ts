import { Exit, Leave } from '../language/stops.ts';
import { type Builtin, shellMistake } from './builtin.ts';

/** Leaves a shell; the terminal's own shell says so. Reference: bash 5.2, builtins/exit.def. */
export const exit: Builtin = {
  name: 'exit',
  usage: 'exit [STATUS]',
  summary: 'Leaves this shell: back to the host you came from.',
  run(x, words, io) {
    const [word] = words;
    let status = x.shell.status;
    if (word && !/^[-+]?\d+$/.test(word.text))
      status = shellMistake(
        x,
        io,
        word,
        `exit: ${word.text}: numeric argument required`,
        2,
        'A status is a number from 0 to 255.',
      );
    else if (words[1])
      return shellMistake(x, io, words[1], 'exit: too many arguments', 1, 'One status, or none.');
    else if (word) status = ((Number(word.text) % 256) + 256) % 256;
    throw new Exit(status);
  },
};

export const logout: Builtin = { ...exit, name: 'logout', usage: 'logout [STATUS]' };

const leave = (kind: 'break' | 'continue', summary: string): Builtin => ({
  name: kind,
  usage: `${kind} [LEVELS]`,
  summary,
  run(x, words, io, command) {
    const [word] = words;
    if (!x.isInLoop)
      return shellMistake(
        x,
        io,
        command,
        `${kind}: only meaningful in a \`for', \`while', or \`until' loop`,
        0,
        'There is no loop here.',
      );
    if (word && !/^\d+$/.test(word.text))
      return shellMistake(
        x,
        io,
        word,
        `${kind}: ${word.text}: numeric argument required`,
        128,
        'Write how many loops, or nothing.',
      );
    if (word && Number(word.text) < 1)
      return shellMistake(
        x,
        io,
        word,
        `${kind}: ${word.text}: loop count out of range`,
        1,
        'Write 1 or more.',
      );
    throw new Leave(kind, word ? Number(word.text) : 1);
  },
});

export const breakLoop = leave('break', 'Leaves a loop.');
export const continueLoop = leave('continue', 'Goes on with the next turn of a loop.');
