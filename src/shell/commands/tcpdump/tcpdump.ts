import type { Packet, TcpFlag } from '../../../netfilter/packet.ts';
import { printAddress } from '../../../netfilter/values/address.ts';
import { protocolName } from '../../../netfilter/values/protocol.ts';
import { serviceName } from '../../../netfilter/values/service.ts';
import { type OptionTable, readOptions } from '../shared/options.ts';
import { printed, problemAt, refused } from '../shared/result.ts';
import { defineCommand } from '../shellCommand.ts';
import { readFilter } from './filter.ts';
import { framesAt } from './frames.ts';
import { type Numbers, numbersIn } from './numbers.ts';

const options: OptionTable = {
  interface: { names: ['-i', '--interface'], takes: 'required' },
  numeric: { names: ['-n'] },
  count: { names: ['-c'], takes: 'required' },
  quick: { names: ['-q'] },
  link: { names: ['-e'] },
  timeless: { names: ['-t'] },
  buffered: { names: ['-l'] },
  packet: { names: ['-U'] },
  immediate: { names: ['--immediate-mode'] },
  unpromiscuous: { names: ['-p'] },
  whole: { names: ['-s'], takes: 'required' },
};
const unsupported =
  'vwrxXADLSNKFCGWyZzEfHIjJmQVTBbduhO --version --help --list-interfaces --direction --number --print';

const flagLetters: readonly (readonly [TcpFlag, string])[] = [
  ['FIN', 'F'],
  ['SYN', 'S'],
  ['RST', 'R'],
  ['PSH', 'P'],
  ['ACK', '.'],
  ['URG', 'U'],
  ['ECE', 'E'],
  ['CWR', 'W'],
];

/**
 * The order of letters and the windows of a Linux that sends little. Reference: tcpdump 4.99.3, print-tcp.c.
 */
const printTcp = (p: Packet, n: Numbers | null, http: boolean): string => {
  const t = p.transport;
  if (t.kind !== 'tcp') return '';
  const has = (f: TcpFlag) => t.flags.includes(f);
  const length = p.payload.length;
  const absolute = has('SYN') || (has('RST') && has('ACK') && n?.sequence === 0);
  const sequence = n === null ? 0 : absolute && has('SYN') ? n.isn : n.sequence;
  const acknowledged =
    n === null ? 0 : absolute ? (n.otherIsn + n.acknowledged) % 4294967296 : n.acknowledged;
  const parts = [
    `Flags [${
      flagLetters
        .filter(([f]) => has(f))
        .map(([, l]) => l)
        .join('') || 'none'
    }]`,
  ];
  if (length > 0 || has('SYN') || has('FIN') || has('RST'))
    parts.push(`seq ${sequence}${length > 0 ? `:${sequence + length}` : ''}`);
  if (has('ACK')) parts.push(`ack ${acknowledged}`);
  const syn = t.options.length > 0 && has('SYN');
  parts.push(
    `win ${has('RST') || (has('SYN') && t.cookie) ? 0 : syn ? (has('ACK') ? 65160 : 64240) : has('SYN') ? 64240 : 502}`,
  );
  const say: Readonly<Record<number, string>> = {
    1: 'nop',
    2: `mss ${t.mss ?? 1460}`,
    3: 'wscale 7',
    4: 'sackOK',
    8: n ? `TS val ${n.time} ecr ${n.echo}` : 'TS val 0 ecr 0',
  };
  if (t.options.length > 0)
    parts.push(`options [${t.options.map((kind) => say[kind] ?? `unknown-${kind}`).join(',')}]`);
  const first = /^([A-Z]+ \S+ HTTP\/\S+|HTTP\/.*)/.exec(p.payload)?.[1];
  return `${parts.join(', ')}, length ${length}${http && length > 0 ? `: HTTP${first ? `: ${first.trimEnd()}` : ''}` : ''}`;
};

/** Reference: tcpdump 4.99.3, print-icmp.c. */
const printIcmp = (p: Packet): string => {
  const t = p.transport;
  if (t.kind !== 'icmp') return '';
  const length = `length ${p.length - 20}`;
  if (t.about === null)
    return t.type === 8 || t.type === 0
      ? `ICMP echo ${t.type === 8 ? 'request' : 'reply'}, id ${t.id ?? 0}, seq ${t.sequence ?? 0}, ${length}`
      : `ICMP type-#${t.type}, ${length}`;
  if (t.type === 11) return `ICMP time exceeded in-transit, ${length}`;
  const to = printAddress(t.about.destination);
  const inner = t.about.transport;
  // After another protocol's header tcpdump prints a port all the same.
  const port =
    inner.kind === 'tcp' || inner.kind === 'udp'
      ? `${inner.kind} port ${inner.dport}`
      : `protocol ${t.about.protocol} port 0`;
  const what: Readonly<Record<number, string>> = {
    0: `net ${to} unreachable`,
    1: `host ${to} unreachable`,
    2: `${to} protocol ${t.about.protocol} unreachable`,
    3: `${to} ${port} unreachable`,
    9: `net ${to} unreachable - admin prohibited`,
    10: `host ${to} unreachable - admin prohibited`,
    13: `host ${to} unreachable - admin prohibited filter`,
  };
  return `ICMP ${what[t.code] ?? `${to} unreachable - #${t.code}`}, ${length}`;
};

