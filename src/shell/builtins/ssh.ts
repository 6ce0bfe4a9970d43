import { printAddress } from '../../netfilter/values/address.ts';
import { nameHint } from '../names.ts';
import { freshShell } from '../session.ts';
import { type Builtin, programMistake } from './builtin.ts';

/**
 * Goes to another host of the network. Differs from Linux: no packet is sent, so that a rule that locks
 * everybody out still lets a learner in to mend it.
 */
export const ssh: Builtin = {
  name: 'ssh',
  usage: 'ssh HOST [COMMAND]',
  summary: 'Goes to another host of the network, as if you sat there: no packet is sent. exit comes back.',
  file: true,
  *run(x, words, io, command) {
    const [target, ...rest] = words;
    if (!target)
      return programMistake(
        x,
        io,
        { from: command.to, to: command.to },
        'usage: ssh HOST [COMMAND]',
        255,
        `The hosts are ${Object.keys(x.world.hosts).join(', ')}.`,
      );
    if (target.text.startsWith('-'))
      return programMistake(
        x,
        io,
        target,
        `ssh: ${target.text} is not simulated here`,
        255,
        'Write ssh HOST, or ssh HOST COMMAND.',
      );
    const found = /^(?:([^@]*)@)?(.*)$/s.exec(target.text)!;
    if (found[1] !== undefined && found[1] !== 'root')
      return programMistake(
        x,
        io,
        target,
        `ssh: the user ${found[1]} is not simulated here`,
        255,
        'Everybody is root here.',
      );
    const named = found[2]!;
    const host = Object.hasOwn(x.world.hosts, named)
      ? named
      : named === 'localhost'
        ? x.shell.host
        : (Object.values(x.world.hosts).find((h) =>
            h.interfaces.some(
              (i) => i.link !== null && i.addresses.some((a) => printAddress(a.address) === named),
            ),
          )?.name ?? null);
    if (host === null)
      return programMistake(
        x,
        io,
        target,
        `ssh: Could not resolve hostname ${named}: Temporary failure in name resolution`,
        255,
        /^[\d.]+$/.test(named)
          ? 'No host of this network has this address.'
          : `${nameHint(x.world, named).hint} The hosts are ${Object.keys(x.world.hosts).join(', ')}.`,
      );
    if (rest.length === 0 && io.input.isTerminal && x.isOutermost) {
      x.enter(freshShell(host));
      return 0;
    }
    const script = rest.length ? rest.map((w) => w.text).join(' ') : io.input.takeAll();
    return yield* x.script(freshShell(host), script, target, io);
  },
};
