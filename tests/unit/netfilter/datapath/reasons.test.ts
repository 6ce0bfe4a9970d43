/**
 * Reasons against what the rules really answered: every match is watched while packets go through, and what
 * is named later has to be what was false then.
 */
import fc from 'fast-check';
import { afterAll, expect, it } from 'vitest';
import { restore } from '../../../../src/netfilter/command/restore.ts';
import { checksOf, type RuleStep, whyMissed } from '../../../../src/netfilter/datapath/reasons.ts';
import type { Match } from '../../../../src/netfilter/extension.ts';
import { findMatch, matchRegistry } from '../../../../src/netfilter/registry.ts';
import { emptyFilter } from '../../../../src/netfilter/ruleset.ts';
import { ipsetCommand } from '../../../../src/netfilter/sets/ipsetCommand.ts';
import type { Visit } from '../../../../src/netfilter/trace.ts';
import type { Rule } from '../../../../src/netfilter/types.ts';
import { createWorld } from '../../../../src/network/createWorld.ts';
import type { ProbeSpec } from '../../../../src/network/scenario.ts';
import { sendProbe } from '../../../../src/network/sendProbe.ts';
import type { World } from '../../../../src/network/world.ts';
import type { Json } from '../../../../src/text/json.ts';
import { splitWords } from '../../../../src/text/words.ts';
import { hostFor } from '../../../hostFor.ts';

type Answer = boolean | 'drop';
/** What each match of each rule answered, in order; the data of a rule's match is an object of its own. */
const answered = new Map<Json, Answer[]>();
let watching = false;
/** The others depend on the packet alone: what they answered then they answer now. */
const asksHost = (match: Match): boolean => match.test.length > 2;
const tests = new Map<Match, Match['test']>();
for (const match of matchRegistry.all()) {
  const { test } = match;
  tests.set(match, test);
  const watched: Match['test'] = (data, skb, environment) => {
    const answer = test.call(match, data, skb, environment);
    if (watching && asksHost(match)) answered.set(data, [...(answered.get(data) ?? []), answer]);
    return answer;
  };
  // Whether a test takes the host is part of how a chain is compiled.
  Object.defineProperty(watched, 'length', { value: test.length });
  (match as { test: Match['test'] }).test = watched;
}
afterAll(() => {
  for (const [match, test] of tests) (match as { test: Match['test'] }).test = test;
});

const rulesOf = (visit: Visit, step: RuleStep): readonly (readonly [index: number, rule: Rule])[] => {
  const [first, count] = step.kind === 'missed' ? [step.first, step.count] : [step.index, 1];
  return visit.rules.chains[step.chain]!.rules.slice(first, first + count).map((r, i) => [first + i, r]);
};

/** What the matches of a rule answered when it was tried. */
const answersOf = (rule: Rule, step: RuleStep): readonly Answer[] => {
  const answers: Answer[] = [];
  for (const { name, data } of rule.matches) {
    const match = findMatch(name)!;
    const answer = asksHost(match) ? answered.get(data)?.shift() : match.test(data, step.skb, hostFor({}));
    if (answer === undefined) throw new Error(`${name} was never asked`);
    answers.push(answer);
    if (answer !== true) break;
  }
  return answers;
};

/** Checks every rule of a walk, and gives the names of the matches that were blamed. */
const blamedIn = (visit: Visit): readonly string[] =>
  visit.steps.flatMap((step) => {
    if (step.kind !== 'missed' && step.kind !== 'matched') return [];
    return rulesOf(visit, step).flatMap(([index, rule]) => {
      const checks = checksOf(visit, step, index);
      const failed = checks.find((c) => !c.met);
      if (failed && typeof failed.part === 'string') return [];
      const answers = answersOf(rule, step);
      const at = answers.findIndex((a) => a !== true);
      expect(failed?.part).toEqual(at < 0 ? undefined : { match: at });
      expect(step.kind).toBe(at < 0 ? 'matched' : 'missed');
      if (at < 0) return [];
      expect(whyMissed(visit, step, index)).toBe(`needs ${failed!.needs}; ${failed!.has}`);
      return [rule.matches[at]!.name];
    });
  });

