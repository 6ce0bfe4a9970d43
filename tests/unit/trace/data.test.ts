/** The form of `trace --json`, held for every packet of every flow, and every code of an end. */
import { describe, expect, it } from 'vitest';
import { restore } from '../../../src/netfilter/command/restore.ts';
import { emptyConntrack } from '../../../src/netfilter/datapath/conntrack.ts';
import { passHook } from '../../../src/netfilter/datapath/passHook.ts';
import { type EndReason, endReasons } from '../../../src/netfilter/endReasons.ts';
import type { Skb } from '../../../src/netfilter/packet.ts';
import { emptyFilter } from '../../../src/netfilter/ruleset.ts';
import { decodeScenario } from '../../../src/network/decodeScenario.ts';
import { udpDatagram } from '../../../src/network/packets.ts';
import { runScenario } from '../../../src/network/runScenario.ts';
import { type StepData, traceData } from '../../../src/trace/data.ts';
import { describeTrace } from '../../../src/trace/describeTrace.ts';
import { flows } from '../../conformance/flows.ts';
import { hostFor } from '../../hostFor.ts';

type Test = (value: unknown) => boolean;
const text: Test = (v) => typeof v === 'string' && v !== '';
const number: Test = (v) => typeof v === 'number' && Number.isInteger(v) && v >= 0;
const from1: Test = (v) => number(v) && v !== 0;
const address: Test = (v) => typeof v === 'string' && /^\d+(\.\d+){3}$/.test(v);
const hook: Test = (v) => ['PREROUTING', 'INPUT', 'FORWARD', 'OUTPUT', 'POSTROUTING'].includes(v as string);
const table: Test = (v) => ['raw', 'mangle', 'nat', 'filter', 'security'].includes(v as string);
const oneOf =
  (...words: readonly string[]): Test =>
  (v) =>
    words.includes(v as string);
const orNull =
  (test: Test): Test =>
  (v) =>
    v === null || test(v);
/** These fields, each as its test says, and no others. */
const exactly =
  (fields: Readonly<Record<string, Test>>): Test =>
  (v) =>
    typeof v === 'object' &&
    v !== null &&
    Object.keys(v).sort().join() === Object.keys(fields).sort().join() &&
    Object.entries(fields).every(([name, test]) => test((v as Record<string, unknown>)[name]));

const ends = { source: address, sport: orNull(number), destination: address, dport: orNull(number) };
const header = exactly({
  ...ends,
  ttl: number,
  tos: number,
  mss: orNull(number),
  options: (v) => Array.isArray(v) && v.every(number),
  about: orNull(exactly(ends)),
  mark: number,
  connmark: number,
});
const rule = exactly({ table, chain: text, rule: from1 });
const at = { hook, table, chain: text };
const kinds: Readonly<Record<StepData['kind'], Readonly<Record<string, Test>>>> = {
  rule: { ...at, rule: from1, target: orNull(text) },
  missed: { ...at, rule: from1, reason: text },
  policy: { ...at, verdict: oneOf('ACCEPT', 'DROP') },
  return: { ...at, to: text },
  rewritten: {
    hook,
    by: (v) => v === 'reply' || v === 'connection' || rule(v),
    before: header,
    after: header,
  },
  conntrack: { hook, state: oneOf('NEW', 'ESTABLISHED', 'RELATED', 'INVALID', 'UNTRACKED'), zone: number },
  route: { next: orNull(address), device: orNull(text) },
  link: { link: text, to: text, device: text },
  delivered: {},
  end: { reason: oneOf(...Object.keys(endReasons)) },
};
const isStep = (step: StepData): boolean =>
  exactly({ host: text, kind: oneOf(step.kind), ...kinds[step.kind] })(step);

const packetsOf = (scenario: (typeof flows)[number]['scenario'], reasons: boolean) => {
  const ran = runScenario(scenario);
  if (!ran.ok) throw new Error(JSON.stringify(ran.problems));
  return ran.sent.map((s) => traceData(s.trace, { reasons }));
};

describe('the steps of every packet of every flow', () => {
  const met = new Set<string>();
  it.each(flows)('$name', ({ scenario }) => {
    const probes = packetsOf(scenario, true);
    for (const [i, packet] of probes.flatMap((packets) =>
      packets.map((p) => [packets.indexOf(p), p] as const),
    )) {
      for (const step of packet.steps) {
        expect(isStep(step), JSON.stringify(step)).toBe(true);
        met.add(step.kind);
      }
      // The form is JSON: nothing is lost on the way.
      expect(JSON.parse(JSON.stringify(packet))).toEqual(packet);
      expect(packet.answers === null || packet.answers < i).toBe(true);
      expect(packet.steps.filter((s) => s.kind === 'end' || s.kind === 'delivered')).not.toEqual([]);
    }
    const without = probes.map((packets) =>
      packets.map((p) => ({ ...p, steps: p.steps.filter((s) => s.kind !== 'missed') })),
    );
    expect(packetsOf(scenario, false)).toEqual(without);
  });
  it('every kind of step was among them', () => expect([...met].sort()).toEqual(Object.keys(kinds).sort()));
});

