import { expect, it } from 'vitest';
import { readLessonAt, readNetworks } from '../../../src/cli/files.ts';
import { prepareLab } from '../../../src/course/prepareLab.ts';
import { runLab } from '../../../src/course/runLab.ts';
import { hookOrder } from '../../../src/netfilter/hookOrder.ts';
import { createWorld } from '../../../src/network/createWorld.ts';
import { runScenario } from '../../../src/network/runScenario.ts';
import { sendProbe } from '../../../src/network/sendProbe.ts';
import { describeTrace } from '../../../src/trace/describeTrace.ts';
import { drawFold, drawJourney, drawWay } from '../../../src/trace/drawnWay.ts';
import { fieldsOf } from '../../../src/trace/packetFields.ts';
import { ruleChecks, ruleText } from '../../../src/trace/sayRule.ts';
import { labelStep, sayStep } from '../../../src/trace/sayStep.ts';
import { type Way, type WayStep, wayOf } from '../../../src/trace/way.ts';
import { flows } from '../../conformance/flows.ts';

const networks = readNetworks('content');
const { lesson } = await readLessonAt('content/lessons/05-masquerade-versus-snat.mdx');
const lab = lesson.labs.find((l) => l.id === 'neither')!;
const sentIn = (text: string) => {
  const { packets } = runLab(prepareLab(lab, networks[lab.network]!), text);
  const { trace } = packets[0]!;
  return { trace, ways: trace.journeys.map(wayOf) };
};
const waysOf = (text: string) => sentIn(text).ways;
const at = (s: WayStep) =>
  [s.location.kind === 'link' ? `over ${s.location.link}` : s.location.host, s.stage, s.station, s.end]
    .filter((x) => x !== null)
    .join(' ');
const changed = (s: WayStep) =>
  fieldsOf(s.before, s.after)
    .filter((f) => f.was !== null)
    .map((f) => `${f.name} ${f.was} > ${f.value}`);
const inside = (way: Way, host: string) =>
  way.steps.filter((s) => s.location.kind === 'host' && s.location.host === host);

it('walks the first packet over links, through machines and hooks, and rule by rule', () => {
  const {
    ways: [syn],
  } = sentIn(
    'iptables -t nat -A POSTROUTING -o lan -j ACCEPT\niptables -t nat -A POSTROUTING -o wan -j MASQUERADE',
  );
  expect(syn!.stays.map((s) => s.host)).toEqual(['phone', 'router', 'provider', 'web']);
  expect(syn!.steps.filter((s) => s.location.kind === 'link').map(at)).toEqual([
    'over home',
    'over provider',
    'over internet',
  ]);
  const router = inside(syn!, 'router');
  expect(router.map(at)).toEqual([
    'router PREROUTING conntrack',
    'router routing',
    'router POSTROUTING nat',
    'router POSTROUTING nat',
    'router POSTROUTING nat',
    'router POSTROUTING confirm',
  ]);
  expect(router.map((s) => sayStep(s)).slice(2, 5)).toEqual([
    'nat: rule 1 of POSTROUTING does not match. It needs to leave through lan; the packet leaves through wan.',
    'nat: rule 2 of POSTROUTING matches. MASQUERADE decides the new address, for this packet and the rest of its connection.',
    'Rewritten by the rule: the source 192.168.1.23:40001 becomes 198.51.100.7:40001.',
  ]);
  expect(router.flatMap(changed)).toEqual([
    'connection none > NEW',
    'ttl 64 > 63',
    'leaves by none > wan',
    'from 192.168.1.23:40001 > 198.51.100.7:40001',
  ]);
});

