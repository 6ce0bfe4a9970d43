import { parsed, refused } from '../../text/problem.ts';
import { defineMatch, type Value } from '../extension.ts';
import { badPort, type PortRange, parsePort, printRange, sayPorts } from '../values/port.ts';
import { serviceName, serviceNames } from '../values/service.ts';
import { check, noPorts } from './check.ts';
import { endOf, meansPorts, portsOf } from './ports.ts';

const withPorts = [6, 17, 33, 132, 136];

/** The most ports of one rule; a range counts as two. Reference: include/uapi/linux/netfilter/xt_multiport.h. */
const mostPorts = 15;

/** `80,443,8000:8010`. Reference: extensions/libxt_multiport.c, parse_multi_ports_v1. */
const portList: Value<readonly PortRange[]> = {
  form: 'port[,port|,port:port…]',
  suggestions: serviceNames,
  parse(text, { protocol: given }) {
    // The protocol is checked before the ports are read, so it has to come first.
    if (given === null)
      return refused(
        "multiport needs `-p tcp', `-p udp', `-p udplite', `-p sctp' or `-p dccp'",
        'Ports need a protocol that has them. Add -p tcp or -p udp before this option.',
      );
    if (given.inverted || !withPorts.includes(given.number))
      return refused(
        'multiport only works with TCP, UDP, UDPLITE, SCTP and DCCP',
        'This protocol has no ports. Use -p tcp or -p udp.',
      );
    const protocol = ({ 6: 'tcp', 17: 'udp', 132: 'sctp' } as const)[given.number] ?? 'none';
    const ranges: PortRange[] = [];
    let ports = 0;
    for (const part of text.split(',')) {
      const colon = part.indexOf(':');
      const [first, last] = colon < 0 ? [part] : [part.slice(0, colon), part.slice(colon + 1)];
      ports += last === undefined ? 1 : 2;
      if (ports > mostPorts)
        return refused(
          'too many ports specified',
          `A rule can have ${mostPorts} ports, and a range counts as two. Put the rest in a second rule.`,
        );
      const from = parsePort(first, protocol);
      if (from === null) return badPort(first);
      const to = last === undefined ? from : parsePort(last, protocol);
      if (to === null) return badPort(last!);
      if (last !== undefined && from >= to)
        return refused('invalid portrange specified', 'Write the smaller port first: 1000:2000.');
      ranges.push({ from, to });
    }
    return parsed(ranges);
  },
};

const inRanges = (ranges: readonly PortRange[], port: number): boolean => {
  for (const { from, to } of ranges) if (port >= from && port <= to) return true;
  return false;
};

/** Matches any of up to 15 ports. Reference: net/netfilter/xt_multiport.c, extensions/libxt_multiport.c */
export const multiport = defineMatch({
  name: 'multiport',
  summary: 'Matches any of up to 15 ports.',
  options: {
    source: {
      names: ['--source-ports', '--sports'],
      takes: portList,
      invertible: true,
      excludes: ['destination', 'either'],
      help: 'Matches packets from one of these ports.',
      means: meansPorts('Source'),
    },
    destination: {
      names: ['--destination-ports', '--dports'],
      takes: portList,
      invertible: true,
      excludes: ['source', 'either'],
      help: 'Matches packets to one of these ports.',
      means: meansPorts('Destination'),
    },
    either: {
      names: ['--ports'],
      takes: portList,
      invertible: true,
      excludes: ['source', 'destination'],
      help: 'Matches packets from or to one of these ports.',
      means: meansPorts('Source or destination'),
    },
  },
  parse(given, { rule }) {
    const which = given.source
      ? ('source' as const)
      : given.destination
        ? ('destination' as const)
        : ('either' as const);
    const option = given[which];
    if (!option) return refused('multiport expection an option', 'Say which ports: --dports 80,443.');
    return parsed({
      which,
      ranges: option.value,
      inverted: option.inverted,
      protocol: rule.protocol?.number ?? 0,
    });
  },
  save: (d) =>
    `${d.inverted ? ' !' : ''} --${{ source: 'sports', destination: 'dports', either: 'ports' }[d.which]} ${d.ranges.map((r) => printRange(r)).join(',')}`,
  list(d, { numeric }) {
    const print = (port: number) =>
      numeric
        ? String(port)
        : ((d.protocol === 6 || d.protocol === 17
            ? serviceName(port, d.protocol === 6 ? 'tcp' : 'udp')
            : null) ?? String(port));
    const ports = d.ranges
      .map((r) => (r.from === r.to ? print(r.from) : `${print(r.from)}:${print(r.to)}`))
      .join(',');
    return `multiport ${{ source: 'sports', destination: 'dports', either: 'ports' }[d.which]} ${d.inverted ? ' !' : ''}${ports}`;
  },
  phrase(d) {
    const end = endOf(d.ranges, d.inverted);
    if (d.which === 'either')
      return { that: `have ${endOf(d.ranges, false).ports} at either end`, not: d.inverted };
    return d.which === 'source' ? { from: end } : { to: end };
  },
  explain: (d) =>
    `the ${d.which === 'either' ? 'source or destination' : d.which} port is ${d.inverted ? 'none of ' : ''}${sayPorts(d.ranges)}`,
  test(d, skb) {
    const ports = portsOf(skb.packet);
    if (!ports) return false;
    const hit =
      (d.which !== 'destination' && inRanges(d.ranges, ports.sport)) ||
      (d.which !== 'source' && inRanges(d.ranges, ports.dport));
    return hit !== d.inverted;
  },
  asks: (d) => [{ kind: 'ports', of: d.which, ranges: d.ranges, inverted: d.inverted }],
  checks(d, skb, _, met) {
    const ports = portsOf(skb.packet);
    const which = d.which === 'either' ? 'source or destination' : d.which;
    return [
      check(
        met,
        `${which} port ${d.inverted ? 'other than ' : ''}${sayPorts(d.ranges)}`,
        !ports
          ? noPorts
          : d.which === 'either'
            ? `the packet has ports ${ports.sport} and ${ports.dport}`
            : `the packet has port ${d.which === 'source' ? ports.sport : ports.dport}`,
      ),
    ];
  },
});
