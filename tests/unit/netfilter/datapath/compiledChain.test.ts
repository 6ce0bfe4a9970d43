/**
 * The compiled form of a chain against the reasons that are worked out match by match: two ways to the same
 * answer.
 */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { restore } from '../../../../src/netfilter/command/restore.ts';
import { compiled } from '../../../../src/netfilter/datapath/compiledChain.ts';
import { checksOf } from '../../../../src/netfilter/datapath/reasons.ts';
import { Recorder } from '../../../../src/netfilter/datapath/recorder.ts';
import type { Packet, Skb } from '../../../../src/netfilter/packet.ts';
import { emptyFilter } from '../../../../src/netfilter/ruleset.ts';
import { hostFor } from '../../../hostFor.ts';

const conditions = [
  '',
  '-s 10.0.0.1',
  '! -s 10.0.0.1',
  '-s 10.0.0.0/255.0.0.255',
  '! -d 10.0.0.0/8',
  '-d 192.0.2.1',
  '-i eth0',
  '! -i eth+',
  '-o lo',
  '-f',
  '! -f',
  '! -p tcp',
  '-p icmp',
  '-p tcp --dport 22',
  '-p tcp ! --sport 1:100',
  '-p tcp --sport 22 ! --dport 80',
  '-p tcp --syn',
  '-p tcp -m tcp',
  '-p tcp --dport 22 ! --tcp-flags ACK ACK',
  '-p udp --dport 53:80',
  '-p udp ! --sport 53',
  '-p udp -m udp',
  '-p tcp -m multiport --dports 22,80:90',
  '-p tcp -m multiport ! --ports 22,53',
  '-p udp -m multiport --sports 1:60000',
  '-m conntrack --ctstate NEW',
  '-m conntrack ! --ctstate NEW,INVALID',
  '-m conntrack --ctstate SNAT,DNAT',
  '-m conntrack --ctdir REPLY --ctstate NEW',
  '-m state --state ESTABLISHED,RELATED',
  '-m state ! --state UNTRACKED',
  '-m mark --mark 1/1',
  '-p icmp --icmp-type 8',
  '-p tcp --dport 22 -m conntrack --ctstate NEW -m mark ! --mark 2',
  '-m ttl --ttl-lt 5',
  '-p udp -m multiport --dports 53 -m state --state NEW -s 10.0.0.1',
];

const { filter, stderr } = restore(
  emptyFilter,
  `*filter\n${conditions.map((c) => `-A FORWARD ${c} -j DROP`).join('\n')}\nCOMMIT\n`,
);
const table = filter.tables.filter!;
const { rules } = table.chains['FORWARD']!;
const walked = {
  hook: 'FORWARD',
  table: 'filter',
  rules: table,
  steps: [],
  verdict: 'ACCEPT',
  now: 0,
  answers: [],
} as const;
/** Whether each part of a rule is met, tried one by one. */
const isMet = (met: Skb, index: number): boolean => {
  const step = { kind: 'missed', chain: 'FORWARD', first: 0, count: rules.length, skb: met } as const;
  return checksOf({ ...walked, before: met, after: met }, step, index).every((c) => c.met);
};

const port = fc.constantFrom(1, 22, 53, 80, 85, 100, 65535);
const address = fc.constantFrom(0x0a000001, 0x0a000002, 0xc0000201, 0xffffffff, 0x0aff0001);
const transport = fc.oneof(
  fc.record({
    kind: fc.constant('tcp' as const),
    sport: port,
    dport: port,
    flags: fc.subarray(['SYN', 'ACK', 'RST', 'FIN'] as const),
    options: fc.constant([]),
  }),
  fc.record({ kind: fc.constant('udp' as const), sport: port, dport: port }),
  fc.record({
    kind: fc.constant('icmp' as const),
    type: fc.constantFrom(0, 8, 3),
    code: fc.constant(0),
    id: fc.constant(1),
    sequence: fc.constant(1),
    about: fc.constant(null),
  }),
);
const packet: fc.Arbitrary<Packet> = fc
  .record({
    source: address,
    destination: address,
    ttl: fc.constantFrom(1, 5, 64),
    tos: fc.constant(0),
    length: fc.constant(60),
    fragment: fc.constantFrom(null, { offset: 0, more: true }, { offset: 8, more: false }),
    transport,
    payload: fc.constant(''),
  })
  .map((p) => ({ ...p, protocol: { tcp: 6, udp: 17, icmp: 1 }[p.transport.kind] }));
const connection = fc.option(
  fc.record({
    id: fc.constant(1),
    state: fc.constantFrom('NEW', 'ESTABLISHED', 'RELATED', 'INVALID', 'UNTRACKED'),
    direction: fc.constantFrom('original', 'reply'),
    mark: fc.constant(0),
    counters: fc.constant(null),
    original: fc.constant(null),
    reply: fc.constant(null),
    expires: fc.constant(null),
    status: fc.record({
      seenReply: fc.boolean(),
      assured: fc.boolean(),
      confirmed: fc.boolean(),
      sourceNat: fc.boolean(),
      destinationNat: fc.boolean(),
    }),
  }),
);
const skb = fc.record({
  packet,
  input: fc.constantFrom(null, 'eth0', 'lo'),
  output: fc.constantFrom(null, 'lo', 'wlan0'),
  mark: fc.constantFrom(0, 1, 2),
  connection,
  owner: fc.constant(null),
}) as unknown as fc.Arbitrary<Skb>;

it('a compiled chain stops where the first rule has nothing against the packet', () => {
  expect(stderr).toBe('');
  fc.assert(
    fc.property(skb, fc.nat({ max: rules.length - 1 }), (met, first) => {
      const at = rules.findIndex((_, i) => i >= first && isMet(met, i));
      expect(compiled(rules).next(first, met, new Recorder(hostFor({ hook: 'FORWARD' }))).index).toBe(
        at < 0 ? rules.length : at,
      );
    }),
    { numRuns: 4000 },
  );
});
