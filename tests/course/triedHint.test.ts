/** A hint that comes before the author's: what keeps the packet from ending as it should was tried. */
import { expect, it } from 'vitest';
import { checkedNetworks, lessonPaths, readLessonAt } from '../../src/cli/files.ts';
import { gradeAnswer } from '../../src/course/exercise.ts';
import { prepareLab } from '../../src/course/prepareLab.ts';
import { runText } from '../../src/course/runLab.ts';
import { help } from '../../src/lab/engine/handover.ts';
import { frontLab } from '../../src/lab/exercise/frontLab.ts';

const { networks } = checkedNetworks('content');
const lessons = await Promise.all(lessonPaths('content').map(readLessonAt));
const exercises = [...lessons.flatMap(({ lesson }) => lesson.exercises), frontLab];

const hintsOf = (id: string, lines: readonly string[]): readonly string[] => {
  const exercise = exercises.find((e) => e.id === id)!;
  const prepared = prepareLab(exercise, networks[exercise.network]!);
  const text = `${exercise.language === 'terminal' ? exercise.start : ''}${lines.join('\n')}\n`;
  const ran = runText(prepared, text);
  expect(ran.problems).toEqual([]);
  return help(prepared, ran.world, null, gradeAnswer(prepared, { kind: 'text', text }).hint).hints;
};

const tv = 'iptables -A FORWARD -s 192.168.1.30';
const call = (match: string) => `iptables -A FORWARD -i ${match} -j ACCEPT`;
const answers = 'iptables -A FORWARD -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT';
const front = 'iptables -A INPUT -s 192.0.2.99 -p tcp --dport 22';
const pods = 'iptables -t nat -A POSTROUTING ! -d 10.244.0.0/16 -o eth0 -j MASQUERADE';

it.each<[id: string, lines: readonly string[], first: string]>([
  [
    'first-rule',
    [`${front} -j DROP`, 'iptables -P INPUT DROP'],
    'The policy of filter INPUT drops this packet.',
  ],
  [
    'first-rule',
    [`${front} -j ACCEPT`, `${front} -j DROP`],
    'Rule 1 of filter INPUT decides about this packet',
  ],
  ['first-table', ['iptables -t raw -P PREROUTING DROP'], 'The policy of raw PREROUTING drops this packet.'],
  ['good-night-tv', ['iptables -P FORWARD DROP', `${tv} -j DROP`], 'The policy of filter FORWARD drops'],
  [
    'good-night-tv',
    [`${tv} -j ACCEPT`, `${tv} -j DROP`],
    'Rule 1 of filter FORWARD decides about this packet',
  ],
  [
    'write-the-rule',
    ['iptables -t nat -A POSTROUTING -o eth0 -j ACCEPT', pods],
    'Rule 1 of nat POSTROUTING decides about this packet',
  ],
  [
    'who-may-call-whom',
    ['iptables -A FORWARD -j DROP', answers, call('lan'), call('dmz -o wan')],
    'Rule 1 of filter FORWARD decides about this packet',
  ],
  // Lines that it had at the start are no mistake of the learner's.
  [
    'who-may-call-whom',
    [answers, call('lan'), call('dmz -o wan')],
    'What becomes of a packet in filter FORWARD that none of them matches?',
  ],
  // There is no rule after it.
  [
    'keep-the-way-back',
    [
      '*filter',
      ':INPUT DROP [0:0]',
      '-A INPUT -i lo -j ACCEPT',
      '-A INPUT -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT',
      '-A INPUT -s 192.0.2.50 -p tcp -m tcp --dport 22 -j ACCEPT',
      '-A INPUT -p tcp -m tcp --dport 80 -j ACCEPT',
      '-A INPUT -p tcp -m tcp --dport 22 -j REJECT --reject-with icmp-port-unreachable',
      'COMMIT',
    ],
    'Rule 5 of filter INPUT decides about this packet: `-A INPUT -p tcp',
  ],
  [
    'keep-the-way-back',
    [
      '*filter',
      ':INPUT ACCEPT [0:0]',
      '-A INPUT -j DROP',
      '-A INPUT -i lo -j ACCEPT',
      '-A INPUT -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT',
      '-A INPUT -s 192.0.2.50 -p tcp -m tcp --dport 22 -j ACCEPT',
      '-A INPUT -p tcp -m tcp --dport 80 -j ACCEPT',
      'COMMIT',
    ],
    'Rule 1 of filter INPUT decides about this packet',
  ],
  [
    'may-be-called',
    ['iptables -A FORWARD -i 192.168.1.20 -o dmz -j ACCEPT', 'iptables -A FORWARD -i lan+ -j ACCEPT'],
    'gateway has no interface `192.168.1.20`, so a rule with `-i 192.168.1.20` matches nothing. It has lo, lan, dmz and wan. That is an address',
  ],
  [
    'may-be-called',
    [answers, 'iptables -A FORWARD -i lan -o dmzz -m comment --comment "not -i x at all" -j ACCEPT'],
    'no interface `dmzz`',
  ],
])('%s: %j', (id, lines, first) => {
  expect(hintsOf(id, lines)[0]).toContain(first);
});