it('draws a machine from the engine’s own array, and finds the step of every station', () => {
  const [syn] = waysOf('iptables -t nat -A POSTROUTING -o wan -j MASQUERADE');
  const router = syn!.stays[1]!;
  expect(router.stages.map((b) => b.name)).toEqual(['PREROUTING', 'routing', 'FORWARD', 'POSTROUTING']);
  for (const box of router.stages) {
    const order = hookOrder.find((s) => s.hook === box.name)?.order ?? [];
    expect(order.filter((s) => box.stations.some((b) => b.station === s))).toEqual(
      box.stations.map((b) => b.station),
    );
    for (const { station, step } of box.stations)
      if (step !== null)
        expect([syn!.steps[step]!.stage, syn!.steps[step]!.station]).toEqual([box.name, station]);
  }
  expect(
    router.stages
      .flatMap((b) => b.stations)
      .filter((s) => s.step !== null)
      .map((s) => s.station),
  ).toEqual(['conntrack', 'nat', 'confirm']);
});

it('puts the private address back on the way back, and says so', () => {
  const {
    ways: [, answer],
  } = sentIn('iptables -t nat -A POSTROUTING -o wan -j MASQUERADE');
  const back = answer!.steps.find((s) => s.event.kind === 'rewritten')!;
  expect(changed(back)).toEqual(['to 198.51.100.7:40001 > 192.168.1.23:40001']);
  expect(sayStep(back)).toBe(
    'The reply gets the original address back: the destination 198.51.100.7:40001 becomes 192.168.1.23:40001.',
  );
  expect(at(answer!.steps.at(-1)!)).toBe('phone program delivered');
});

it('ends where the rule drops, with the hooks behind it left out of reach', () => {
  const {
    ways: [syn],
  } = sentIn('iptables -A FORWARD -p tcp -j DROP');
  expect(at(syn!.steps.at(-1)!)).toBe('router FORWARD filter dropped');
  expect(sayStep(syn!.steps.at(-2)!)).toBe('filter: rule 1 of FORWARD matches. DROP: the packet ends here.');
  expect(syn!.stays.at(-1)!.stages.at(-1)).toMatchObject({ name: 'POSTROUTING', step: null });
});

it('of ten thousand missed rules three lines are made, and no reason before somebody asks', () => {
  const made = createWorld({
    hosts: {
      a: { interfaces: { eth0: { link: 'l', addresses: ['10.0.0.1/24'] } } },
      b: {
        interfaces: { eth0: { link: 'l', addresses: ['10.0.0.2/24'] } },
        listen: ['udp/53'],
        rules: `*filter\n:INPUT ACCEPT [0:0]\n${Array.from({ length: 10_000 }, (_, i) => `-A INPUT -p udp -m udp --dport ${i + 1000} -j DROP\n`).join('')}COMMIT\n`,
      },
    },
  });
  if (!made.ok) throw new Error('the network is wrong');
  const { trace } = sendProbe(made.world, { from: 'a', udp: '10.0.0.2:53' });
  const way = wayOf(trace.journeys[0]!);
  const walk = way.steps.filter((s) => s.station === 'filter');
  expect(walk.map(labelStep)).toEqual([
    'filter, rule 1 of INPUT: no match',
    'filter, 9\u00a0998 more rules: no match',
    'filter, rule 10\u00a0000 of INPUT: no match',
    'filter, policy: ACCEPT',
  ]);
  const { event, lines } = walk[1]!;
  const fold = lines[1]!;
  if (event.kind !== 'table' || fold.kind !== 'fold') throw new Error('it is not folded');
  const rule = { kind: 'missed', chain: fold.chain, index: 7000, step: fold.step } as const;
  expect([ruleText(event, rule), ...ruleChecks(event, rule).map((c) => [c.met, c.has].join(': '))]).toEqual([
    '-A INPUT -p udp -m udp --dport 8000 -j DROP',
    'true: the packet is udp',
    'false: the packet has port 53',
  ]);
  expect(describeTrace(trace, 5).filter((l) => l.kind === 'missed')).toHaveLength(3);
  expect(describeTrace(trace).filter((l) => l.kind === 'missed')).toHaveLength(10_000);
});

