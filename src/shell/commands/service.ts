import { isExecutable } from '../fileSystem.ts';
import { printed, problemAt, refused } from './shared/result.ts';
import { defineCommand } from './shellCommand.ts';

/** Runs a script of /etc/init.d, where there is one. Reference: Debian's init-system-helpers 1.65. */
export const service = defineCommand({
  name: 'service',
  usage: 'service NAME COMMAND',
  summary: 'Runs /etc/init.d/NAME with a command. A fresh host has no services.',
  needs: ['shell'],
  *run({ shell, words, io, at }) {
    const [name, ...rest] = words;
    if (!name)
      return printed('', {
        stderr: 'Usage: service < option > | --status-all | [ service_name [ command | --full-restart ] ]\n',
        status: 1,
      });
    if (name.text.startsWith('-'))
      return shell.refuse({ ...name, what: `service ${name.text}`, hint: 'Write service NAME COMMAND.' });
    const path = `/etc/init.d/${name.text}`;
    if (!isExecutable(shell.fileSystem, path))
      return refused(
        problemAt(name, `${name.text}: unrecognized service`, 1, 'There is no such script in /etc/init.d.'),
      );
    return printed('', { status: yield* shell.run([{ ...at, text: path }, ...rest], io) });
  },
});
