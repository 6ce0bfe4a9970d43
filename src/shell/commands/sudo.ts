import { findExecutable } from '../fileSystem.ts';
import { readOptions } from './shared/options.ts';
import { printed, problemAt, refused } from './shared/result.ts';
import { defineCommand } from './shellCommand.ts';

/** Runs a command as root, which is who you are here. Reference: sudo 1.9.13. */
export const sudo = defineCommand({
  name: 'sudo',
  usage: 'sudo COMMAND',
  summary: 'Runs a command as root. You are root here, so it changes nothing.',
  needs: ['shell'],
  *run({ shell, words: given, io, at: command }) {
    const read = readOptions(
      'sudo',
      given,
      {
        // What changes nothing for root.
        nothing: { names: ['-E', '-H', '-n', '-k', '-S', '--set-home', '--non-interactive', '--stdin'] },
        keep: { names: ['--preserve-env'], takes: 'optional' },
        user: { names: ['-u', '--user'], takes: 'required' },
      },
      'ABbCDeghiKlNPpRrsTtUVv --askpass --bell --background --close-from --chdir --edit --group --help --host --login --remove-timestamp --reset-timestamp --list --no-update --preserve-groups --prompt --chroot --role --shell --type --command-timeout --other-user --version --validate',
      1,
      'word',
    );
    if ('message' in read) return refused(read);
    const { of, rest: words } = read;
    if (of['user'] && of['user'].text !== 'root')
      return refused(
        problemAt(of['user'], 'sudo: a user other than root is not simulated here', 1, 'You are root here.'),
      );
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
    if (/^[A-Za-z_]\w*=/.test(first.text))
      return refused(
        problemAt(first, `sudo: ${first.text} is not simulated here`, 1, 'Set variables in front of sudo.'),
      );
    if (
      !findExecutable(shell.fileSystem, first.text, shell.value('PATH') ?? '') &&
      shell.commands.find(first.text)?.isBuiltin
    )
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
