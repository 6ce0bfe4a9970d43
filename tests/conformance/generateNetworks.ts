/**
 * Random small networks with rules in all tables, and the probes that go through them. The same seed gives
 * the same one. Every rule is a right one; what it does to packets is left to chance, but for what the kernel
 * itself throws dice for. All parts draw from one sequence of numbers, so they are one file.
 */

import { builtInChains } from '../../src/netfilter/hookOrder.ts';
import { type Hook, type TableName, tableNames } from '../../src/netfilter/types.ts';
import type { HostSpec, InterfaceSpec, ProbeSpec, Scenario } from '../../src/network/scenario.ts';
import { randomOf } from './generate.ts';

/** Chance, as a function of a seed alone. */
const chanceOf = (seed: number) => {
  const random = randomOf(seed);
  const chance = (p: number): boolean => random() < p;
  const below = (n: number): number => Math.floor(random() * n);
  const pick = <T>(list: readonly T[]): T => list[below(list.length)]!;
  const some = <T>(list: readonly T[], most: number): readonly T[] => [
    ...new Set(Array.from({ length: 1 + below(most) }, () => pick(list))),
  ];
  const not = (p = 0.2): string => (chance(p) ? '! ' : '');
  return { chance, below, pick, some, not };
};
type Chance = ReturnType<typeof chanceOf>;

const ports = [22, 53, 80, 123, 8080];
const otherPorts = [9, 79, 81, 443, 1024, 5000, 40100];
const sports = [300, 700, 1023, 5000, 5001, 40001, 40010];
const foreign = ['203.0.113.5', '203.0.113.9', '198.51.100.20'];

interface Writable {
  forwarding?: boolean;
  interfaces: Record<string, { link: string; addresses: string[]; mac?: string }>;
  routes: string[];
  listen: string[];
  rules?: string;
}

/** What rules and probes may name. */
interface Names {
  readonly own: readonly string[];
  readonly addresses: readonly string[];
  readonly networks: readonly string[];
  readonly devices: readonly string[];
  readonly macs: readonly string[];
}

const bare = (address: string): string => address.replace(/\/.*/, '');
const macOf = (host: number, device: number): string => `02:00:00:00:0${host}:0${device}`;

/** Links in a row, routers between them, hosts on them. */
const topology = ({ chance, below, pick }: Chance): Record<string, Writable> => {
  const hosts: Record<string, Writable> = {};
  const links = chance(0.1) ? 0 : 1 + below(3);
  const taken: number[] = Array.from({ length: links }, () => 1);
  const addresses = (link: number, prefix = 24): string[] => {
    const one = () => `10.${link + 1}.0.${taken[link]!++}/${prefix}`;
    const list = [one()];
    if (chance(0.2)) list.push(one());
    if (chance(0.15)) list.push(`192.168.${link + 1}.${taken[link]!++}/${pick([24, 28, 32])}`);
    return list;
  };
  const add = (name: string, on: readonly number[], forwarding: boolean) => {
    const interfaces = Object.fromEntries(
      on.map((link, i) => [`eth${i}`, { link: `l${link}`, addresses: addresses(link) }]),
    );
    hosts[name] = { ...(forwarding ? { forwarding } : {}), interfaces, routes: [], listen: [] };
  };
  for (let i = 0; i + 1 < links; i++) add(`r${i + 1}`, [i, i + 1], chance(0.95));
  if (links === 2 && chance(0.15)) add('r2', [0, 1], true);
  const ends = 1 + below(3);
  for (let i = 0; i < ends && Object.keys(hosts).length < 5; i++) {
    const first = i < links && chance(0.7) ? (i === 0 ? 0 : links - 1) : below(links);
    add(
      `h${i + 1}`,
      links === 0 ? [] : chance(0.1) && links > 1 ? [first, (first + 1) % links] : [first],
      chance(0.1),
    );
  }
  return hosts;
};

