/**
 * A connection table that is full. Not recorded: nf_conntrack_max belongs to the whole machine. Reference:
 * net/netfilter/nf_conntrack_core.c, early_drop
 */
import { expect, it } from 'vitest';
import { connectionsAt } from '../../../src/netfilter/datapath/conntrack.ts';
import { decodeScenario } from '../../../src/network/decodeScenario.ts';
import { runScenario } from '../../../src/network/runScenario.ts';

const rules = '*filter\n-A FORWARD -m conntrack --ctstate NEW\nCOMMIT\n';
const run = (most: number, probes: readonly object[]) => {
  const decoded = decodeScenario({
    hosts: {
      client: {
        interfaces: { eth0: { link: 'a', addresses: ['10.0.0.1/24'] } },
        routes: ['default via 10.0.0.2'],
      },
      router: {
        forwarding: true,
        interfaces: {
          eth0: { link: 'a', addresses: ['10.0.0.2/24'] },
          eth1: { link: 'b', addresses: ['10.1.0.2/24'] },
        },
        rules,
        sysctl: { 'net.netfilter.nf_conntrack_max': most },
      },
      server: {
        interfaces: { eth0: { link: 'b', addresses: ['10.1.0.1/24'] } },
        routes: ['default via 10.1.0.2'],
        listen: ['udp/53', 'tcp/80'],
      },
    },
    probes: probes.map((p) => ({ from: 'client', ...p })),
  });
  if (!decoded.ok) throw new Error(JSON.stringify(decoded.problems));
  const ran = runScenario(decoded.scenario);
  if (!ran.ok) throw new Error(JSON.stringify(ran.problems));
  const { conntrack } = ran.world.hosts['router']!;
  return {
    outcomes: ran.sent.map((s) => s.answer.outcome),
    opened: connectionsAt(conntrack, ran.world.now).map((c) => c.original.sport),
    whys: ran.sent.flatMap((s) =>
      s.trace.journeys.flatMap((j) => j.events.flatMap((e) => (e.kind === 'dropped' ? [e.reason] : []))),
    ),
  };
};
const udp = (sport: number, more: object = {}) => ({ udp: '10.1.0.1:53', sport, ...more });

it('forgets the oldest that nobody has come to rely on', () => {
  expect(run(2, [udp(1), udp(2), udp(3)])).toEqual({
    outcomes: ['replied', 'replied', 'replied'],
    opened: [2, 3],
    whys: [],
  });
});

it('forgets what has expired before what lives', () => {
  expect(run(2, [udp(1), udp(2, { wait: 20 }), udp(1, { wait: 5 }), udp(3, { wait: 27 })]).opened).toEqual([
    1, 3,
  ]);
});

it('drops a new packet where every entry is assured', () => {
  expect(run(1, [{ tcp: '10.1.0.1:80', sport: 1 }, udp(2)])).toEqual({
    outcomes: ['connected', 'timeout'],
    opened: [1],
    whys: ['conntrack-full'],
  });
});
