/** The question before a way is decided: the rules to choose from, and the one that decides. */
import { expect, it } from 'vitest';
import { createWorld } from '../../../src/network/createWorld.ts';
import { sendProbe } from '../../../src/network/sendProbe.ts';
import { type Gate, gateOf } from '../../../src/trace/gate.ts';
import { wayOf } from '../../../src/trace/way.ts';

const send = (rules: readonly string[], policy = 'ACCEPT') => {
  const made = createWorld({
    hosts: {
      server: {
        interfaces: { eth0: { link: 'l', addresses: ['192.0.2.1/24'] } },
        listen: ['tcp/22'],
        rules: `*filter\n:INPUT ${policy} [0:0]\n:FORWARD ACCEPT [0:0]\n:OUTPUT ACCEPT [0:0]\n:mine - [0:0]\n${rules.join('\n')}\nCOMMIT\n`,
      },
      visitor: { interfaces: { eth0: { link: 'l', addresses: ['192.0.2.2/24'] } } },
    },
  });
  if (!made.ok) throw new Error(JSON.stringify(made.problems));
  return sendProbe(made.world, { from: 'visitor', tcp: '192.0.2.1:22' }).trace;
};
const say = (gate: Gate | null) =>
  gate && [
    `${gate.host} ${gate.table} ${gate.chain}`,
    ...gate.choices.map(
      ({ rule, says }, i) =>
        `${i === gate.answer ? '>' : ' '} ${rule ? `${rule.number} ${rule.text}` : says}`,
    ),
  ];
const ssh = '-A INPUT -p tcp -m tcp --dport 22';

it.each<[string, Parameters<typeof send>, readonly string[] | null]>([
  [
    'a rule that drops, and one below it that would match too',
    [['-A INPUT -s 192.0.2.3/32 -j DROP', `${ssh} -j DROP`, '-A INPUT -j ACCEPT']],
    [
      'server filter INPUT',
      '  1 -A INPUT -s 192.0.2.3/32 -j DROP',
      `> 2 ${ssh} -j DROP`,
      '  3 -A INPUT -j ACCEPT',
      '  the policy, ACCEPT',
    ],
  ],
  [
    'the policy, after rules that do not match',
    [['-A INPUT -s 192.0.2.3/32 -j ACCEPT'], 'DROP'],
    ['server filter INPUT', '  1 -A INPUT -s 192.0.2.3/32 -j ACCEPT', '> the policy, DROP'],
  ],
  [
    'a rule that only counts does not decide',
    [[ssh, '-A INPUT -s 192.0.2.3/32 -j DROP']],
    ['server filter INPUT', `  1 ${ssh}`, '  2 -A INPUT -s 192.0.2.3/32 -j DROP', '> the policy, ACCEPT'],
  ],
  [
    'in a chain of one’s own there is no policy',
    [['-A INPUT -j mine', '-A mine -s 192.0.2.3/32 -j ACCEPT', '-A mine -j DROP']],
    ['server filter mine', '  1 -A mine -s 192.0.2.3/32 -j ACCEPT', '> 2 -A mine -j DROP'],
  ],
  ['no table has a rule', [[]], null],
])('%s', (_, args, said) => expect(say(gateOf(send(...args), 4000))).toEqual(said));

it('of a long chain, the rules around the one that decides', () => {
  const many = (n: number) => Array.from({ length: n }, (_, i) => `-A INPUT -s 10.0.0.${i + 1}/32 -j DROP`);
  const gate = gateOf(send([...many(30), `${ssh} -j DROP`, ...many(30)]), 4000)!;
  expect(gate.choices).toHaveLength(9);
  expect(gate.choices[gate.answer]!.rule).toMatchObject({ number: 31, text: `${ssh} -j DROP` });
});

it('nothing before its first step tells the answer', () => {
  const trace = send(['-A INPUT -s 192.0.2.3/32 -j DROP', `${ssh} -j DROP`]);
  const gate = gateOf(trace, 4000)!;
  const { steps } = wayOf(trace.journeys[gate.packet]!);
  const tables = steps.slice(0, gate.first).filter((s) => s.event.kind === 'table');
  expect([tables, steps[gate.first]!.line, gate.step - gate.first]).toEqual([[], 0, 1]);
});

it('a way that is too long to be drawn is passed over, and the others keep their numbers', () => {
  // The reply is dropped, on a shorter way than the question's.
  const many = Array.from({ length: 30 }, (_, i) => `-A INPUT -s 192.0.2.${i + 10}/32 -j DROP`);
  const trace = send([...many, '-A OUTPUT -p tcp -j DROP']);
  const lengths = trace.journeys.map((journey) => wayOf(journey).steps.length);
  expect(lengths[0]).toBeGreaterThan(lengths[1]!);
  expect(gateOf(trace, lengths[1]!)).toMatchObject({ packet: 1, chain: 'OUTPUT' });
});

/** A client, a gateway with these nat rules, and a web server. */
const through = (rules: readonly string[], probe: { readonly from: string; readonly tcp: string }) => {
  const made = createWorld({
    hosts: {
      client: {
        interfaces: { eth0: { link: 'in', addresses: ['10.0.0.2/24'] } },
        routes: ['default via 10.0.0.1'],
      },
      gateway: {
        forwarding: true,
        interfaces: {
          lan: { link: 'in', addresses: ['10.0.0.1/24'] },
          wan: { link: 'out', addresses: ['192.0.2.1/24'] },
        },
        rules: `*nat\n${rules.join('\n')}\nCOMMIT\n`,
      },
      web: { interfaces: { eth0: { link: 'out', addresses: ['192.0.2.80/24'] } }, listen: ['tcp/80'] },
    },
  });
  if (!made.ok) throw new Error(JSON.stringify(made.problems));
  return gateOf(sendProbe(made.world, probe).trace, 4000)?.address ?? null;
};
const web = { from: 'client', tcp: '192.0.2.80:80' };

it('where a source is changed, asks which one the receiver sees', () =>
  expect(through(['-A POSTROUTING -o wan -j MASQUERADE'], web)).toMatchObject({
    asks: 'What source address will web see?',
    choices: ['10.0.0.2', '192.0.2.1', '192.0.2.80'],
    answer: 1,
    why: expect.stringMatching(/^On gateway, the source 10\.0\.0\.2:\d+ becomes 192\.0\.2\.1:\d+\.$/),
  }));

it('where a destination is changed, asks which source the reply has', () =>
  expect(
    through(
      [
        '-A PREROUTING -p tcp --dport 8080 -j DNAT --to-destination 192.0.2.80:80',
        '-A POSTROUTING -o wan -j MASQUERADE',
      ],
      { from: 'client', tcp: '10.0.0.1:8080' },
    ),
  ).toMatchObject({
    asks: 'What source will the reply have when it reaches client?',
    choices: ['10.0.0.1:80', '10.0.0.1:8080', '192.0.2.80:80', '192.0.2.80:8080'],
    answer: 1,
    why: 'On gateway, the source 192.0.2.80:80 becomes 10.0.0.1:8080.',
  }));

it('where no address is changed, asks for none', () =>
  expect(
    through(['-A POSTROUTING -o lan -j MASQUERADE', '-A POSTROUTING -j ACCEPT'], {
      from: 'gateway',
      tcp: '192.0.2.80:80',
    }),
  ).toBeNull());
