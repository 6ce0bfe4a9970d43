import { parsed, refused } from '../../text/problem.ts';
import { defineMatch, type Value } from '../extension.ts';
import { type PortRange, portList, printRange, sayPorts } from '../values/port.ts';
import { serviceName } from '../values/service.ts';
import { portsOf } from './ports.ts';

const withPorts = [6, 17, 33, 132, 136];
/** The protocol is asked for before the ports are read, so it has to stand in front. */
const ports: Value<readonly PortRange[]> = {
  ...portList,
  parse(text, place) {
    if (place.protocol === null)
      return refused(
        "multiport needs `-p tcp', `-p udp', `-p udplite', `-p sctp' or `-p dccp'",
        'Only some protocols have ports. Put -p tcp or -p udp in front.',
      );
    if (place.protocol.inverted || !withPorts.includes(place.protocol.number))
      return refused(
        'multiport only works with TCP, UDP, UDPLITE, SCTP and DCCP',
        'This protocol has no ports.',
      );
    return portList.parse(text, place);
  },
};
const inRanges = (ranges: readonly PortRange[], port: number): boolean => {
  for (const { from, to } of ranges) if (port >= from && port <= to) return true;
  return false;
};

/** Matches any of up to 15 ports. Reference: net/netfilter/xt_multiport.c, extensions/libxt_multiport.c */
export const multiport = defineMatch({
  name: 'multiport',
  summary: 'Asks for any of up to 15 ports.',
  options: {
    source: {
      names: ['--source-ports', '--sports'],
      takes: ports,
      invertible: true,
      excludes: ['destination', 'either'],
      help: 'Fits packets from one of these ports.',
    },
    destination: {
      names: ['--destination-ports', '--dports'],
      takes: ports,
      invertible: true,
      excludes: ['source', 'either'],
      help: 'Fits packets to one of these ports.',
    },
    either: {
      names: ['--ports'],
      takes: ports,
      invertible: true,
      excludes: ['source', 'destination'],
      help: 'Fits packets from or to one of these ports.',
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
  saw(d, skb) {
    const ports = portsOf(skb.packet);
    if (!ports) return 'no ports';
    return d.which === 'either'
      ? `ports ${ports.sport} and ${ports.dport}`
      : d.which === 'source'
        ? `source port ${ports.sport}`
        : `destination port ${ports.dport}`;
  },
});