const routes = (hosts: Record<string, Writable>, { chance, pick }: Chance): void => {
  const on = (link: string, but: string) =>
    Object.entries(hosts)
      .filter(
        ([n, h]) =>
          n !== but && n.startsWith('r') && Object.values(h.interfaces).some((i) => i.link === link),
      )
      .map(([, h]) => bare(Object.values(h.interfaces).find((i) => i.link === link)!.addresses[0]!));
  const linkNames = [
    ...new Set(Object.values(hosts).flatMap((h) => Object.values(h.interfaces).map((i) => i.link))),
  ];
  for (const [name, host] of Object.entries(hosts)) {
    const mine = Object.values(host.interfaces).map((i) => i.link);
    const gateways = mine.flatMap((link) => on(link, name));
    if (!name.startsWith('r') && gateways.length && chance(0.93))
      host.routes.push(`default via ${pick(gateways)}${chance(0.1) ? ' metric 100' : ''}`);
    for (const link of name.startsWith('r') ? linkNames : []) {
      if (mine.includes(link) || !chance(0.93)) continue;
      const far = Number(link.slice(1));
      const near = mine
        .map((m) => Number(m.slice(1)))
        .sort((a, b) => Math.abs(a - far) - Math.abs(b - far))[0]!;
      const via = on(`l${near}`, name);
      if (via.length) host.routes.push(`10.${far + 1}.0.0/24 via ${pick(via)}`);
    }
    if (name.startsWith('r') && gateways.length && chance(0.25))
      host.routes.push(`default via ${pick(gateways)}`);
    if (chance(0.12))
      host.routes.push(
        `${pick(['blackhole', 'unreachable', 'prohibit'])} ${pick(['203.0.113.0/24', '10.2.0.2', '10.1.0.0/16', '10.3.0.0/25', '198.51.100.20'])}`,
      );
    const device = Object.keys(host.interfaces)[0];
    if (device && chance(0.08))
      host.routes.push(`${pick(['203.0.113.0/24', '198.51.100.0/24'])} dev ${device}`);
    if (device && chance(0.1)) {
      const source = bare(Object.values(host.interfaces)[0]!.addresses.at(-1)!);
      host.routes.push(
        `10.${1 + Number(pick(linkNames).slice(1))}.0.0/${pick([24, 25, 16])} ${gateways.length && chance(0.7) ? `via ${pick(gateways)}` : `dev ${device}`} src ${source} metric ${pick([5, 50])}`,
      );
    }
    host.routes = [
      ...new Map(
        host.routes.map((r) => [
          r.replace(/^(blackhole|unreachable|prohibit) /, '').replace(/ (via|dev|src) \S+/g, ''),
          r,
        ]),
      ).values(),
    ];
  }
};

const tcpFlags = ['SYN', 'ACK', 'FIN', 'RST', 'SYN,ACK', 'FIN,ACK', 'ALL', 'NONE', 'PSH', 'URG'];

