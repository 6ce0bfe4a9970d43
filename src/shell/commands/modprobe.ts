import { readOptions } from './shared/options.ts';
import { printed, problemAt, refused } from './shared/result.ts';
import { defineCommand } from './shellCommand.ts';

/** Modules of Debian's kernel that firewall scripts load: families by how their names begin, and others whole. */
const families =
  /^(?:ip|ip6|ipt|ip6t|xt|nf|nft|nfnetlink|iptable|ip6table|arptable|arpt|ebtable|ebt|br|sch|cls|act|em|tcp|tun|ifb|wireguard)(?:_\w+)?$/;
const others = new Set(
  '8021q bonding bridge capability dummy gre ipip ipv6 l2tp_ppp loop macvlan nfnetlink overlay ppp_generic pptp sctp sit stp tap udp_tunnel veth vxlan x_tables'.split(
    ' ',
  ),
);
/** What begins as a family does and is no module: iptables' own names for things. */
const isModule = (name: string): boolean => families.test(name) || others.has(name);

/**
 * Modules are never missing here: iptables has what it needs, so that loading one changes nothing.
 * Reference: kmod 30, tools/modprobe.c.
 */
export const modprobe = defineCommand({
  name: 'modprobe',
  usage: 'modprobe [-q] [-a] MODULE…',
  summary: 'Loads a part of the kernel. All that iptables needs is there already.',
  needs: [],
  run({ words }) {
    const read = readOptions(
      'modprobe',
      words,
      {
        quiet: { names: ['-q', '--quiet'] },
        all: { names: ['-a', '--all'] },
        blacklist: { names: ['-b', '--use-blacklist'] },
        force: { names: ['-f', '--force'] },
        verbose: { names: ['-v', '--verbose'] },
        syslog: { names: ['-s', '--syslog'] },
        dry: { names: ['-n', '--dry-run', '--show'] },
      },
      'rRicCDdSV --remove --resolve-alias --first-time --ignore-install --config --showconfig --show-depends --dirname --set-version --version',
      1,
    );
    if ('message' in read) return refused(read);
    const { of, rest } = read;
    const [first, ...more] = rest;
    if (!first) return printed('', { stderr: 'modprobe: ERROR: missing parameters. See -h.\n', status: 1 });
    // Words after the module are its parameters.
    const names = of['all'] ? [first, ...more] : [first];
    const unknown = names.find((word) => !isModule(word.text.replaceAll('-', '_')));
    if (!unknown) return printed('');
    if (of['quiet']) return printed('', { status: 1 });
    return refused(
      problemAt(
        unknown,
        `modprobe: FATAL: Module ${unknown.text} not found in directory /lib/modules/6.18.0`,
        1,
        'There is no module of this name.',
      ),
    );
  },
});
