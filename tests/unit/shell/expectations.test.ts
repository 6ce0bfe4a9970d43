/**
 * What `conntrack` prints of connections that FTP's helper has foretold. The lines are those of the real
 * command, asked between the two probes.
 */
import { expect, it } from 'vitest';
import { createWorld } from '../../../src/network/createWorld.ts';
import { sendProbe } from '../../../src/network/sendProbe.ts';
import { enter } from '../../../src/shell/enter.ts';
import { run } from '../../../src/shell/run.ts';
import { startSession } from '../../../src/shell/session.ts';

const scenario = {
  hosts: {
    box: {
      listen: ['tcp/21', 'tcp/40500'],
      rules: '*raw\n-A OUTPUT -p tcp -m tcp --dport 21 -j CT --helper ftp\nCOMMIT\n',
    },
  },
  probes: [
    {
      from: 'box',
      tcp: '127.0.0.1:21',
      sport: 52500,
      says: ['USER a\r\n', '227 Entering Passive Mode (127,0,0,1,158,52).\r\n'],
    },
    { from: 'box', tcp: '127.0.0.1:40500', sport: 42204 },
  ],
};
const created = createWorld(scenario);
if (!created.ok) throw new Error(JSON.stringify(created.problems));
const foretold = sendProbe(created.world, scenario.probes[0]!).world;
const come = sendProbe(foretold, scenario.probes[1]!).world;

it('lists what is foretold, until it has come', () => {
  expect(run(foretold, 'box', 'conntrack -L expect')).toMatchObject({
    stdout:
      '299 proto=6 src=127.0.0.1 dst=127.0.0.1 sport=0 dport=40500 mask-src=255.255.255.255 mask-dst=255.255.255.255 sport=0 dport=65535 master-src=127.0.0.1 master-dst=127.0.0.1 sport=52500 dport=21 class=0 helper=ftp\n',
    stderr: 'conntrack v1.4.7 (conntrack-tools): 1 expectations have been shown.\n',
    status: 0,
  });
  expect(run(come, 'box', 'conntrack -L expect')).toMatchObject({
    stdout: '',
    stderr: 'conntrack v1.4.7 (conntrack-tools): 0 expectations have been shown.\n',
  });
});

it('counts it among the users of the connection that foretold it, and finds it by its status', () => {
  expect(run(come, 'box', 'conntrack -L -p tcp --dport 21').stdout).toMatch(
    /sport=52500 dport=21 .* helper=ftp use=2\n$/,
  );
  expect(run(come, 'box', 'conntrack -L -u EXPECTED').stdout).toMatch(
    /^tcp .* sport=42204 dport=40500 .* use=1\n$/,
  );
});

it('forgets it with the connection that foretold it', () => {
  const { world } = run(foretold, 'box', 'conntrack -D -p tcp --dport 21');
  expect(run(world, 'box', 'conntrack -L expect').stdout).toBe('');
  expect(run(sendProbe(world, scenario.probes[1]!).world, 'box', 'conntrack -L -u EXPECTED').stdout).toBe('');
});

it('a terminal shows how many there were after the last of them, as the real one does', () => {
  const lines = enter(startSession(come, 'box'), 'conntrack -L')
    .output.map((o) => o.text)
    .join('')
    .trimEnd()
    .split('\n');
  expect(lines.map((line) => line.split(' ')[0])).toEqual(['tcp', 'tcp', 'conntrack']);
});
