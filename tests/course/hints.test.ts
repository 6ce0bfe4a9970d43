/**
 * What a hint says is so for every answer that gets it. Each row is an answer that people gave, or one like it, and a part of its
 * hint. `not`: what a hint for another mistake says, which is false here.
 */
import { describe, expect, it } from 'vitest';
import { checkedNetworks, lessonPaths, readLessonAt } from '../../src/cli/files.ts';
import { gradeAnswer } from '../../src/course/exercise.ts';
import { prepareLab } from '../../src/course/prepareLab.ts';
import { frontLab } from '../../src/lab/exercise/frontLab.ts';

const { networks } = checkedNetworks('content');
const lessons = await Promise.all(lessonPaths('content').map(readLessonAt));
const exercises = [...lessons.flatMap(({ lesson }) => lesson.exercises), frontLab];

const hintOf = (id: string, ...lines: readonly string[]): string | null => {
  const exercise = exercises.find((e) => e.id === id)!;
  const prepared = prepareLab(exercise, networks[exercise.network]!);
  const text = `${exercise.language === 'terminal' ? exercise.start : ''}${lines.join('\n')}\n`;
  return gradeAnswer(prepared, { kind: 'text', text }).hint;
};

const input = (...rules: readonly string[]) => [
  '*filter',
  ':INPUT ACCEPT [0:0]',
  '-A INPUT -i lo -j ACCEPT',
  '-A INPUT -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT',
  ...rules,
  'COMMIT',
];
const ladder = (pages: string, login: string) => [
  ...['-i lo', '-m conntrack --ctstate ESTABLISHED,RELATED', pages, login].map(
    (match) => `iptables -A INPUT ${match} -j ACCEPT`,
  ),
  'iptables -A INPUT -j DROP',
];
/** The firewall of “Answers without a hole”, with another rule for answers. */
const answering = (match: string) => [
  ...['-i lo', match, '-p tcp --dport 22'].map((m) => `iptables -A INPUT ${m} -j ACCEPT`),
  'iptables -P INPUT DROP',
];
const dnat = (to: string, match = '-i wan') =>
  `iptables -t nat -A PREROUTING ${match} -p tcp --dport 80 -j DNAT --to-destination ${to}`;
const forward = (match: string) => `iptables -A FORWARD ${match} -j ACCEPT`;
const page = forward('-i wan -d 192.168.1.40 -p tcp --dport 8080');
const hairpin = (match: string) => `iptables -t nat -A POSTROUTING -s 192.168.1.0/24 ${match} -j MASQUERADE`;

interface Row {
  readonly says: string;
  readonly not?: string;
  readonly answers: readonly (readonly string[])[];
}