it.each<[id: string, lines: readonly string[], not: string]>([
  // What is wrong is not the rule that is gone.
  [
    'out-for-good',
    ['iptables -D INPUT -p udp --dport 51820 -j ACCEPT', 'conntrack -D -s 192.0.2.99'],
    'This rule was there at first',
  ],
  // The packet that is wrong does not meet the policy.
  ['first-rule', ['iptables -P FORWARD DROP'], 'The policy of'],
  // It matches every packet.
  ['may-be-called', ['iptables -A FORWARD ! -i eth0 -j DROP'], 'has no interface'],
  // Without it not all is right.
  ['good-night-tv', [`${tv} -o wan -j DROP`], 'decides about this packet'],
])('%s: not for %j', (id, lines, not) => {
  expect(hintsOf(id, lines)[0]).not.toContain(not);
});

it('the last hint names a policy beside the rules', () => {
  expect(hintsOf('good-night-tv', ['iptables -P FORWARD DROP']).at(-1)).toMatch(
    /^One solution has this in filter FORWARD: .* In one solution the policy of filter FORWARD is ACCEPT\.$/,
  );
});

it('the last hint is about what is decisive, where one difference is', () => {
  const lines = [
    'iptables -P FORWARD DROP',
    'iptables -A FORWARD -i lan -o dmz -p tcp -j ACCEPT',
    'iptables -A FORWARD -m state --state RELATED,ESTABLISHED -j ACCEPT',
  ];
  expect(hintsOf('may-be-called', lines).at(-1)).toMatch(
    /^One solution has this in filter FORWARD: `[^`]*-i [^`]*-o [^`]*`, in place of `-A FORWARD -i lan -o dmz -p tcp -j ACCEPT`\.$/,
  );
});

it('the last hint takes away no rule that another packet needs', () => {
  const lines = [
    'iptables -t nat -A PREROUTING -i wan -p tcp --dport 80 -j DNAT --to-destination 192.168.1.40:8080',
    'iptables -t nat -A PREROUTING -i lan -p tcp --dport 80 -j DNAT --to-destination 192.168.1.40:8080',
    'iptables -A FORWARD -d 192.168.1.40 -p tcp --dport 8080 -j ACCEPT',
    'iptables -t nat -A POSTROUTING -s 192.168.1.0/24 -d 192.168.1.40 -p tcp --dport 8080 -j MASQUERADE',
  ];
  expect(hintsOf('from-both-sides', lines).at(-1)).toMatch(
    /^One solution has this in nat PREROUTING: `[^`]*-d [^`]*`, in place of `[^`]*`\. It does without this rule/,
  );
});

it('one given rule is not said to have become another', () => {
  const lines = ['ssh nas ip route add default via 192.168.1.1', 'iptables -t nat -D POSTROUTING 1'];
  expect(hintsOf('one-visitor', lines).at(-1)).toMatch(
    /does without this rule in nat POSTROUTING: `-A POSTROUTING -o lan -j MASQUERADE`/,
  );
});

it('of rules nothing is said where a file is what is missing', () => {
  const drop = 'iptables -A INPUT -p tcp --dport 3306 -j DROP';
  expect(hintsOf('over-a-reboot', [drop])).toHaveLength(1);
});

it('a chain of one’s own that FORWARD leads to stops a packet in FORWARD', () => {
  const own = ['iptables -N TV', 'iptables -A FORWARD -j TV', 'iptables -A TV -s 192.168.1.30 -j DROP'];
  const exercise = exercises.find((e) => e.id === 'good-night-tv')!;
  const prepared = prepareLab(exercise, networks[exercise.network]!);
  expect(gradeAnswer(prepared, { kind: 'text', text: `${own.join('\n')}\n` }).passed).toBe(true);
});
