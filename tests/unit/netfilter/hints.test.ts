/** What is said of an option that iptables does not know where it is; it knows none of these (v1.8.9). */
import { expect, it } from 'vitest';
import { prepareLab } from '../../../src/course/prepareLab.ts';
import { runText } from '../../../src/course/runLab.ts';
import '../../../src/netfilter/allExtensions.ts';

const prepared = prepareLab(
  { host: 'pc', language: 'commands' },
  { hosts: { pc: { interfaces: { eth0: { link: 'lan', addresses: ['10.0.0.1/24'] } } } } },
);

it.each([
  ['-A INPUT -p icmp --dport 22', '--dport is an option of tcp, and this line names another protocol.'],
  [
    '-A INPUT -p tcp --icmp-type 8',
    '--icmp-type is an option of icmp, and this line names another protocol.',
  ],
  ['-A INPUT --dport 22 -p tcp', '--dport is an option of tcp. Write -p tcp before it.'],
  ['-A INPUT --dport 53 --protocol udp', '--dport is an option of udp. Write -p udp before it.'],
  ['-A INPUT --dport 22', '--dport is an option of tcp. Add -p tcp before it.'],
  [
    '-t nat -A PREROUTING -j REDIRECT --to-destination 10.0.0.2',
    '--to-destination is an option of DNAT, and this line names another target.',
  ],
  [
    '-t nat -A PREROUTING --to-destination 10.0.0.2 -j DNAT',
    '--to-destination is an option of DNAT. Write -j DNAT before it.',
  ],
])('%s', (line, hint) =>
  expect(runText(prepared, `iptables ${line}\n`).problems.map((p) => p.hint)).toEqual([hint]),
);