const printPacket = (
  p: Packet,
  n: Numbers | null,
  style: { readonly numeric: boolean; readonly quick: boolean },
): string => {
  const t = p.transport;
  const ends = (sport: number, dport: number, protocol: 'tcp' | 'udp') => {
    const port = (number: number) => (style.numeric ? null : serviceName(number, protocol)) ?? String(number);
    return `${printAddress(p.source)}.${port(sport)} > ${printAddress(p.destination)}.${port(dport)}: `;
  };
  const addresses = `${printAddress(p.source)} > ${printAddress(p.destination)}: `;
  if (p.fragment?.offset) return `${addresses}${protocolName(p.protocol)}`;
  switch (t.kind) {
    case 'tcp':
      return (
        ends(t.sport, t.dport, 'tcp') +
        (style.quick ? `tcp ${p.payload.length}` : printTcp(p, n, t.sport === 80 || t.dport === 80))
      );
    case 'udp': {
      const length = p.length - 28;
      const dns = !style.quick && (t.sport === 53 || t.dport === 53) && length < 12;
      return (
        ends(t.sport, t.dport, 'udp') +
        (dns ? `domain [length ${length} < 12] (invalid)` : `UDP, length ${length}`)
      );
    }
    case 'icmp':
      return addresses + printIcmp(p);
    case 'other':
      return `${addresses}ip-proto-${p.protocol} ${p.length - 20}`;
  }
};

const clock = (ms: number): string => `${new Date(ms).toISOString().slice(11, 23)}000`;

/**
 * `tcpdump [-i IF|any] [-n] [-c N] [-q] [-e] [-t] [FILTER]`: what passed an interface. One line runs here at
 * a time, so nothing can be watched while it happens: it prints the packets of the probe or command that sent
 * some last. ARP has no packets here.
 * Reference: tcpdump 4.99.3.
 */
export const tcpdump = defineCommand({
  name: 'tcpdump',
  usage: 'tcpdump [-n] [-i DEVICE] [FILTER]',
  summary: 'Shows the packets that the last command sent past a device.',
  needs: ['world'],
  run({ world, host: name, words }) {
    const host = world.hosts[name]!;
    const read = readOptions('tcpdump', words, options, unsupported, 1);
    if ('message' in read) return refused(read);
    const { of, rest } = read;
    const device =
      of['interface']?.text ?? host.interfaces.find((i) => i.name !== 'lo' && i.up)?.name ?? 'lo';
    if (device !== 'any' && !host.interfaces.some((i) => i.name === device))
      return refused(
        problemAt(
          of['interface']!,
          `tcpdump: ${device}: No such device exists\n(No such device exists)`,
          1,
          `${name} has ${host.interfaces.map((i) => i.name).join(', ')}; any is all of them.`,
        ),
      );
    if (of['count'] && !/^[1-9]\d*$/.test(of['count'].text))
      return refused(
        problemAt(
          of['count'],
          `tcpdump: invalid packet count ${of['count'].text}`,
          1,
          'A whole number from 1.',
        ),
      );
    const matches = readFilter(rest.map((w) => w.text));
    if ('unread' in matches)
      return refused(
        problemAt(
          { from: rest[0]!.from, to: rest.at(-1)!.to },
          "tcpdump: can't parse filter expression: syntax error",
          1,
          `"${matches.unread}" is not understood here. Write icmp, tcp port 80, host 10.0.0.1, joined by and, or, not.`,
        ),
      );
    const numbers = numbersIn(world.sent);
    const frames = framesAt(world.sent, name, world).filter(
      (f) => (device === 'any' || f.device === device) && matches(f.packet),
    );
    const shown = of['count'] ? frames.slice(0, Number(of['count'].text)) : frames;
    const style = { numeric: Boolean(of['numeric']), quick: Boolean(of['quick']) };
    const text = shown.map((f) =>
      [
        of['timeless'] ? '' : `${clock(f.at)} `,
        device === 'any' ? `${f.device.padEnd(5)} ${f.direction.padEnd(3)} ` : '',
        of['link'] && device !== 'any'
          ? `${f.from} > ${f.to}, ethertype IPv4 (0x0800), length ${f.packet.length + 14}: `
          : 'IP ',
        printPacket(f.packet, numbers.get(f.journey) ?? null, style),
        '\n',
      ].join(''),
    );
    const listening =
      device === 'any'
        ? 'tcpdump: data link type LINUX_SLL2\ntcpdump: verbose output suppressed, use -v[v]... for full protocol decode\nlistening on any, link-type LINUX_SLL2 (Linux cooked v2), snapshot length 262144 bytes\n'
        : `tcpdump: verbose output suppressed, use -v[v]... for full protocol decode\nlistening on ${device}, link-type EN10MB (Ethernet), snapshot length 262144 bytes\n`;
    const counted = `${shown.length} packet${shown.length === 1 ? '' : 's'} captured\n${frames.length} packet${frames.length === 1 ? '' : 's'} received by filter\n0 packets dropped by kernel\n`;
    return printed(text.join(''), { stderr: listening, summary: counted });
  },
});
