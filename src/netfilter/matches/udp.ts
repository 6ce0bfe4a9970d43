import { parsed } from '../../text/problem.ts';
import { defineMatch } from '../extension.ts';
import { looseRange } from '../values/port.ts';
import { asksPorts, listPort, partial, passes, portsOf, portTest, savePort, sayPort } from './ports.ts';

/** Matches UDP ports. Reference: net/netfilter/xt_tcpudp.c, extensions/libxt_udp.c */
export const udp = defineMatch({
  name: 'udp',
  protocol: 17,
  summary: 'Asks for the ports of UDP packets.',
  options: {
    source: {
      names: ['--source-port', '--sport'],
      takes: looseRange,
      invertible: true,
      help: 'Fits packets from this port, or from this range of ports.',
    },
    destination: {
      names: ['--destination-port', '--dport'],
      takes: looseRange,
      invertible: true,
      help: 'Fits packets to this port, or to this range of ports.',
    },
  },
  parse: (given) => parsed({ source: portTest(given.source), destination: portTest(given.destination) }),
  save: (d) => savePort('--sport', partial(d.source)) + savePort('--dport', partial(d.destination)),
  list: (d, { numeric }) =>
    `udp${listPort('spt', d.source, numeric, 'udp')}${listPort('dpt', d.destination, numeric, 'udp')}`,
  explain: (d) =>
    [...sayPort('source', d.source), ...sayPort('destination', d.destination)].join(', and ') ||
    'it is a UDP packet',
  test(d, skb) {
    const ports = portsOf(skb.packet);
    return ports !== null && passes(d.source, ports.sport) && passes(d.destination, ports.dport);
  },
  asks: (d) => asksPorts(d.source, d.destination),
  saw(d, skb) {
    const ports = portsOf(skb.packet);
    if (!ports) return 'no ports';
    if (!passes(d.source, ports.sport)) return `source port ${ports.sport}`;
    return passes(d.destination, ports.dport)
      ? `ports ${ports.sport} and ${ports.dport}`
      : `destination port ${ports.dport}`;
  },
});