const host = (own: string, more: object = {}) => ({
  interfaces: { eth0: { link: 'l', addresses: [own] } },
  ...more,
});
const rules = (...lines: readonly string[]) => ({ rules: `${lines.join('\n')}\nCOMMIT\n` });
const listening = { listen: ['tcp/80', 'udp/53'] };
const pair = (a: object, b: object) => ({
  a: host('10.0.0.1/24', a),
  b: host('10.0.0.2/24', { ...listening, ...b }),
});
const routed = (router: object) => ({
  a: { interfaces: { eth0: { link: 'l', addresses: ['10.0.0.1/24'] } }, routes: ['default via 10.0.0.2'] },
  router: {
    forwarding: true,
    interfaces: {
      eth0: { link: 'l', addresses: ['10.0.0.2/24'] },
      eth1: { link: 'm', addresses: ['10.1.0.2/24'] },
      eth2: { link: 'n', addresses: ['10.2.0.2/24'] },
    },
    ...router,
  },
  b: {
    interfaces: { eth0: { link: 'm', addresses: ['10.1.0.1/24'] } },
    routes: ['default via 10.1.0.2'],
    ...listening,
    listen: ['tcp/80', 'udp/53', 'tcp/21'],
  },
});
const udp = { from: 'a', udp: '10.0.0.2:53' };
const far = { from: 'a', udp: '10.1.0.1:53' };
const on = (chain: string, ...words: readonly string[]) =>
  rules('*filter', ...words.map((w) => `-A ${chain} ${w}`));
const deep = Array.from({ length: 30 }, (_, i) => `:c${i} - [0:0]`);
const doubled = Array.from({ length: 29 }, (_, i) => `-A c${i} -j c${i + 1}\n-A c${i} -j c${i + 1}`);

const cases: Readonly<
  Record<Exclude<EndReason, 'masquerade-no-address'>, readonly [hosts: object, ...probes: object[]]>
> = {
  rule: [pair({}, on('INPUT', '-p udp -j DROP')), udp],
  rejected: [pair({}, on('INPUT', '-p udp -j REJECT')), udp],
  policy: [pair({}, rules('*filter', ':INPUT DROP [0:0]')), udp],
  match: [
    pair(
      {},
      on(
        'INPUT',
        '-m hashlimit --hashlimit-upto 1/sec --hashlimit-mode srcport --hashlimit-name h --hashlimit-htable-max 1 --hashlimit-htable-size 1',
      ),
    ),
    udp,
    udp,
  ],
  queue: [pair({}, on('INPUT', '-j NFQUEUE')), udp],
  kept: [
    pair(
      {},
      rules(
        '*raw\n-A PREROUTING -p tcp -m tcp --syn -j CT --notrack\nCOMMIT\n*filter',
        '-A INPUT -p tcp -m conntrack --ctstate INVALID,UNTRACKED -j SYNPROXY --mss 1460',
      ),
    ),
    { from: 'a', tcp: '10.0.0.2:80' },
  ],
  'too-many-steps': [pair({}, rules('*filter', ...deep, '-A INPUT -j c0', ...doubled)), udp],
  'no-route': [routed({}), { from: 'a', udp: '10.9.0.1:53' }],
  'source-not-local': [
    // What a route of another table makes local is delivered, and nothing is sent from there.
    pair(
      { routes: ['default via 10.0.0.2'] },
      { routes: ['local default dev lo table 100'], routingRules: ['to 10.9.0.0/16 lookup 100'] },
    ),
    { from: 'a', udp: '10.9.0.1:53' },
  ],
  'not-forwarding': [routed({ forwarding: false }), far],
  'too-long': [routed({}), { ...far, payload: 600 }],
  tproxy: [
    pair(
      { routes: ['default via 10.0.0.2'] },
      {
        forwarding: true,
        listen: [{ udp: 3128, transparent: true }],
        routes: ['10.9.0.0/16 via 10.0.0.1'],
        ...rules('*mangle', '-A PREROUTING -p udp -j TPROXY --on-port 3128'),
      },
    ),
    { from: 'a', udp: '10.9.0.1:53' },
  ],
  ttl: [routed({}), { ...far, ttl: 1 }],
  'no-neighbour': [pair({}, {}), { from: 'a', udp: '10.0.0.9:53' }],
  'no-socket': [pair({}, {}), { from: 'a', udp: '10.0.0.2:99' }],
  'reverse-path': [
    {
      ...routed({ sysctl: { 'net.ipv4.conf.eth0.rp_filter': 1 }, routes: ['10.3.0.0/24 via 10.1.0.1'] }),
      a: {
        interfaces: { eth0: { link: 'l', addresses: ['10.0.0.1/24', '10.3.0.1/24'] } },
        routes: ['default via 10.0.0.2'],
      },
    },
    // The router's Ethernet address is known from the first packet.
    far,
    { ...far, source: '10.3.0.1' },
  ],
  martian: [pair({}, rules('*nat', '-A PREROUTING -p udp -j DNAT --to-destination 127.0.0.1')), udp],
  'masquerade-device': [
    routed({
      routes: ['default via 10.2.0.9 table 100'],
      routingRules: ['fwmark 1 lookup 100'],
      ...rules(
        '*nat\n-A POSTROUTING -j MASQUERADE\nCOMMIT\n*mangle',
        '-A PREROUTING -i eth0 -m statistic --mode nth --every 2 --packet 1 -j MARK --set-mark 1',
      ),
    }),
    { ...far, sport: 5000 },
    { ...far, sport: 5000 },
  ],
  'conntrack-full': [
    routed({
      ...on('FORWARD', '-m conntrack --ctstate NEW'),
      sysctl: { 'net.netfilter.nf_conntrack_max': 1 },
    }),
    { from: 'a', tcp: '10.1.0.1:80' },
    far,
  ],
  'conntrack-clash': [
    routed(rules('*nat', '-A POSTROUTING -p udp -o eth1 -j SNAT --to-source 10.1.0.2:5000-5000')),
    far,
    far,
  ],
  helper: [
    routed(rules('*raw', '-A PREROUTING -p tcp -m tcp --dport 21 -j CT --helper ftp')),
    { from: 'a', tcp: '10.1.0.1:21', says: ['USER a\r\n', 'EPRT |1|10.0.0.1|99999|\r\n'] },
  ],
  fragments: [
    routed(rules('*raw', '-A PREROUTING -f -j DROP')),
    { from: 'a', ping: '10.0.0.2', payload: 3000 },
  ],
  loop: [
    {
      a: host('10.0.0.1/24', { routes: ['default via 10.0.0.2'] }),
      b: host('10.0.0.2/24', {
        forwarding: true,
        routes: ['default via 10.0.0.3'],
        ...rules('*mangle', '-A PREROUTING -j TTL --ttl-set 64'),
      }),
      c: host('10.0.0.3/24', { forwarding: true, routes: ['default via 10.0.0.2'] }),
    },
    far,
  ],
};