it('a machine that talks to itself has its hooks twice, once out and once in', () => {
  const made = createWorld({
    hosts: {
      a: {
        interfaces: {},
        listen: ['tcp/80'],
        rules: '*nat\n-A OUTPUT -p tcp --dport 8080 -j REDIRECT --to-ports 80\nCOMMIT\n',
      },
    },
  });
  if (!made.ok) throw new Error('the network is wrong');
  const { trace } = sendProbe(made.world, { from: 'a', tcp: '127.0.0.1:8080' });
  const [syn] = trace.journeys.map(wayOf);
  expect(syn!.stays.map((s) => s.stages.map((b) => b.name))).toEqual([
    ['program', 'routing', 'OUTPUT', 'POSTROUTING', 'PREROUTING', 'routing', 'INPUT', 'program'],
  ]);
  expect(syn!.steps.at(-1)).toMatchObject({ stageIndex: 7, end: 'delivered' });
});

it('across a bridge that filters, the hooks stand behind the bridge, and fragments share a stay', () => {
  const host = (address: string) => ({
    interfaces: { eth0: { link: address.endsWith('1') ? 'left' : 'right', addresses: [`${address}/24`] } },
  });
  const made = createWorld({
    hosts: {
      a: host('10.0.0.1'),
      b: host('10.0.0.2'),
      sw: {
        interfaces: { br0: {}, p1: { link: 'left', master: 'br0' }, p2: { link: 'right', master: 'br0' } },
        sysctl: { 'net.bridge.bridge-nf-call-iptables': 1 },
        rules: '*filter\n-A FORWARD -p icmp -j ACCEPT\nCOMMIT\n',
      },
    },
  });
  if (!made.ok) throw new Error(JSON.stringify(made.problems));
  const { trace, answer } = sendProbe(made.world, { from: 'a', ping: '10.0.0.2', payload: 2000 });
  expect(answer.outcome).toBe('replied');
  const way = wayOf(trace.journeys[0]!);
  expect(way.stays.map((s) => `${s.host}: ${s.stages.map((b) => b.name).join(' ')}`)).toEqual([
    'a: program routing OUTPUT POSTROUTING',
    'sw: bridge FORWARD',
    'b: PREROUTING routing INPUT program',
  ]);
  expect(way.steps.map(changed).find((c) => c.some((f) => f.startsWith('fragment')))).toEqual([
    'fragment none > from byte 0, more follow',
  ]);
});