const anywhere = [
  '-m recent --name a --set',
  '-m recent --name a --rcheck',
  '-m recent --name a ! --rcheck --seconds 1',
  '-m recent --name a --update --seconds 100 --hitcount 2 --rdest',
  '-m recent --name a --remove',
  '-m hashlimit --hashlimit-upto 1/sec --hashlimit-burst 1 --hashlimit-mode srcip,dstport --hashlimit-name h',
  '-m hashlimit --hashlimit-above 2/sec --hashlimit-burst 2 --hashlimit-mode dstip --hashlimit-name g --hashlimit-htable-max 1 --hashlimit-htable-size 1',
  '-m limit --limit 1/sec --limit-burst 2',
  '-m quota --quota 150',
  '-m quota ! --quota 100',
  '-m connlimit --connlimit-above 1',
  '-m connlimit --connlimit-upto 1 --connlimit-mask 24 --connlimit-daddr',
  '-m connbytes --connbytes 100: --connbytes-dir both --connbytes-mode bytes',
  '-m connbytes ! --connbytes 2:3 --connbytes-dir original --connbytes-mode packets',
  '-m statistic --mode random --probability 0.5',
  '-m statistic --mode random ! --probability 0.3',
  '-m statistic --mode nth --every 3 --packet 1',
  '-m statistic --mode nth ! --every 2 --packet 0',
  '-m set --match-set nets src',
  '-m set ! --match-set nets dst --packets-gt 1',
  '-m set --match-set seen src,dst --bytes-lt 200',
  '-m rateest --rateest r --rateest-gt --rateest-pps 1',
  '-m rateest --rateest-delta --rateest1 r --rateest-bps1 400 --rateest-lt --rateest-bps2 300',
  '-m conntrack --ctstate NEW',
  '-m conntrack --ctstate NEW,ESTABLISHED --ctdir ORIGINAL',
  '-m conntrack --ctstatus ASSURED',
  '-m state --state ESTABLISHED',
  '-m connlabel --label 3 --set',
  '-m connlabel ! --label 3',
  '-m connmark --mark 1',
  '-m addrtype --dst-type LOCAL',
  '-m addrtype --src-type UNICAST ! --dst-type LOCAL',
  '-m mark ! --mark 1',
  '-m ttl --ttl-lt 64',
  '-m length --length 40:60',
  '-m comment --comment x',
  '-m time --timestart 10:00 --timestop 09:00',
];
const arriving = [
  '-m socket',
  '-m socket --nowildcard',
  '-m socket --nowildcard --restore-skmark',
  '-m rpfilter',
  '-m rpfilter --invert --loose',
];
const leaving = ['-m owner --uid-owner 1000', '-m owner ! --uid-owner 0 --socket-exists'];
const withPorts = ['-m multiport --dports 80,99', '--dport 80', '--sport 40001:40003', '! --dport 80:90'];
const tcp = [...withPorts, '--syn', '! --tcp-flags ACK ACK', '-m tcpmss --mss 1:2000'];
const targets = [
  '',
  '',
  '',
  '-j MARK --set-mark 1',
  '-j CONNMARK --set-mark 1',
  '-j SET --add-set seen src,dst',
  '-j RETURN',
  '-j RATEEST --rateest-name r --rateest-interval 250ms --rateest-ewmalog 0.5s',
];

const rule = (chain: string, more: readonly string[], where: readonly string[]): fc.Arbitrary<string> =>
  fc
    .tuple(
      fc.constantFrom(
        ['', [] as readonly string[]] as const,
        ['-p tcp', tcp] as const,
        ['-p udp', withPorts] as const,
      ),
      fc.array(fc.nat(), { minLength: 1, maxLength: 4 }),
      fc.constantFrom(...targets, ...where),
      fc.constantFrom('', '', '', '-s 10.0.0.1', '! -d 10.0.0.2'),
    )
    .map(([[protocol, own], picks, target, address]) => {
      const all = [...anywhere, ...more, ...own, ...own];
      const picked = [...new Set(picks.map((n) => all[n % all.length]!))];
      // One match that changes the mark and one that reads it do not meet in a rule: what is read has changed.
      const matches = picked.some((m) => m.includes('restore-skmark'))
        ? picked.filter((m) => !m.startsWith('-m mark'))
        : picked;
      // A bare option belongs to its protocol's match, so it comes first, and one rule has one of each.
      const bare = matches.filter((m) => !m.startsWith('-m')).slice(0, 1);
      const words = [...bare, ...matches.filter((m) => m.startsWith('-m'))].join(' ');
      return `-A ${chain} ${address} ${protocol} ${words} ${target}`;
    });

