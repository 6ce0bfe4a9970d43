import { expect, test } from 'vitest';
import { withoutCounts } from '../../../../src/lab/listing/withoutCounts.ts';

// As iptables v1.8.9 (legacy) printed them before and after two pings to the host itself, but for the number of the second rule.
const pairs: readonly (readonly [command: string, before: string, after: string])[] = [
  [
    'iptables -L -n -v',
    `Chain INPUT (policy ACCEPT 0 packets, 0 bytes)
 pkts bytes target     prot opt in     out     source               destination         
    0     0 ACCEPT     1    --  *      *       0.0.0.0/0            0.0.0.0/0           
Chain OUTPUT (policy ACCEPT 0 packets, 0 bytes)`,
    `Chain INPUT (policy ACCEPT 0 packets, 0 bytes)
 pkts bytes target     prot opt in     out     source               destination         
    4   336 ACCEPT     1    --  *      *       0.0.0.0/0            0.0.0.0/0           
Chain OUTPUT (policy ACCEPT 4 packets, 336 bytes)`,
  ],
  [
    'iptables -L INPUT -n -v --line-numbers, and another rule before it',
    `num   pkts bytes target     prot opt in     out     source               destination         
1        0     0 ACCEPT     1    --  *      *       0.0.0.0/0            0.0.0.0/0           `,
    `num   pkts bytes target     prot opt in     out     source               destination         
2        4   336 ACCEPT     1    --  *      *       0.0.0.0/0            0.0.0.0/0           `,
  ],
  [
    'iptables-save -c',
    `:INPUT ACCEPT [0:0]\n:OUTPUT ACCEPT [0:0]\n[0:0] -A INPUT -p icmp -j ACCEPT`,
    `:INPUT ACCEPT [0:0]\n:OUTPUT ACCEPT [4:336]\n[4:336] -A INPUT -p icmp -j ACCEPT`,
  ],
  [
    'iptables -S -v',
    `-P OUTPUT ACCEPT -c 0 0\n-A INPUT -p icmp -c 0 0 -j ACCEPT`,
    `-P OUTPUT ACCEPT -c 4 336\n-A INPUT -p icmp -c 4 336 -j ACCEPT`,
  ],
];
test.each(pairs)('%s: what only counted is the same', (_, before, after) => {
  expect(withoutCounts(after.split('\n'))).toEqual(withoutCounts(before.split('\n')));
});

test.each(['-P INPUT ACCEPT', '-A INPUT -m limit --limit 3/sec -j ACCEPT', '1.2.3.4 dev eth0'])(
  '%s stays as it is',
  (line) => expect(withoutCounts([line])).toEqual([line]),
);
