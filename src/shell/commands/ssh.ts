import { printAddress } from '../../netfilter/values/address.ts';
import { Rebooted } from '../language/stops.ts';
import { freshShell } from '../session.ts';
import { nameHint } from './shared/hostNames.ts';
import { printed, problemAt, refused } from './shared/result.ts';
import { defineCommand } from './shellCommand.ts';

/**
 * Goes to another host of the network. Differs from Linux: no packet is sent, so that a rule that locks
 * everyone out still lets a learner in to fix it.
 */
export const ssh = defineCommand({
  name: 'ssh',
  usage: 'ssh HOST [COMMAND]',
  summary: 'Goes to another host of the network, as if you sat there: no packet is sent. exit comes back.',
  needs: ['shell'],
  *run({ shell, words, io, at: command }) {
    const [target, ...rest] = words;
    if (!target)
      return refused(
        problemAt(
          { from: command.to, to: command.to },
          'usage: ssh HOST [COMMAND]',
          255,
          `The hosts are ${Object.keys(shell.world.hosts).join(', ')}.`,
        ),
      );
    if (target.text.startsWith('-'))
      return refused(
        problemAt(
          target,
          `ssh: ${target.text} is not simulated here`,
          255,
          'Write ssh HOST, or ssh HOST COMMAND.',
        ),
      );
    const found = /^(?:([^@]*)@)?(.*)$/s.exec(target.text)!;
    if (found[1] !== undefined && found[1] !== 'root')
      return refused(
        problemAt(target, `ssh: the user ${found[1]} is not simulated here`, 255, 'There is only root here.'),
      );
    const named = found[2]!;
    const host = Object.hasOwn(shell.world.hosts, named)
      ? named
      : named === 'localhost'
        ? shell.state.host
        : (Object.values(shell.world.hosts).find((h) =>
            h.interfaces.some(
              (i) => i.link !== null && i.addresses.some((a) => printAddress(a.address) === named),
            ),
          )?.name ?? null);
    if (host === null)
      return refused(
        problemAt(
          target,
          `ssh: Could not resolve hostname ${named}: Temporary failure in name resolution`,
          255,
          /^[\d.]+$/.test(named)
            ? 'No host of this network has this address.'
            : `${nameHint(shell.world, named).hint} The hosts are ${Object.keys(shell.world.hosts).join(', ')}.`,
        ),
      );
    if (rest.length === 0 && io.input.isTerminal && shell.isOutermost) {
      shell.enter(freshShell(host));
      return printed('');
    }
    const script = rest.length ? rest.map((w) => w.text).join(' ') : io.input.takeAll();
    try {
      return printed('', {
        status: yield* shell.script({ ...freshShell(host), name: 'bash' }, script, target, io),
      });
    } catch (thrown) {
      // Where this shell is on that host too, it is gone with it.
      if (!(thrown instanceof Rebooted) || shell.shells.some((s) => s.host === thrown.host)) throw thrown;
      return printed('', { stderr: `Connection to ${named} closed by remote host.\n`, status: 255 });
    }
  },
});