/** One rule's conditions, right for the chain it stands in. */
const conditions = (
  table: TableName,
  hook: Hook,
  names: Names,
  c: Chance,
): { readonly text: string; readonly protocol: string | null } => {
  const { chance, pick, some, not, below } = c;
  const parts: string[] = [];
  const protocol = chance(0.35) ? null : pick(['tcp', 'tcp', 'udp', 'udp', 'icmp']);
  const inside = hook === 'PREROUTING' || hook === 'INPUT' || hook === 'FORWARD';
  const outside = hook === 'OUTPUT' || hook === 'POSTROUTING' || hook === 'FORWARD';
  const address = () => (chance(0.5) ? pick(names.networks) : pick(names.addresses));
  if (protocol) parts.push(`${chance(0.05) ? '! ' : ''}-p ${protocol}`);
  const named = protocol && !parts[0]!.startsWith('!') ? protocol : null;
  if (chance(0.15)) parts.push(`${not()}-s ${address()}`);
  if (chance(0.15)) parts.push(`${not()}-d ${address()}`);
  if (inside && chance(0.12)) parts.push(`${not()}-i ${pick([...names.devices, 'lo', 'eth+'])}`);
  if (outside && chance(0.12)) parts.push(`${not()}-o ${pick([...names.devices, 'lo', 'eth+'])}`);
  const port = () => (chance(0.8) ? pick(ports) : pick(otherPorts));
  const range = () =>
    chance(0.75) ? String(port()) : pick(['1:1023', '1024:65535', '50:90', ':80', '8000:', '40000:40005']);
  if ((named === 'tcp' || named === 'udp') && chance(0.5)) {
    if (chance(0.7)) parts.push(`-m ${named} ${not(0.1)}--dport ${range()}`);
    else if (chance(0.5)) parts.push(`-m ${named} ${not(0.1)}--sport ${range()}`);
    else
      parts.push(
        `-m multiport ${not()}${pick(['--dports', '--sports', '--ports'])} ${[...some(ports, 3), ...(chance(0.3) ? ['1:100'] : [])].join(',')}`,
      );
  }
  if (named === 'tcp' && chance(0.25))
    parts.push(
      `-m tcp ${pick([`${not()}--syn`, `${not()}--tcp-flags ${pick(['SYN,RST,ACK,FIN', 'ALL', 'SYN,ACK', 'FIN', 'RST'])} ${pick(['SYN', 'ACK', 'NONE', 'SYN,ACK', 'FIN,ACK', 'RST', 'FIN'])}`, '--tcp-option 8'])}`,
    );
  if (named === 'icmp' && chance(0.4))
    parts.push(
      `-m icmp ${not()}--icmp-type ${pick(['8', '0', '3', '3/3', '3/1', '11', 'any', 'echo-request', 'host-prohibited'])}`,
    );
  const state = () =>
    some(['NEW', 'ESTABLISHED', 'RELATED', 'INVALID', 'UNTRACKED', 'SNAT', 'DNAT'], 3).join(',');
  const more: readonly (() => string)[] = [
    ...Array.from({ length: 4 }, () => () => `-m conntrack ${not()}--ctstate ${state()}`),
    () =>
      `-m state ${not()}--state ${some(['NEW', 'ESTABLISHED', 'RELATED', 'INVALID', 'UNTRACKED'], 2).join(',')}`,
    () =>
      `-m conntrack ${not()}--ctstatus ${some(['NONE', 'EXPECTED', 'SEEN_REPLY', 'ASSURED', 'CONFIRMED'], 2).join(',')}`,
    () => `-m conntrack --ctdir ${pick(['ORIGINAL', 'REPLY'])}`,
    () =>
      `-m conntrack ${not()}${pick(['--ctorigsrc', '--ctorigdst', '--ctreplsrc', '--ctrepldst'])} ${address()}`,
    () =>
      `-m conntrack ${not(0.1)}${pick(['--ctorigdstport', '--ctorigsrcport', '--ctreplsrcport'])} ${port()}`,
    () => `-m conntrack ${not()}--ctproto ${pick(['tcp', 'udp', 'icmp'])}`,
    () => `-m mark ${not()}--mark ${pick(['0', '0x1', '0x2', '0x1/0x1', '0x0/0x3', '0x10/0xf0'])}`,
    () => `-m connmark ${not()}--mark ${pick(['0', '0x1', '0x2', '0x1/0x1', '0x0/0x3'])}`,
    () => `-m ttl ${pick([`${not()}--ttl-eq`, '--ttl-lt', '--ttl-gt'])} ${pick([1, 2, 3, 61, 62, 63, 64])}`,
    () =>
      `-m length ${not()}--length ${pick(['0:60', '84', '32', '40', '52', '60', '61:1500', '1000:', '56', '68', '72'])}`,
    () =>
      pick([
        `-m tos ${not()}--tos ${pick(['0x10', '0x00/0xff', '0xc0', '8/0x3f'])}`,
        `-m dscp ${not()}--dscp ${pick(['0x00', '0x04', '0x2e', '0x30'])}`,
      ]),
    () =>
      `-m addrtype ${pick([`${not()}--dst-type ${some(['LOCAL', 'UNICAST', 'BROADCAST'], 2).join(',')}`, `${not()}--src-type ${pick(['LOCAL', 'UNICAST', 'UNREACHABLE', 'BLACKHOLE', 'PROHIBIT'])}`, ...(inside && hook !== 'FORWARD' ? ['--dst-type LOCAL --limit-iface-in'] : []), ...(hook === 'POSTROUTING' || hook === 'OUTPUT' ? ['--src-type LOCAL --limit-iface-out'] : [])])}`,
    () =>
      `-m iprange ${not()}${pick(['--src-range', '--dst-range'])} ${pick(['10.1.0.1-10.1.0.3', '10.2.0.2-10.3.0.9', '10.0.0.0-10.255.255.255', '127.0.0.1-127.0.0.9'])}`,
    () => `-m statistic --mode nth ${not()}--every ${pick([1, 2, 3])} --packet 0`,
    () => `-m quota ${not()}--quota ${pick([60, 100, 200, 1000])}`,
    () =>
      `-m connbytes ${not()}--connbytes ${pick(['1', '2:3', '100', '0:100', '0'])} --connbytes-dir ${pick(['original', 'reply', 'both'])} --connbytes-mode ${pick(['packets', 'bytes', 'avgpkt'])}`,
    () => `-m limit --limit 1/hour --limit-burst ${1 + below(4)}`,
    () =>
      `-m hashlimit --hashlimit-upto 1/hour --hashlimit-burst ${1 + below(3)} --hashlimit-mode ${some(['srcip', 'dstip', 'srcport', 'dstport'], 2).join(',')} --hashlimit-name n${below(1e6)}`,
    () =>
      `-m recent --name r${below(2)} ${not()}${pick(['--set', '--rcheck', '--update', '--remove', '--rcheck --hitcount 2', '--update --seconds 600 --hitcount 3'])} ${pick(['--rsource', '--rdest'])}`,
    () => `-m pkttype ${not()}--pkt-type ${pick(['unicast', 'broadcast', 'multicast'])}`,
    () => `-m comment --comment ${pick(['x', '"a b"'])}`,
    () =>
      pick([
        ...(hook === 'PREROUTING' ? [] : [`-m realm ${not()}--realm 0`]),
        `-m devgroup ${inside ? '--src-group' : '--dst-group'} 0`,
      ]),
    // Of a connection that has closed, connlimit lets go at the next tick of the kernel's clock
    // (flows/connlimit.yaml waits for it): only its first packet is sure.
    ...(named === 'tcp'
      ? [
          () =>
            `-m tcp --syn -m connlimit ${pick(['--connlimit-above', '--connlimit-upto'])} ${pick([0, 1, 2, 3])} --connlimit-mask ${pick([0, 24, 32])} ${pick(['--connlimit-saddr', '--connlimit-daddr'])}`,
        ]
      : []),
    ...(named === 'tcp'
      ? [() => `-m tcp --tcp-flags SYN SYN -m tcpmss ${not()}--mss ${pick(['1460', '1:1000', '536:1460'])}`]
      : []),
    ...(inside ? [() => `-m mac ${not()}--mac-source ${pick(names.macs)}`] : []),
    ...(outside && hook !== 'FORWARD'
      ? Array.from(
          { length: 2 },
          () => () =>
            `-m owner ${pick([`${not()}--uid-owner ${pick(['0', '1000', '500-1500'])}`, `${not()}--gid-owner ${pick(['0', '100'])}`, `${not()}--socket-exists`])}`,
        )
      : []),
    ...(hook === 'PREROUTING' && (table === 'raw' || table === 'mangle')
      ? [() => `-m rpfilter${pick(['', ' --loose', ' --invert', ' --accept-local', ' --validmark'])}`]
      : []),
    ...(named === 'udp'
      ? [
          () =>
            `-m string --algo ${pick(['bm', 'kmp'])} ${not()}--string ${pick(['GET', 'get', '/x', 'POST'])} ${pick(['', '--from 28', '--to 31', '--from 30 --to 60', '--icase'])}`.trim(),
        ]
      : []),
  ];
  for (let n = below(10); n > 6; n -= 2) parts.push(pick(more)());
  return { text: parts.join(' '), protocol: named };
};