const text = fc
  .tuple(
    fc.array(rule('PREROUTING', arriving, ['-j c', '-g c']), { maxLength: 5 }),
    fc.array(rule('OUTPUT', leaving, ['-j c']), { maxLength: 5 }),
    fc.array(rule('c', [], ['-j ACCEPT', '-j DROP']), { minLength: 1, maxLength: 4 }),
  )
  .map((lines) =>
    [
      '*mangle',
      ':c - [0:0]',
      '-A PREROUTING -j RATEEST --rateest-name r --rateest-interval 250ms --rateest-ewmalog 0.5s',
      ...lines.flat(),
      'COMMIT',
      '',
    ].join('\n'),
  );

const probe: fc.Arbitrary<ProbeSpec> = fc.constantFrom<ProbeSpec>(
  { from: 'a', tcp: '10.0.0.2:80' },
  { from: 'a', tcp: '10.0.0.2:99', uid: 1000 },
  { from: 'a', tcp: '10.0.0.2:80', sport: 40001, ttl: 10 },
  { from: 'a', udp: '10.0.0.2:53' },
  { from: 'a', ping: '10.0.0.2' },
  { from: 'b', udp: '10.0.0.1:99' },
  { from: 'b', tcp: '127.0.0.1:80' },
);

const sets = [
  'create nets hash:net counters',
  'add nets 10.0.0.0/31',
  'create seen hash:ip,port counters',
  'add seen 10.0.0.2,tcp:80',
  '',
].join('\n');
const { filter: withSets } = ipsetCommand(emptyFilter, splitWords('restore').words, sets, 0);
const host = (n: number) => ({
  interfaces: { eth0: { link: 'l', addresses: [`10.0.0.${n}/24`] } },
  listen: ['tcp/80', 'udp/53'],
});
const plain = createWorld({ hosts: { a: host(1), b: host(2) } });
/** Two hosts with the same rules; null where the kernel would refuse them. */
const worldOf = (rules: string, seed: number): World | null => {
  if (!plain.ok) throw new Error('the network is wrong');
  const { filter, status } = restore(withSets, rules);
  const hosts = Object.entries(plain.world.hosts).map(([name, h]) => [name, { ...h, filter }] as const);
  return status === 0 ? { ...plain.world, seed, hosts: Object.fromEntries(hosts) } : null;
};

const blamed = new Set<string>();
let made = 0;
const isTrueReason = fc.property(
  text,
  fc.array(probe, { minLength: 1, maxLength: 5 }),
  fc.nat(),
  (rules, probes, seed) => {
    const before = worldOf(rules, seed);
    fc.pre(before !== null);
    let world = before;
    answered.clear();
    made++;
    const visits = probes.flatMap((p) => {
      watching = true;
      const sent = sendProbe(world, p);
      watching = false;
      world = sent.world;
      return sent.trace.journeys.flatMap((j) =>
        j.events.flatMap((e) => (e.kind === 'table' ? [e.visit] : [])),
      );
    });
    for (const visit of visits) for (const name of blamedIn(visit)) blamed.add(name);
    // Whatever a match was asked has been accounted for.
    expect([...answered.values()].flat()).toEqual([]);
  },
);

it('the match that is blamed was false at that moment, and all before it were true', () => {
  fc.assert(isTrueReason, { numRuns: 250 });
  expect(made).toBeGreaterThan(200);
});

it('every extension that remembers something, or draws, was blamed at some time', () => {
  const stateful = [...matchRegistry.all()].filter((m) => m.stateful || m.shares).map((m) => m.name);
  expect(stateful.length).toBeGreaterThan(6);
  const all = [...stateful, 'socket', 'connlabel', 'addrtype', 'rpfilter', 'owner', 'connbytes'];
  const missing = () => all.filter((n) => !blamed.has(n));
  // Chance may leave one out of 250 runs.
  for (let more = 0; more < 10 && missing().length > 0; more++) fc.assert(isTrueReason, { numRuns: 250 });
  expect(missing()).toEqual([]);
});