it('every packet of every flow has a way: in order, at the stations of its hooks, with something to say at each step and an end', () => {
  for (const { name, scenario } of flows) {
    const ran = runScenario(scenario);
    if (!ran.ok) throw new Error(name);
    for (const { trace } of ran.sent)
      for (const journey of trace.journeys) {
        const way = wayOf(journey);
        expect(way.steps.at(-1)?.end, name).not.toBeNull();
        for (const step of way.steps) {
          const box = step.stageIndex === null ? null : way.stays[step.stay]!.stages[step.stageIndex]!;
          if (step.station)
            expect([name, hookOrder.find((s) => s.hook === box?.name)?.order]).toEqual([
              name,
              expect.arrayContaining([step.station]),
            ]);
          expect(box?.name ?? null, name).toBe(step.stage);
          expect(`${sayStep(step)} ${labelStep(step)}`, name).not.toMatch(/undefined|null|\[object/);
          expect(
            fieldsOf(step.before, step.after).every((f) => f.value !== ''),
            name,
          ).toBe(true);
        }
      }
  }
});

it('a chain that is walked twice has the reasons of each time', () => {
  const many = Array.from(
    { length: 8 },
    () => '-A c -m limit --limit 1/day --limit-burst 1 -m ttl --ttl-eq 7\n',
  ).join('');
  const host = (n: number, more: object = {}) => ({
    interfaces: { eth0: { link: 'l', addresses: [`10.0.0.${n}/24`] } },
    ...more,
  });
  const rules = `*filter\n:c - [0:0]\n-A INPUT -j c\n-A INPUT -j c\n${many}COMMIT\n`;
  const made = createWorld({ hosts: { a: host(1), b: host(2, { rules, listen: ['udp/53'] }) } });
  if (!made.ok) throw new Error('the network is wrong');
  const { trace } = sendProbe(made.world, { from: 'a', udp: '10.0.0.2:53' });
  const folds = drawJourney(trace, 0).tables.flatMap(({ event, lines }) =>
    lines.flatMap((line) => (line.kind === 'fold' ? [{ journey: 0, event, ...line }] : [])),
  );
  expect(folds.map((fold) => drawFold(trace, fold, 0, 1)[0]!.why)).toEqual([
    'needs a TTL of 7; the packet has TTL 64',
    'needs a packet within the limit of 1/day (burst 1); the limit is used up',
  ]);
});

const allow = 'iptables -A FORWARD -i home -j ACCEPT\niptables -P FORWARD DROP\n';
const masquerade = 'iptables -t nat -A POSTROUTING -o wan -j MASQUERADE\n';
it.each([
  ['a rule ends it', 'iptables -A FORWARD -o wan -j DROP', 0, 'rule 1 of FORWARD'],
  ['a reply is ended by the policy', `${allow.replace('home', 'lan')}${masquerade}`, 1, 'no rule of FORWARD'],
  ['nothing ends it: the last rule that matched', masquerade, 0, 'rule 1 of POSTROUTING'],
])('where it was decided: %s', (_, text, packet, says) => {
  const { packets } = runLab(prepareLab(lab, networks[lab.network]!), text);
  const { trace, world } = packets[0]!;
  const { decided } = drawWay(trace, world);
  expect(decided?.packet).toBe(packet);
  expect(drawJourney(trace, packet).steps[decided!.step]!.sentence).toContain(says);
});

it('where no table has a rule, a way is opened where the packet or its answer was lost', () => {
  const { packets } = runLab(prepareLab(lab, networks[lab.network]!), '');
  const [{ trace, world }] = packets as [(typeof packets)[0]];
  const { packet, step } = drawWay(trace, world).decided!;
  const { steps } = drawJourney(trace, packet);
  expect([packet, steps.length - 1 - step, steps[step]!.end]).toEqual([1, 0, 'dropped']);
});

it.each([
  [
    'it has no rules',
    '',
    'back from c, which has no rules, to INPUT',
    'c has no rules. Back in INPUT, at rule 2.',
  ],
  [
    'none of its rules matches',
    '-A c -p tcp -j DROP\n',
    'back from c to INPUT',
    'end of c. Back in INPUT, at rule 2.',
  ],
  ['RETURN', '-A c -j RETURN\n', 'back from c to INPUT', 'end of c. Back in INPUT, at rule 2.'],
])('back from a chain, in words: %s', (_, rules, text, sentence) => {
  const host = (n: number, more: object = {}) => ({
    interfaces: { eth0: { link: 'l', addresses: [`10.0.0.${n}/24`] } },
    ...more,
  });
  const filter = `*filter\n:c - [0:0]\n-A INPUT -j c\n-A INPUT -j c\n${rules}COMMIT\n`;
  const made = createWorld({ hosts: { a: host(1), b: host(2, { rules: filter, listen: ['udp/53'] }) } });
  if (!made.ok) throw new Error('the network is wrong');
  const { trace } = sendProbe(made.world, { from: 'a', udp: '10.0.0.2:53' });
  expect(
    describeTrace(trace)
      .filter((l) => l.kind === 'returned')
      .map((l) => l.text),
  ).toEqual([text, text]);
  const { steps, tables } = drawJourney(trace, 0);
  expect(tables.flatMap(({ lines }) => lines.filter((l) => l.kind === 'returned'))).toEqual([
    { kind: 'returned', text },
    { kind: 'returned', text },
  ]);
  expect(steps.map((s) => s.sentence).filter((s) => s.includes('Back in'))).toEqual([
    `filter: ${sentence}`,
    `filter: ${sentence.replace('rule 2', 'its end')}`,
  ]);
});