/** Where NAT may lead. */
const destination = (names: Names, protocol: string | null, { chance, pick }: Chance): string => {
  const to = chance(0.85) ? pick(names.addresses) : chance(0.5) ? '127.0.0.1' : '10.1.0.1-10.1.0.3';
  if (protocol !== 'tcp' && protocol !== 'udp') return to;
  return `${to}${chance(0.6) ? `:${pick(['80', '22', '53', '8080', '5000-5003', '53-54'])}` : ''}`;
};

const target = (
  table: TableName,
  hook: Hook,
  protocol: string | null,
  chains: readonly string[],
  names: Names,
  c: Chance,
): string => {
  const { chance, pick, below } = c;
  if (chains.length && chance(0.25)) return `${chance(0.75) ? '-j' : '-g'} ${pick(chains)}`;
  const withPorts = protocol === 'tcp' || protocol === 'udp';
  const dice = `${chance(0.08) ? ' --random' : ''}${chance(0.1) ? ' --persistent' : ''}`;
  const verdicts = [
    '',
    '',
    '',
    '-j ACCEPT',
    '-j RETURN',
    ...(chance(0.4) ? ['-j DROP'] : []),
    `-j LOG --log-prefix "${table} "`,
  ];
  switch (table) {
    case 'raw':
      return pick([...verdicts, '-j NOTRACK', '-j CT --notrack', '-j MARK --set-mark 1', '-j TRACE']);
    case 'mangle':
      return pick([
        ...verdicts,
        `-j MARK ${pick(['--set-mark 1', '--set-mark 2', '--or-mark 1', '--and-mark 2', '--xor-mark 3', '--set-xmark 0x10/0xf0'])}`,
        `-j CONNMARK ${pick(['--save-mark', '--restore-mark', '--set-mark 1', '--set-xmark 2/3', '--or-mark 1'])}`,
        `-j TOS ${pick(['--set-tos 0x10', '--set-tos 0', '--or-tos 4', '--set-tos 8/0x3f'])}`,
        `-j DSCP --set-dscp ${pick(['0x04', '0x2e'])}`,
        `-j TTL ${pick(hook === 'OUTPUT' || hook === 'INPUT' ? ['--ttl-set 5', '--ttl-inc 1', '--ttl-dec 1', '--ttl-set 64'] : ['--ttl-dec 1', '--ttl-dec 2'])}`,
        ...(hook === 'PREROUTING' || hook === 'INPUT' ? [] : ['-j CLASSIFY --set-class 1:2']),
        ...(protocol === 'tcp' ? ['-m tcp --tcp-flags SYN,RST SYN -j TCPMSS --set-mss 1000'] : []),
      ]);
    case 'nat': {
      if (chance(0.3)) return pick(['', '', '-j ACCEPT', '-j RETURN', '-j LOG', '-j MARK --set-mark 1']);
      if (hook === 'PREROUTING' || hook === 'OUTPUT')
        return pick([
          ...Array.from(
            { length: 4 },
            () => `-j DNAT --to-destination ${destination(names, protocol, c)}${dice}`,
          ),
          `-j REDIRECT${withPorts && chance(0.7) ? ` --to-ports ${pick(['80', '53', '8080', '5000-5003'])}` : ''}`,
          `-j NETMAP --to ${pick(['10.1.0.0/24', '10.2.0.0/24', '10.3.0.0/29'])}`,
        ]);
      // Whether a connection of TCP takes the port of one that is over depends on its sequence numbers.
      const onePort = protocol === 'tcp' ? [] : ['1024', '53'];
      const own = names.own.length ? names.own : ['127.0.0.1'];
      const source = `-j SNAT --to-source ${chance(0.7) ? pick(own) : pick([...names.addresses, '10.1.0.100-10.1.0.103', '203.0.113.5'])}${withPorts && chance(0.3) ? `:${pick(['2000-2010', '600-610', ...onePort])}` : ''}${dice}`;
      if (hook === 'INPUT') return source;
      return pick([
        source,
        source,
        `-j MASQUERADE${withPorts && chance(0.3) ? ` --to-ports ${pick(['3000-3007', '40001-40004', ...onePort])}` : ''}${chance(0.08) ? ' --random' : ''}`,
        '-j MASQUERADE',
        `-j NETMAP --to ${pick(['203.0.113.0/24', '10.2.0.0/24'])}`,
      ]);
    }
    case 'filter':
      return pick([
        ...verdicts,
        ...verdicts,
        ...(chance(0.3) ? ['-j DROP'] : []),
        '-j MARK --set-mark 2',
        ...(chance(0.5)
          ? [
              protocol === 'tcp' && chance(0.5)
                ? '-j REJECT --reject-with tcp-reset'
                : `-j REJECT${pick(['', ...['net-unreachable', 'host-unreachable', 'proto-unreachable', 'port-unreachable', 'net-prohibited', 'host-prohibited', 'admin-prohibited'].map((w) => ` --reject-with icmp-${w}`)])}`,
            ]
          : []),
        `-j NFLOG --nflog-group ${1 + below(3)}`,
      ]);
    case 'security':
      return pick(verdicts);
  }
};