const options: Readonly<Record<string, readonly string[]>> = {
  '-p tcp -m tcp': ['--dport 80', '! --sport 40001', '--syn', '! --tcp-option 2'],
  '-p udp -m udp': ['--dport 53', '--dport 99', '--sport 1:100'],
  '-m conntrack': [
    '--ctstate NEW',
    '--ctdir REPLY',
    '--ctproto 17',
    '! --ctorigsrc 10.0.0.1',
    '--ctorigdstport 80',
  ],
  '-m addrtype': ['--src-type LOCAL', '--dst-type LOCAL', '! --dst-type BROADCAST'],
  '-m iprange': ['--src-range 10.0.0.1-10.0.0.1', '! --dst-range 10.0.0.1-10.0.0.2'],
  '-m owner': ['--uid-owner 1000', '! --gid-owner 0', '--socket-exists'],
  '-m time': [
    '--timestart 10:00 --timestop 11:00',
    '--weekdays Mon,Tue,Wed',
    '--monthdays 1,2',
    '--datestart 2030-01-01',
  ],
  '-p tcp -m ecn': ['--ecn-ip-ect 0', '--ecn-tcp-ece', '! --ecn-tcp-cwr'],
};
const isSameOption = (one: string, other: string) =>
  one.replace('! ', '').split(' ')[0] === other.replace('! ', '').split(' ')[0];

it.each(Object.entries(options))(
  'of several options of %s the one that is named was false by itself',
  (match, all) => {
    const rulesFor = [
      ...all.map((o) => [o]),
      ...all.flatMap((x) => all.filter((y) => !isSameOption(x, y)).map((y) => [x, y])),
    ];
    const text = rulesFor.map((words) => `-A OUTPUT ${match} ${words.join(' ')}`).join('\n');
    const before = worldOf(`*mangle\n${text}\n-A OUTPUT -m conntrack --ctstate NEW\nCOMMIT\n`, 1);
    if (before === null) throw new Error('the kernel would refuse it');
    let compared = 0;
    for (const p of [
      { tcp: '10.0.0.2:80', uid: 1000 },
      { tcp: '10.0.0.2:99', sport: 40001 },
      { udp: '10.0.0.2:53' },
      { ping: '10.0.0.1' },
    ])
      for (const { events } of sendProbe(before, { from: 'a', ...p }).trace.journeys)
        for (const event of events) {
          if (event.kind !== 'table' || event.visit.hook !== 'OUTPUT') continue;
          const checks = new Map<string, ReturnType<typeof checksOf>>();
          for (const step of event.visit.steps)
            if (step.kind === 'missed' || step.kind === 'matched')
              for (const [index] of rulesOf(event.visit, step))
                checks.set((rulesFor[index] ?? []).join(' '), checksOf(event.visit, step, index));
          for (const words of rulesFor.filter((w) => w.length === 2)) {
            const alone = words.flatMap((w) => checks.get(w) ?? []);
            for (const check of checks.get(words.join(' ')) ?? []) {
              expect(alone).toContainEqual(check);
              compared++;
            }
          }
        }
    expect(compared).toBeGreaterThan(0);
  },
);

it.each([
  ['a list that had the address', '-m recent --rcheck --name x -m tcp --dport 99'],
  ['a socket that was there', '-m socket --nowildcard -m tcp --dport 99'],
])('%s is not blamed for a port', (_, matches) => {
  const before = worldOf(
    `*mangle\n-A PREROUTING -m recent --set --name x\n-A PREROUTING -p tcp ${matches}\nCOMMIT\n`,
    1,
  );
  const [syn] = sendProbe(before!, { from: 'a', tcp: '10.0.0.2:80' }).trace.journeys;
  const walks = syn!.events.flatMap((e) => (e.kind === 'table' ? [e.visit] : []));
  const reasons = walks.flatMap((visit) =>
    visit.steps.flatMap((s) => (s.kind === 'missed' ? [whyMissed(visit, s, s.first)] : [])),
  );
  expect(reasons).toEqual(['needs destination port 99; the packet has port 80']);
});
