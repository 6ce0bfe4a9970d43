import { findExecutable } from '../fileSystem.ts';
import { printed, problemAt, refused } from './shared/result.ts';
import { defineCommand } from './shellCommand.ts';

/** Runs a command as root, which is who you are here. Reference: sudo 1.9.13. */
export const sudo = defineCommand({
  name: 'sudo',
  usage: 'sudo COMMAND',
  summary: 'Runs a command as root. You are root here, so it changes nothing.',
  needs: ['shell'],
  *run({ shell, words: given, io, at: command }) {
    // Options that change nothing for root.
    let plain = 0;
    while (/^(-[EHnkS]+|--preserve-env|--non-interactive|--)$/.test(given[plain]?.text ?? '')) plain++;
    if (given[plain]?.text === '-u' && given[plain + 1]?.text === 'root') plain += 2;
    const words = given.slice(plain);
    const [first] = words;
    if (!first)
      return refused(
        problemAt(
          { from: command.to, to: command.to },
          'usage: sudo COMMAND',
          1,
          'Write the command after it.',
        ),
      );
    if (first.text.startsWith('-'))
      return refused(
        problemAt(
          first,
          `sudo: ${first.text} is not simulated here`,
          1,
          'Write the command right after sudo.',
        ),
      );
    if (/^[A-Za-z_]\w*=/.test(first.text))
      return refused(
        problemAt(first, `sudo: ${first.text} is not simulated here`, 1, 'Set variables in front of sudo.'),
      );
    const path = first.text.includes('/')
      ? first.text
      : findExecutable(shell.fileSystem, first.text, shell.value('PATH') ?? '');
    if (path === null && shell.commands.find(first.text)?.isBuiltin)
      return refused(
        problemAt(
          first,
          `sudo: ${first.text}: command not found`,
          1,
          `${first.text} is part of the shell, and sudo runs programs.`,
        ),
      );
    return printed('', { status: yield* shell.run(words, io) });
  },
});