const tableText = (table: TableName, names: Names, c: Chance): string => {
  const { chance, below } = c;
  const declared: string[] = [];
  const rules: string[] = [];
  for (const hook of builtInChains(table))
    declared.push(`:${hook} ${table !== 'nat' && chance(0.03) ? 'DROP' : 'ACCEPT'} [0:0]`);
  const hooks = builtInChains(table).filter(() => chance(table === 'security' ? 0.4 : 0.65));
  for (const hook of hooks) {
    const own = Array.from(
      { length: chance(0.3) ? 1 + below(2) : 0 },
      (_, i) => `${hook.toLowerCase()}${i + 1}`,
    );
    for (const name of own) declared.push(`:${name} - [0:0]`);
    const chain = (name: string, most: number, into: readonly string[]) => {
      for (let n = 1 + below(most); n > 0; n--) {
        const { text, protocol } = conditions(table, hook, names, c);
        rules.push(
          `-A ${name} ${text} ${target(table, hook, protocol, into, names, c)}`.replace(/ +/g, ' ').trim(),
        );
      }
    };
    chain(hook, table === 'security' ? 2 : 4, own);
    for (const [i, name] of own.entries()) chain(name, 3, own.slice(i + 1));
  }
  return rules.length || chance(0.2) ? [`*${table}`, ...declared, ...rules, 'COMMIT', ''].join('\n') : '';
};

