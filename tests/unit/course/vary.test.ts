/** An exercise with a learner's own numbers is the same exercise: what varies is replaced everywhere, and nothing else is. */
import { expect, it } from 'vitest';
import type { Lab } from '../../../src/course/lab.ts';
import { numbersOf, varied, withNumbers } from '../../../src/course/vary.ts';
import { defectsOf, edited, exercises, network } from './lesson.ts';

const close: Lab & { readonly task: string } = {
  ...exercises.write,
  task: 'Close port 22 of 192.0.2.1.',
  varies: ['22', '192.0.2.1'],
};

it.each<[string, string]>([
  ['--dport 22 -j DROP', '--dport P -j DROP'],
  ['tcp/22, 192.0.2.1:22', 'tcp/P, A:P'],
  ['port 22.', 'port P.'],
  ['--dports 21,22,23 __22__ 22:25', '--dports 21,P,23 __P__ P:25'],
  ['192.0.2.1/24 and 192.0.2.1.', 'A/24 and A.'],
  ['192.0.2.1            0.0.0.0/0            dpt:22', 'A                    0.0.0.0/0            dpt:P'],
  [
    '192.0.2.10 192.0.2.22 10.0.0.0/22 122 22.5 22/min port-22 x22',
    '192.0.2.10 192.0.2.22 10.0.0.0/22 122 22.5 22/min port-22 x22',
  ],
])('%s', (written, expected) =>
  expect(
    withNumbers(
      written,
      new Map([
        ['22', 'P'],
        ['192.0.2.1', 'A'],
      ]),
    ),
  ).toBe(expected),
);

it('replaces network, task, solution, wrong answers and packets alike', () => {
  const [port, address] = [...numbersOf(close, network.hosts, 17).values()];
  const other = varied({ lab: close, network }, 17);
  expect(other.lab).toMatchObject({
    id: close.id,
    seed: 17,
    solution: `iptables -A INPUT -p tcp --dport ${port} -j DROP\n`,
    task: `Close port ${port} of ${address}.`,
    packets: [{}, { probe: { name: 'ssh', tcp: `${address}:${port}` } }],
  });
  expect(other.network.hosts['server']).toMatchObject({
    interfaces: { eth0: { addresses: [`${address}/24`] } },
    listen: [`tcp/${port}`, 'tcp/80'],
  });
  expect(varied(other, 18)).toBe(other);
  expect(varied({ lab: close, network }, 0).lab).toBe(close);
});

it('neighbours have other numbers, and none of these is in the lab already', () => {
  const all = Array.from({ length: 100 }, (_, i) => numbersOf(close, network.hosts, i + 1));
  expect(new Set(all.map((n) => n.get('22'))).size).toBeGreaterThan(95);
  expect(new Set(all.map((n) => n.get('192.0.2.1'))).size).toBeGreaterThan(70);
  expect(all.map((n) => n.get('192.0.2.1'))).not.toContain('192.0.2.2');
  const small = { eth0: { link: 'l', addresses: ['192.0.2.1/29'] } };
  const inSmall = all.map(
    (_, i) => numbersOf(close, { ...network.hosts, server: { interfaces: small } }, i + 1).get('192.0.2.1')!,
  );
  expect(new Set(inSmall)).toEqual(new Set(['192.0.2.3', '192.0.2.4', '192.0.2.5', '192.0.2.6']));
});

it('the exercises of the tests’ lesson are proven with fifty of them', async () =>
  expect(
    await defectsOf(
      edited(
        '- ssh: `visitor tcp 192.0.2.1:22` timeout\n\n',
        '- varies: `22`, `192.0.2.2`\n- ssh: `visitor tcp 192.0.2.1:22` timeout\n\n',
      ),
    ),
  ).toEqual([]));