const rows: Readonly<Record<string, readonly Row[]>> = {
  'first-rule': [
    {
      says: 'it goes through INPUT, from 192.0.2.99 to port 22',
      not: 'Which port does your rule name?',
      answers: [
        ['iptables -A FORWARD -s 192.0.2.99 -p tcp --dport 22 -j DROP'],
        ['iptables -A INPUT -s 192.0.2.99 -p tcp --sport 22 -j DROP'],
        ['iptables -A INPUT -s 192.0.2.98 -p tcp --dport 22 -j DROP'],
      ],
    },
    {
      says: 'comes from 192.0.2.99 to port 22, and no rule drops it yet',
      not: 'has matched no packet',
      answers: [['# nothing'], ['iptables -A INPUT -s 192.0.2.50 -p tcp --dport 22 -j DROP']],
    },
    {
      says: 'login matched a rule of yours with `-j ACCEPT`',
      not: 'has matched no packet',
      answers: [
        ['iptables -A INPUT -s 192.0.2.99 -p tcp --dport 22 -j ACCEPT'],
        ['ACCEPT', 'DROP'].map((target) => `iptables -A INPUT -s 192.0.2.99 -p tcp --dport 22 -j ${target}`),
      ],
    },
    { says: 'and so is the owner', answers: [['iptables -A INPUT -p tcp --dport 22 -j DROP']] },
  ],
  'first-table': [
    {
      says: 'No rule in raw PREROUTING drops this packet',
      not: 'Begin with',
      answers: ['-p tcp --dport 22', '-p udp --dport 631'].map((match) => [
        `iptables -t raw -A PREROUTING -s 192.168.1.60 ${match} -j DROP`,
      ]),
    },
    {
      says: "What raw drops in OUTPUT is the laptop's answer",
      not: 'Begin the rule',
      answers: [['iptables -t raw -A OUTPUT -d 192.168.1.60 -p tcp --sport 631 -j DROP']],
    },
    {
      says: 'Which table and chain is it?',
      answers: [['iptables -t mangle -A POSTROUTING -d 192.168.1.60 -p tcp --sport 631 -j DROP']],
    },
  ],
  'by-number': [
    {
      says: 'the rule that accepts port 80 is gone',
      not: 'Which number does that rule have?',
      answers: [['iptables -D INPUT 4'], ['iptables -D INPUT -p tcp --dport 80 -j ACCEPT']],
    },
    {
      says: 'still meets a DROP',
      answers: [['iptables -A INPUT -p tcp --dport 80 -j ACCEPT']],
    },
    {
      says: 'It comes before the REJECT',
      not: 'has to stay',
      answers: [['iptables -D INPUT 3', 'iptables -I INPUT -s 192.168.7.50 -j ACCEPT']],
    },
    { says: 'has to stay', answers: [['iptables -D INPUT 3', 'iptables -D INPUT 4']] },
  ],
  'over-a-reboot': [
    {
      says: 'the rule for your own login has to be there',
      not: 'Delete it first',
      answers: [
        ['iptables -F', 'iptables -P INPUT ACCEPT'],
        // No table is loaded after these.
        ['iptables -S > /etc/iptables/rules.v4', 'reboot'],
        ['rm /etc/iptables/rules.v4', 'reboot'],
      ],
    },
    {
      says: 'Delete it first, and then save',
      not: 'policy',
      answers: [['reboot'], ['iptables -I INPUT -j ACCEPT']],
    },
    {
      says: 'and a COMMIT at the end',
      not: 'The old rules are back',
      answers: [
        ['iptables -S > /etc/iptables/rules.v4'],
        ['rm /etc/iptables/rules.v4'],
        ['iptables-save | grep -v COMMIT > /etc/iptables/rules.v4'],
      ],
    },
    { says: 'The old rules are back', answers: [['iptables-save > rules.v4']] },
  ],
  'good-night-tv': [
    {
      says: "matched the TV's packet and accepted it",
      not: 'does a rule there match it',
      answers: [
        ['iptables -A FORWARD -s 192.168.1.30 -j ACCEPT'],
        ['ACCEPT', 'DROP'].map((target) => `iptables -A FORWARD -s 192.168.1.30 -j ${target}`),
      ],
    },
    {
      says: 'does a rule there match it and drop it?',
      answers: [
        ['iptables -A FORWARD -s 192.168.1.30 -p udp -j DROP', 'iptables -A INPUT -s 192.168.1.30 -j DROP'],
      ],
    },
    {
      says: 'FORWARD of the filter table is not what stops the packet',
      answers: [['iptables -t mangle -A FORWARD -s 192.168.1.30 -j DROP']],
    },
    {
      says: 'Its packet leaves by dmz, not by wan',
      not: 'protocol',
      answers: [
        ['iptables -A FORWARD -s 192.168.1.30 -o wan -j DROP'],
        ['iptables -A FORWARD -s 192.168.1.30 -d 198.51.100.90 -j DROP'],
      ],
    },
    {
      says: 'It uses another protocol',
      answers: [['iptables -A FORWARD -s 192.168.1.30 -p tcp -j DROP']],
    },
    {
      says: 'Which condition of your rule does it not meet?',
      not: 'whatever its protocol',
      answers: [['iptables -A FORWARD -s 192.168.1.30 -m conntrack --ctstate NEW -j DROP']],
    },
  ],
  'who-may-call-whom': [
    {
      says: 'From dmz, only what leaves by wan may pass',
      not: 'Limit the rule for dmz',
      answers: [
        [forward('-m conntrack --ctstate RELATED,ESTABLISHED'), forward(''), 'iptables -P FORWARD DROP'],
      ],
    },
    {
      says: 'A ping is icmp and has no ports',
      answers: ['', ' --dport 80'].map((port) => [
        forward('-m conntrack --ctstate RELATED,ESTABLISHED'),
        forward(`-i lan -p tcp${port}`),
        'iptables -P FORWARD DROP',
      ]),
    },
    {
      says: 'Which rule of yours accepts that?',
      not: 'The request gets through',
      answers: [['iptables -P FORWARD DROP']],
    },
  ],
  'may-be-called': [
    {
      says: 'Accept that, with `-i`',
      not: 'The request gets through',
      answers: [['iptables -P FORWARD DROP', forward('-i lan -o dmz -p udp')]],
    },
    {
      says: 'Leave `-p` out, and ports if there are any',
      answers: ['', ' --dport 80'].map((port) => [
        'iptables -P FORWARD DROP',
        forward('-m conntrack --ctstate RELATED,ESTABLISHED'),
        forward(`-i lan -o dmz -p tcp${port}`),
      ]),
    },
  ],
  'out-for-good': [
    {
      says: 'only the answer was dropped',
      answers: [['iptables -I OUTPUT -d 192.0.2.99 -j DROP']],
    },
    {
      says: 'filter INPUT is not what stops the packet',
      answers: [['iptables -t mangle -A INPUT -s 192.0.2.99 -j DROP']],
    },
    {
      says: 'have in common, and no other machine',
      not: 'Leave both out',
      answers: ['', '-s 192.0.2.99 '].map((match) => [
        `iptables -I INPUT ${match}-p udp --dport 51820 -j DROP`,
      ]),
    },
  ],
  'answers-without-a-hole': [
    {
      says: 'The mirror begins a connection',
      answers: [answering('-s 192.0.2.53')],
    },
    {
      says: 'Its state is INVALID',
      answers: [answering('-m conntrack --ctstate INVALID,RELATED,ESTABLISHED')],
    },
    {
      says: 'A rule has to accept all that comes in by it',
      not: 'has to stay',
      answers: [
        [
          'iptables -A INPUT -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT',
          'iptables -A INPUT -p tcp --dport 22 -j ACCEPT',
          'iptables -P INPUT DROP',
        ],
      ],
    },
  ],
  'write-the-rule': [
    {
      says: 'Which source address did SNAT write?',
      not: 'the web server',
      answers: ['192.0.2.1', '192.0.2.77', '203.0.113.80'].map((to) => [
        `iptables -t nat -A POSTROUTING -o eth0 ! -d 10.244.0.0/16 -j SNAT --to ${to}`,
      ]),
    },
    {
      // The router drops a packet from its own address, and nothing answers it.
      says: 'An answer would go to that address.',
      answers: [
        ['iptables -t nat -A POSTROUTING -o eth0 ! -d 10.244.0.0/16 -j SNAT --to-source 203.0.113.1'],
      ],
    },
    {
      says: 'Name the way out itself: `-o eth0`, without the `!`',
      answers: [['iptables -t nat -A POSTROUTING ! -o cni0 ! -d 10.244.0.0/16 -j MASQUERADE']],
    },
    {
      says: "The pod's own",
      answers: [['iptables -t nat -A POSTROUTING -s 10.244.2.0/24 -o eth0 -j MASQUERADE']],
    },
    {
      says: 'send this packet to itself',
      not: 'never leave',
      answers: [['iptables -t nat -A POSTROUTING ! -d 10.244.0.0/16 -j MASQUERADE']],
    },
  ],
  'fix-the-rule': [
    {
      says: 'and which does it leave out?',
      not: 'One sign',
      answers: [['iptables -t nat -A POSTROUTING ! -d 10.244.0.0/24 -o eth0 -j MASQUERADE']],
    },
    {
      says: 'Name the way out itself: `-o eth0`, without the `!`',
      answers: [['iptables -t nat -A POSTROUTING ! -o cni0 ! -d 10.244.0.0/16 -j MASQUERADE']],
    },
  ],
  'write-masquerade': [
    {
      says: 'send this packet to itself',
      not: 'never leave',
      answers: [['iptables -t nat -A POSTROUTING -j MASQUERADE']],
    },
    {
      says: 'A rule of yours in nat POSTROUTING matched no packet.',
      not: 'write a rule',
      answers: ['-o wann', '-o wan -s 192.168.2.0/24', '-o wan -p 47'].map((match) => [
        `iptables -t nat -A POSTROUTING ${match} -j MASQUERADE`,
      ]),
    },
    {
      says: 'write a rule for them in nat POSTROUTING, with `-o wan`',
      answers: [[''], ['iptables -t nat -A PREROUTING -i lan -j ACCEPT']],
    },
    {
      says: 'lo too. Name the way out itself: `-o wan`, without the `!`',
      not: 'with `-o`',
      answers: [['iptables -t nat -A POSTROUTING ! -o lan -j MASQUERADE']],
    },
    {
      says: '`! -o wan` matches every way out but wan',
      not: 'write a rule',
      answers: [['iptables -t nat -A POSTROUTING ! -o wan -j MASQUERADE']],
    },
  ],
  'only-the-gateway': ['lan', 'dmz'].map((device) => ({
    says: `${device === 'lan' ? 'dmz' : 'lan'} too. Name the way out itself: \`-o wan\`, without the \`!\``,
    not: 'no other',
    answers: [[`iptables -t nat -A POSTROUTING ! -o ${device} -j MASQUERADE`]],
  })),
  'fix-with-snat': [
    {
      says: 'your SNAT rule matched no packet',
      not: 'from the top',
      answers: ['-s 10.20.0.25 -p udp', '-s 10.20.0.25 -d 203.0.113.99', '-s 10.20.0.26'].map((match) => [
        `iptables -t nat -A POSTROUTING ${match} -o wan -j SNAT --to-source 198.51.100.8`,
        'iptables -t nat -A POSTROUTING -o wan -j MASQUERADE',
      ]),
    },
    {
      says: 'The kernel reads them from the top',
      not: 'matched no packet',
      answers: [
        [
          'iptables -t nat -A POSTROUTING -o wan -j MASQUERADE',
          'iptables -t nat -A POSTROUTING -s 10.20.0.25 -o wan -j SNAT --to-source 198.51.100.8',
        ],
      ],
    },
    {
      says: 'Name the way out itself: `-o wan`, without the `!`',
      not: 'limits a rule',
      answers: [
        [
          'iptables -t nat -A POSTROUTING -s 10.20.0.25 -o wan -j SNAT --to-source 198.51.100.8',
          'iptables -t nat -A POSTROUTING ! -o lan -j MASQUERADE',
        ],
      ],
    },
    {
      says: 'Which rule wrote that address?',
      answers: [
        ['-s 10.20.0.25 ', ''].map(
          (match) => `iptables -t nat -A POSTROUTING ${match}-o wan -j SNAT --to-source 198.51.100.8`,
        ),
      ],
    },
    {
      says: "the rule that replaces the source of a desk's pages",
      not: 'for all other machines',
      answers: ['-s 10.20.0.23 -p tcp', '-o wan -p tcp --dport 80', '-o wan -p tcp'].map((match) => [
        'iptables -t nat -A POSTROUTING -s 10.20.0.25 -o wan -p tcp --dport 25 -j SNAT --to-source 198.51.100.8',
        `iptables -t nat -A POSTROUTING ${match} -j SNAT --to-source 198.51.100.7`,
        'iptables -t nat -A POSTROUTING -o wan -p tcp --dport 25 -j SNAT --to-source 198.51.100.7',
      ]),
    },
    {
      says: '`-o wan` limits a rule',
      not: 'Keep',
      answers: [
        [
          'iptables -t nat -A POSTROUTING -s 10.20.0.25 -j SNAT --to-source 198.51.100.8',
          'iptables -t nat -A POSTROUTING -j SNAT --to-source 198.51.100.7',
        ],
      ],
    },
  ],
  'open-the-door': [
    {
      says: 'The page is on port 8080 of 192.168.1.40',
      not: 'one source address',
      answers: [
        [dnat('192.168.1.40:22'), forward('-d 192.168.1.40 -p tcp --dport 22')],
        [dnat('192.168.1.44:8080'), forward('-p tcp --dport 8080')],
      ],
    },
    {
      says: 'did DNAT give it: the page',
      not: 'DNAT works',
      answers: ['192.168.1.40', '192.168.1.40:80', '192.168.1.23:8080'].map((to) => [dnat(to), page]),
    },
    {
      says: 'no rule in nat PREROUTING gave it another destination',
      answers: [[dnat('192.168.1.40:8080', '-i lan'), page]],
    },
    {
      says: 'Does a rule of yours name one source address',
      answers: [[dnat('192.168.1.40:8080'), forward('-s 198.51.100.20 -d 192.168.1.40 -p tcp --dport 8080')]],
    },
  ],
  'one-visitor': [
    {
      says: '`ip route replace default via`',
      not: 'lack',
      answers: ['', 'ssh nas ip route add default via 192.168.1.23'].map((route) => [
        'iptables -t nat -D POSTROUTING -o lan -j MASQUERADE',
        route,
      ]),
    },
    {
      says: 'Which route of the NAS is for the neighbour',
      answers: [
        [
          'iptables -t nat -D POSTROUTING -o lan -j MASQUERADE',
          'ssh nas ip route add 198.51.100.20 via 192.168.1.1',
        ],
      ],
    },
  ],
  'from-both-sides': [
    {
      says: 'did DNAT give it: the page',
      not: 'has to stay',
      answers: [
        [
          dnat('192.168.1.40', '-d 198.51.100.7'),
          forward('-d 192.168.1.40 -p tcp --dport 8080'),
          hairpin('-d 192.168.1.40 -p tcp --dport 8080'),
        ],
      ],
    },
    {
      says: 'It sees the packet after DNAT',
      answers: ['-d 192.168.1.40 -p tcp --dport 80', '-d 198.51.100.7'].map((match) => [
        dnat('192.168.1.40:8080', '-d 198.51.100.7'),
        forward('-d 192.168.1.40 -p tcp --dport 8080'),
        hairpin(match),
      ]),
    },
  ],
  'keep-the-way-back': [
    {
      says: "The answer to the server's ping ends in INPUT",
      answers: ['-p tcp --sport 80', '-p tcp -m conntrack --ctstate ESTABLISHED'].map((match) => [
        '*filter',
        ':INPUT DROP [0:0]',
        ...['-i lo', match, '-s 192.0.2.50 -p tcp --dport 22', '-p tcp --dport 80'].map(
          (m) => `-A INPUT ${m} -j ACCEPT`,
        ),
        'COMMIT',
      ]),
    },
    {
      says: "The server's ping ends in OUTPUT",
      answers: [
        input(
          ...['-s 192.0.2.50 -p tcp --dport 22', '-p tcp --dport 80'].map((m) => `-A INPUT ${m} -j ACCEPT`),
          '-A INPUT -j DROP',
          '-A OUTPUT -p icmp -j DROP',
        ),
      ],
    },
    ...[
      { ports: '-p tcp --sport 80', says: 'a rule with `--sport` lets it in' },
      { ports: '-p tcp -m multiport --sports 80,443', says: 'Match 80 as a destination port alone' },
      { ports: '-p tcp -m multiport --ports 80', says: 'Match 80 as a destination port alone' },
    ].map(({ ports, says }) => ({
      says,
      answers: [
        input(
          ...[ports, '-s 192.0.2.50 -p tcp --dport 22', '-p tcp --dport 80'].map(
            (m) => `-A INPUT ${m} -j ACCEPT`,
          ),
          '-A INPUT -j DROP',
        ),
      ],
    })),
    {
      says: 'The first packet of every connection is NEW',
      answers: [
        [
          '*filter',
          ':INPUT DROP [0:0]',
          '-A INPUT -i lo -j ACCEPT',
          '-A INPUT -m conntrack --ctstate NEW,ESTABLISHED -j ACCEPT',
          '-A INPUT -s 192.0.2.50 -p tcp --dport 22 -j ACCEPT',
          'COMMIT',
        ],
      ],
    },
    {
      says: 'Only a rule with your address',
      answers: [
        input(
          '-A INPUT -p tcp --dport 22 -m conntrack --ctstate NEW -j ACCEPT',
          '-A INPUT -p tcp --dport 80 -j ACCEPT',
          '-A INPUT -j DROP',
        ),
      ],
    },
  ],
  'which-line-first': [
    {
      says: 'a rule with `--sport` lets it in',
      answers: [
        ladder('-p tcp --dport 80', '-s 192.0.2.50 -p tcp --dport 22').map((line) =>
          line.replace('-m conntrack --ctstate ESTABLISHED,RELATED', '-p tcp --sport 80'),
        ),
      ],
    },
    {
      says: 'Match 80 as a destination port alone',
      not: '--sport',
      answers: [ladder('-p tcp -m multiport --ports 80', '-s 192.0.2.50 -p tcp --dport 22')],
    },
    {
      says: 'A packet that begins a connection is NEW',
      not: 'name it with `-s`',
      answers: [
        ladder('-p tcp --dport 80', '-s 192.0.2.50 -p tcp --dport 22').map((line) =>
          line.replace('ESTABLISHED,RELATED', 'NEW,ESTABLISHED'),
        ),
      ],
    },
    {
      says: 'What dropped this packet? A line that accepts everything from lo',
      answers: [
        ladder('-p tcp --dport 80', '-s 192.0.2.50 -p tcp --dport 22').map((line) =>
          line.replace('-i lo', '-i lo -p icmp'),
        ),
      ],
    },
    {
      says: 'leave `-p` out there',
      answers: [
        ladder('-p tcp --dport 80', '-s 192.0.2.50 -p tcp --dport 22').map((line) =>
          line.replace('-i lo', '-i lo -p udp'),
        ),
      ],
    },
    {
      says: 'The one for port 22 should match your address alone',
      answers: [ladder('-p tcp --dport 80', '! -s 192.0.2.99 -p tcp --dport 22')],
    },
    {
      says: 'no program listens on port 443',
      answers: [ladder('-p tcp -m multiport --dports 80,443', '-s 192.0.2.50 -p tcp --dport 22')],
    },
  ],
  'behind-the-drop': [
    {
      says: 'Which rule or policy dropped your packet?',
      not: 'has to stay',
      answers: [
        '-d 192.0.2.50 -p tcp --dport',
        '-s 192.0.2.5 -p tcp --dport',
        '-s 192.0.2.50 -p udp --dport',
        '-i eth1 -p tcp --dport',
        '-s 192.0.2.50 -p tcp --sport',
      ].map((match) => input(`-A INPUT ${match} 22 -j ACCEPT`, '-A INPUT -j DROP')),
    },
    {
      says: 'Which rule refused your packet?',
      not: 'last rule',
      answers: [input('-A INPUT -j REJECT', '-A INPUT -s 192.0.2.50 -p tcp --dport 22 -j ACCEPT')],
    },
    {
      says: 'Let that rule drop',
      not: 'last rule',
      answers: [
        input('-A INPUT -s 192.0.2.50 -p tcp --dport 22 -j ACCEPT', '-A INPUT -j REJECT', '-A INPUT -j DROP'),
      ],
    },
    {
      says: 'What the server sends back ends in OUTPUT',
      answers: [input('-A INPUT -p tcp --dport 22 -j ACCEPT', '-A INPUT -j DROP', '-A OUTPUT -j DROP')],
    },
  ],
};

describe.each(Object.entries(rows))('%s', (id, all) => {
  it.each(all.flatMap(({ answers, says, not }) => answers.map((a) => [a.join('\n'), says, not] as const)))(
    '%s: %s',
    (answer, says, not) => {
      const hint = hintOf(id, answer);
      expect(hint).toContain(says);
      if (not !== undefined) expect(hint).not.toContain(not);
    },
  );
});

it('a hint of an editor’s exercise speaks of no rule that was there, because one may begin with nothing', () => {
  const told = exercises.flatMap((e) =>
    'hints' in e && e.language !== 'terminal' ? e.hints.map((h) => h.say) : [],
  );
  expect(told.filter((says) => /\bkeep\b|ha(s|ve) to stay|as it was/i.test(says))).toEqual([
    'The gateway itself cannot be reached any more. Leave INPUT as it was.',
  ]);
});