const probes = (
  hosts: Readonly<Record<string, Writable>>,
  all: readonly string[],
  dnat: readonly string[],
  { chance, pick, below }: Chance,
): readonly ProbeSpec[] => {
  const list: ProbeSpec[] = [];
  for (let n = 3 + below(5); n > 0; n--) {
    if (list.length && chance(0.15)) {
      const again = pick(list);
      list.push(
        'tcp' in again && again.flags === undefined
          ? again
          : { ...again, sport: again.sport ?? 40001 + list.indexOf(again) },
      );
      continue;
    }
    const from = pick(
      Object.keys(hosts)
        .filter((h) => h.startsWith('h'))
        .concat(chance(0.25) ? Object.keys(hosts) : []),
    );
    const own = Object.values(hosts[from]!.interfaces).flatMap((i) => i.addresses.map(bare));
    const kind = pick(['tcp', 'tcp', 'udp', 'udp', 'ping'] as const);
    const to = chance(0.65)
      ? pick(all)
      : chance(0.5) && dnat.length
        ? pick(dnat)
        : chance(0.3)
          ? '127.0.0.1'
          : chance(0.4) && own.length
            ? pick(own)
            : chance(0.5)
              ? pick(foreign)
              : `10.${1 + below(3)}.0.${pick([77, 99])}`;
    const port = chance(0.8) ? pick(kind === 'tcp' ? [22, 80, 8080] : [53, 123]) : pick(otherPorts);
    const flags = kind === 'tcp' && chance(0.15);
    list.push({
      from,
      [kind]: kind === 'ping' ? to : `${to}:${port}`,
      ...(flags ? { flags: pick(tcpFlags) } : {}),
      ...(chance(0.1) && own.length && to !== '127.0.0.1' ? { source: pick(own) } : {}),
      ...(chance(0.12) ? { sport: pick(sports) } : {}),
      ...(chance(0.08) ? { ttl: 1 + below(3) } : {}),
      ...(chance(0.06) ? { tos: pick([8, 16, 4, 184]) } : {}),
      ...(chance(0.1) ? { uid: pick([0, 1000, 2000]), gid: pick([0, 100]) } : {}),
      ...(kind !== 'tcp' && chance(0.12) ? { payload: pick([0, 1, 20, 500, 1000, 1400, 'GET /x']) } : {}),
    } as ProbeSpec);
  }
  // A connection that got stuck would still be there for a second one with the same port.
  return list.map((p) =>
    p.tcp !== undefined && p.flags === undefined ? (({ sport: _, ...rest }) => rest)(p) : p,
  );
};

