/**
 * SNAT to one port, while the entry of an earlier connection has it. Not recorded: the kernel removes an entry that
 * is over only if the sequence numbers of the new connection are ahead, which is so half of the time.
 * Reference: net/netfilter/nf_nat_core.c, nf_nat_used_tuple_harder
 */
import { expect, it } from 'vitest';
import { connectionsAt } from '../../../src/netfilter/datapath/conntrack.ts';
import { decodeScenario } from '../../../src/network/decodeScenario.ts';
import { runScenario } from '../../../src/network/runScenario.ts';

const run = (filter: string) => {
  const decoded = decodeScenario({
    hosts: {
      client: {
        interfaces: { eth0: { link: 'a', addresses: ['10.0.0.1/24'] } },
        rules: `*nat\n-A POSTROUTING -p tcp -j SNAT --to-source 10.0.0.1:1024\nCOMMIT\n*filter\n${filter}\nCOMMIT\n`,
      },
      server: { interfaces: { eth0: { link: 'a', addresses: ['10.0.0.2/24'] } }, listen: ['tcp/80'] },
    },
    probes: [1, 2].map(() => ({ from: 'client', tcp: '10.0.0.2:80' })),
  });
  if (!decoded.ok) throw new Error(JSON.stringify(decoded.problems));
  const ran = runScenario(decoded.scenario);
  if (!ran.ok) throw new Error(JSON.stringify(ran.problems));
  const { conntrack } = ran.world.hosts['client']!;
  return {
    outcomes: ran.sent.map((s) => s.answer.outcome),
    entries: connectionsAt(conntrack, ran.world.now).map((c) => `${c.original.sport} ${c.tcp}`),
  };
};

it('an entry in TIME_WAIT makes way', () =>
  expect(run('')).toEqual({ outcomes: ['connected', 'connected'], entries: ['40002 TIME_WAIT'] }));
it('an open connection does not: the new one clashes with it, and its packet is dropped', () =>
  expect(run('-A INPUT -p tcp --tcp-flags FIN FIN -j DROP')).toEqual({
    outcomes: ['connected', 'timeout'],
    entries: ['40001 FIN_WAIT'],
  }));
