/** The lines below the sentence: each part of the rule in hand, in the words of that rule. */
import { expect, test } from 'vitest';
import { explainRule } from '../../../../src/netfilter/print/explain.ts';

const parts = (line: string): Readonly<Record<string, string>> => {
  const read = explainRule(line);
  if (!read.ok) throw new Error(`${line}: ${read.problem.message}`);
  return Object.fromEntries(read.explanation.parts.map((p) => [p.text, p.means]));
};

const cases: readonly (readonly [rule: string, part: string, means: string])[] = [
  [
    '-A INPUT -j ACCEPT',
    '-j ACCEPT',
    'Accept: this table is done with the packet here. Other tables and later chains can still drop it.',
  ],
  ['-A INPUT -p tcp --dport 22 -j ACCEPT', '--dport 22', 'Destination port 22 (ssh).'],
  ['-A INPUT -p tcp --dport 22 -j ACCEPT', '-p tcp', 'Protocol TCP.'],
  ['-A INPUT -p tcp --dport 5000:5010', '--dport 5000:5010', 'Destination ports 5000 to 5010.'],
  ['-A INPUT -p udp ! --dport 53', '! --dport 53', 'Destination port other than 53 (domain).'],
  ['-A INPUT -p tcp -m tcp --dport 22', '-m tcp', 'Load the tcp match (needed for --dport).'],
  [
    '-A FORWARD -p tcp --tcp-flags SYN,RST SYN',
    '--tcp-flags SYN,RST SYN',
    'SYN set and RST clear, of these two flags. In practice the two packets that open a connection.',
  ],
  [
    '-A INPUT -m limit --limit 5/min --limit-burst 7',
    '--limit-burst 7',
    'Up to 7 at once after a quiet time.',
  ],
  ['-A INPUT -m limit --limit 5/min --limit-burst 7', '--limit 5/min', 'At most five a minute on average.'],
  ['-A INPUT -m recent --update --hitcount 6', '--hitcount 6', 'Seen at least 6 times.'],
  [
    '-t nat -A POSTROUTING -j MASQUERADE',
    '-j MASQUERADE',
    'Replaces the source address of a connection by that of the interface it leaves through, and restores it in the replies.',
  ],
  [
    '-I INPUT 1 -j DROP',
    '-I INPUT 1',
    'Insert the rule at the top of INPUT, for packets addressed to this machine.',
  ],
  [
    '-I INPUT -j DROP',
    '-I INPUT',
    'Insert the rule at the top of INPUT, for packets addressed to this machine.',
  ],
  ['-D INPUT 3', '-D INPUT 3', 'Delete rule 3 of INPUT, for packets addressed to this machine.'],
  ['-R WEB 2 -j DROP', '-R WEB 2', 'Replace rule 2 of WEB, a user-defined chain.'],
  [
    '-A KUBE-MARK-MASQ -j MARK --set-xmark 0x4000/0x4000',
    '--set-xmark 0x4000/0x4000',
    'Set bit 0x4000 and leave the others alone.',
  ],
  ['-A INPUT -j MARK --set-mark 1', '--set-mark 1', 'Set the mark to 0x1.'],
  ['-A INPUT -j DROP', 'no -t', 'In the filter table, since -t is not given.'],
  ['-A INPUT -s 192.0.2.1', 'no -j', 'No target: the packet is only counted. It goes on to the next rule.'],
  [
    '-A INPUT -m recent --set',
    'no -j',
    'No target: the packet is only counted, and its address noted. It goes on to the next rule.',
  ],
  [
    '-t nat -A PREROUTING -p tcp -j DNAT --to-destination 10.0.0.7:8443 --random',
    '--random',
    'Takes a port at random for each connection if a range is given, with no port after a slash.',
  ],
  [
    '-t nat -A PREROUTING -p tcp -j REDIRECT --to-ports 8443 --random',
    '--random',
    'Takes a port at random for each connection if a range of ports is given.',
  ],
  ['-A INPUT -m conntrack --ctstate NEW', '--ctstate NEW', 'A packet that opens a connection (NEW).'],
];
test.each(cases)('%s: %s', (rule, part, means) => expect(parts(rule)[part]).toBe(means));

test('matters of form are marked, so that they can be shown small', () => {
  const read = explainRule('-A INPUT -p tcp -m tcp --dport 22 -j ACCEPT');
  expect(read.ok && read.explanation.parts.filter((p) => p.minor).map((p) => p.text)).toEqual([
    '-p tcp',
    '-m tcp',
    'no -t',
  ]);
});

test('a rule with several addresses is saved as several rules', () => {
  const read = explainRule('iptables -A INPUT -s 192.0.2.1,192.0.2.2 -j DROP');
  expect(read.ok && read.explanation.saved).toEqual([
    '-A INPUT -s 192.0.2.1/32 -j DROP',
    '-A INPUT -s 192.0.2.2/32 -j DROP',
  ]);
});

test('in a restore file the table is named elsewhere, and its missing -t is not remarked', () => {
  const read = explainRule('-A INPUT -j DROP', { table: 'filter' });
  expect(read.ok && read.explanation.parts.map((p) => p.text)).toEqual(['-A INPUT', '-j DROP']);
});
