import { type Builtin, programMistake } from './builtin.ts';
import { findBuiltin } from './index.ts';

/** Runs a command as root, who everybody is here. Reference: sudo 1.9.13. */
export const sudo: Builtin = {
  name: 'sudo',
  usage: 'sudo COMMAND',
  summary: 'Runs a command as root. You are root here, so it changes nothing.',
  file: true,
  *run(x, words, io, command) {
    const [first] = words;
    if (!first)
      return programMistake(
        x,
        io,
        { from: command.to, to: command.to },
        'usage: sudo COMMAND',
        1,
        'Write the command behind it.',
      );
    if (first.text.startsWith('-'))
      return programMistake(
        x,
        io,
        first,
        `sudo: ${first.text} is not simulated here`,
        1,
        'Write the command right behind sudo.',
      );
    if (/^[A-Za-z_]\w*=/.test(first.text))
      return programMistake(
        x,
        io,
        first,
        `sudo: ${first.text} is not simulated here`,
        1,
        'Set variables in front of sudo.',
      );
    const found = findBuiltin(first.text);
    if (found && !found.file)
      return programMistake(
        x,
        io,
        first,
        `sudo: ${first.text}: command not found`,
        1,
        `${first.text} is part of the shell, and sudo runs programs.`,
      );
    return yield* x.run(words, io);
  },
};
