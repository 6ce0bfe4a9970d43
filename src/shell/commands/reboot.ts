import { reboot as rebooted } from '../../network/reboot.ts';
import { kindAt, list } from '../fileSystem.ts';
import { type Files, filesOf, withFiles } from '../files.ts';
import { Rebooted } from '../language/stops.ts';
import { freshShell } from '../session.ts';
import { rulesFiles } from './netfilterPersistent.ts';
import { problemAt, refused } from './shared/result.ts';
import { defineCommand, type RunningShell } from './shellCommand.ts';

/**
 * Starts the host again. At boot Debian 12 reads the parameters of /etc/sysctl.conf and /etc/sysctl.d, and then netfilter-persistent
 * loads the rules of /etc/iptables. Reference: systemd-sysctl.service, netfilter-persistent.service 1.0.20.
 */
export const reboot = defineCommand({
  name: 'reboot',
  usage: 'reboot',
  summary: 'Starts this host again: what is in files stays, and what is in the kernel is gone.',
  needs: ['shell'],
  *run({ shell, words: [word], host, at, io }) {
    if (word)
      return refused(problemAt(word, `reboot: ${word.text} is not simulated here`, 1, 'Write reboot alone.'));
    if (kindAt(shell.fileSystem, '/var/lib/docker') === 'folder')
      return refused(
        problemAt(
          at,
          'reboot: a host with containers is not simulated here',
          1,
          'At boot Docker makes its networks, rules and containers again, and this shell has no Docker that does.',
        ),
      );
    shell.restart(withFiles(rebooted(shell.world, host), host, atBoot(filesOf(shell.world, host))));
    // What commands print at boot goes to the journal.
    const unseen = { ...io, out: () => null, err: () => null };
    yield* shell.script(freshShell(host), bootText(shell), at, unseen);
    throw new Rebooted(host);
  },
});

/** What a boot leaves of files: /tmp and /run are emptied. */
const atBoot = (files: Files): Files =>
  Object.fromEntries(Object.entries(files).filter(([path]) => !/^\/(tmp|run)\/./.test(path)));

const bootText = ({ fileSystem }: RunningShell): string => {
  const inFolder = list(fileSystem, '/etc/sysctl.d').filter((name) => name.endsWith('.conf'));
  const parameters = [...inFolder.map((name) => `/etc/sysctl.d/${name}`), '/etc/sysctl.conf'].filter(
    (path) => kindAt(fileSystem, path) === 'file',
  );
  return [
    ...parameters.map((path) => `sysctl -q -p '${path.replaceAll("'", "'\\''")}'`),
    ...rulesFiles
      .filter(({ path }) => kindAt(fileSystem, path) === 'file')
      .map(({ command, path }) => `${command}-restore --test ${path} && ${command}-restore ${path}`),
  ].join('\n');
};
