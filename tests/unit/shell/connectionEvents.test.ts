/** Which command's events `conntrack -E` prints. What a line of it says is in tests/conformance/shell. */
import { expect, it } from 'vitest';
import { createWorld } from '../../../src/network/createWorld.ts';
import { sendProbe } from '../../../src/network/sendProbe.ts';
import type { World } from '../../../src/network/world.ts';
import { run } from '../../../src/shell/run.ts';

const made = createWorld({
  hosts: {
    pc: { interfaces: { eth0: { link: 'a', addresses: ['10.0.0.1/24'] } } },
    web: {
      interfaces: { eth0: { link: 'a', addresses: ['10.0.0.2/24'] } },
      listen: ['udp/53'],
      rules: '*filter\n-A INPUT -m conntrack --ctstate NEW\nCOMMIT\n',
    },
  },
});
if (!made.ok) throw new Error('the network cannot be made');
const after = (world: World, host: string, line: string): World => run(world, host, line).world;
const told = (world: World): readonly string[] =>
  run(world, 'web', 'conntrack -E')
    .stdout.split('\n')
    .slice(0, -1)
    .map((l) => l.slice(0, l.indexOf(' src=')).trim());
const asked = sendProbe(made.world, { from: 'pc', udp: '10.0.0.2:53', sport: 40100 }).world;
const exchange = ['[NEW] udp      17 30', '[UPDATE] udp      17 30'];

it('tells of a probe as of a command', () => expect(told(asked)).toEqual(exchange));

it('tells of the last one alone', () => {
  let world = asked;
  for (let sport = 40101; sport < 40150; sport++)
    ({ world } = sendProbe(world, { from: 'pc', udp: '10.0.0.2:53', sport }));
  expect(told(world)).toEqual(exchange);
  expect(told(after(world, 'pc', 'ping -c 1 10.0.0.1'))).toEqual([]);
});

it('still tells of it behind a look', () => {
  for (const line of ['ip route', 'conntrack -L', 'iptables -L', 'ss -tln'])
    expect(told(after(asked, 'web', line))).toEqual(exchange);
});

it('tells of entries whose time is over while somebody sleeps', () => {
  expect(told(after(asked, 'pc', 'sleep 31'))).toEqual(['[DESTROY] udp      17']);
  expect(told(after(asked, 'pc', 'sleep 20'))).toEqual([]);
  expect(run(after(asked, 'pc', 'sleep 31'), 'web', 'conntrack -C').stdout).toBe('0\n');
});