/** One network with its probes. */
export const networkOf = (seed: number): Scenario => {
  const c = chanceOf(seed);
  const { chance, pick, some } = c;
  const hosts = topology(c);
  routes(hosts, c);
  const all = [
    ...new Set(
      Object.values(hosts).flatMap((h) => Object.values(h.interfaces).flatMap((i) => i.addresses.map(bare))),
    ),
  ];
  const addresses = all.length ? all : ['127.0.0.1', '127.0.0.2'];
  const networks = [
    '10.0.0.0/8',
    '10.1.0.0/24',
    '10.2.0.0/24',
    '10.3.0.0/24',
    '127.0.0.0/8',
    '10.1.0.0/30',
    '0.0.0.2/0.0.0.255',
    '192.168.0.0/16',
  ];
  const macs = Object.values(hosts).flatMap((h, i) =>
    Object.keys(h.interfaces).map((_, j) => macOf(i + 1, j + 1)),
  );
  for (const [name, host] of Object.entries(hosts)) {
    host.listen = [
      ...some(['tcp/80', 'tcp/22', 'udp/53', 'udp/123', 'tcp/8080'], name.startsWith('h') ? 5 : 2),
    ];
    if (chance(0.04) && Object.keys(host.interfaces).length) {
      const mac = `02:aa:00:00:00:${10 + macs.length}`;
      Object.values(host.interfaces)[0]!.mac = mac;
      macs.push(mac);
    }
  }
  for (const [name, host] of Object.entries(hosts)) {
    if (!chance(name.startsWith('r') ? 0.95 : 0.6)) continue;
    const names: Names = {
      own: Object.values(host.interfaces).flatMap((i) => i.addresses.map(bare)),
      addresses: [...addresses, pick(foreign)],
      networks,
      devices: Object.keys(host.interfaces).length ? Object.keys(host.interfaces) : ['lo'],
      macs: macs.length ? macs : ['02:00:00:00:01:01'],
    };
    const rules = tableNames
      .filter((t) => chance({ raw: 0.3, mangle: 0.45, nat: 0.6, filter: 0.7, security: 0.12 }[t]))
      .map((t) => tableText(t, names, c))
      .join('');
    if (rules) host.rules = rules;
  }
  const named = Object.values(hosts)
    .flatMap((h) => [...(h.rules ?? '').matchAll(/-d ([\d.]+) /g)].map((m) => m[1]!))
    .filter((a) => !a.startsWith('0.'));
  return { hosts: tidied(hosts), probes: probes(hosts, addresses, named, c) };
};

/** Without what is empty. */
const tidied = (hosts: Readonly<Record<string, Writable>>): Scenario['hosts'] =>
  Object.fromEntries(
    Object.entries(hosts).map(([name, { interfaces, routes, listen, ...rest }]) => [
      name,
      {
        ...rest,
        ...(Object.keys(interfaces).length
          ? { interfaces: interfaces as Readonly<Record<string, InterfaceSpec>> }
          : {}),
        ...(routes.length ? { routes } : {}),
        ...(listen.length ? { listen } : {}),
      } satisfies HostSpec,
    ]),
  );