it.each(Object.entries(cases))(
  'a packet that ends by %s says so, in data and in words',
  (reason, [hosts, ...probes]) => {
    const narrow = reason === 'too-long' ? { links: { m: { mtu: 500 } } } : {};
    const decoded = decodeScenario({ hosts, probes, ...narrow });
    if (!decoded.ok) throw new Error(JSON.stringify(decoded.problems));
    const ran = runScenario(decoded.scenario);
    if (!ran.ok) throw new Error(JSON.stringify(ran.problems));
    const steps = ran.sent.flatMap((s) => traceData(s.trace, { reasons: false }).flatMap((p) => p.steps));
    expect(steps.flatMap((s) => (s.kind === 'end' ? [s.reason] : []))).toContain(reason);
    const lines = ran.sent.flatMap((s) => describeTrace(s.trace).filter((l) => l.kind === 'dropped'));
    expect(lines.length).toBeGreaterThan(0);
    // The words are made here: an event has codes, names and numbers alone.
    const ends = ran.sent.flatMap((s) => s.trace.journeys.flatMap((j) => j.events.at(-1)!));
    expect(JSON.stringify(ends.filter((e) => e.kind === 'dropped'))).not.toMatch(/[a-z] [a-z]/i);
  },
);

// No network of ours brings a packet through a host that has no address at all, so its hooks are asked.
it('a packet that ends by masquerade-no-address says so', () => {
  const { filter } = restore(emptyFilter, '*nat\n-A POSTROUTING -j MASQUERADE\nCOMMIT\n');
  const addressless = hostFor({ primaryAddress: () => null });
  const skb: Skb = {
    packet: udpDatagram({ source: 0x0a000001, destination: 0x0a010001 }, 4000, 53, 4, ''),
    input: null,
    output: 'eth1',
    mark: 0,
    mac: null,
    ports: null,
    type: 'unicast',
    owner: null,
    template: null,
    connection: null,
  };
  const out = passHook({ filter, conntrack: emptyConntrack, sysctl: {} }, 'OUTPUT', skb, addressless);
  expect(passHook({ ...out, sysctl: {} }, 'POSTROUTING', out.skb, addressless).end).toMatchObject({
    kind: 'dropped',
    drop: { reason: 'masquerade-no-address', device: 'eth1' },
  });
});
