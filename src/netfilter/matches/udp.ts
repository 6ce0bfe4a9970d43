import { parsed } from '../../text/problem.ts';
import { defineMatch } from '../extension.ts';
import { looseRange } from '../values/port.ts';
import { check, noPorts } from './check.ts';
import {
  asksPorts,
  checkPort,
  listPort,
  meansPorts,
  partial,
  passes,
  phraseOfPorts,
  portsOf,
  portTest,
  savePort,
  sayPort,
} from './ports.ts';

/** Matches UDP ports. Reference: net/netfilter/xt_tcpudp.c, extensions/libxt_udp.c */
export const udp = defineMatch({
  name: 'udp',
  protocol: 17,
  summary: 'Matches the ports of UDP packets.',
  options: {
    source: {
      names: ['--source-port', '--sport'],
      takes: looseRange,
      invertible: true,
      help: 'Matches packets from this port, or from a range of ports.',
      means: meansPorts('Source', 'udp'),
    },
    destination: {
      names: ['--destination-port', '--dport'],
      takes: looseRange,
      invertible: true,
      help: 'Matches packets to this port, or to a range of ports.',
      means: meansPorts('Destination', 'udp'),
    },
  },
  parse: (given) => parsed({ source: portTest(given.source), destination: portTest(given.destination) }),
  save: (d) => savePort('--sport', partial(d.source)) + savePort('--dport', partial(d.destination)),
  list: (d, { numeric }) =>
    `udp${listPort('spt', d.source, numeric, 'udp')}${listPort('dpt', d.destination, numeric, 'udp')}`,
  phrase: (d) => phraseOfPorts(partial(d.source), partial(d.destination)),
  explain: (d) =>
    [...sayPort('source', d.source), ...sayPort('destination', d.destination)].join(', and ') ||
    'it is a UDP packet',
  test(d, skb) {
    const ports = portsOf(skb.packet);
    return ports !== null && passes(d.source, ports.sport) && passes(d.destination, ports.dport);
  },
  asks: (d) => asksPorts(d.source, d.destination),
  checks(d, skb) {
    const ports = portsOf(skb.packet);
    if (!ports) return [check(false, 'a UDP header', noPorts)];
    return [
      ...checkPort('source', d.source, ports.sport),
      ...checkPort('destination', d.destination, ports.dport),
    ];
  },
});
