/**
 * No false praise: a lesson's sentence about why a packet ended as it did is shown only where that is why. Each
 * row is an answer that works, or half works, for another reason than the one the lesson had in mind.
 */
import { describe, expect, it } from 'vitest';
import { checkedNetworks, lessonPaths, readLessonAt } from '../../src/cli/files.ts';
import { gradeAnswer } from '../../src/course/exercise.ts';
import { allPackets } from '../../src/course/lab.ts';
import { labView } from '../../src/course/labView.ts';
import { prepareLab } from '../../src/course/prepareLab.ts';
import { runLab } from '../../src/course/runLab.ts';

const { networks } = checkedNetworks('content');
const lessons = await Promise.all(lessonPaths('content').map(readLessonAt));
const exercises = lessons.flatMap(({ lesson }) => lesson.exercises);
const filter = (...lines: readonly string[]) =>
  [
    '*filter',
    ':INPUT ACCEPT [0:0]',
    ':FORWARD ACCEPT [0:0]',
    ':OUTPUT ACCEPT [0:0]',
    ...lines,
    'COMMIT',
    '',
  ].join('\n');

interface Row {
  readonly exercise: string;
  readonly answer: string;
  readonly passes: boolean;
  readonly packet: string;
  /** What is said of the packet: a part of it. */
  readonly says: string;
  /** A part of what the lesson says where it is true, and must not be said here. */
  readonly hides: string;
}

const rows: readonly Row[] = [
  {
    exercise: 'first-table',
    answer: 'iptables -A INPUT -s 192.168.1.60 -p tcp --dport 631 -j DROP',
    passes: false,
    packet: 'the desktop prints',
    says: 'Rule 1 of INPUT in filter decided: -A INPUT -s 192.168.1.60/32 -p tcp -m tcp --dport 631 -j DROP',
    hides: 'in PREROUTING',
  },
  {
    exercise: 'by-number',
    answer: 'iptables -I INPUT -p tcp --dport 80 -j ACCEPT',
    passes: true,
    packet: 'a page',
    says: 'Rule 1 of INPUT in filter decided: -A INPUT -p tcp -m tcp --dport 80 -j ACCEPT',
    hides: 'the DROP gone',
  },
  {
    exercise: 'by-number',
    answer: 'iptables -I INPUT 3 -p tcp --dport 80 -j ACCEPT',
    passes: true,
    packet: 'a page',
    says: 'Rule 3 of INPUT in filter decided',
    hides: 'the DROP gone',
  },
  {
    exercise: 'keep-the-way-back',
    answer: filter(
      '-A INPUT -p tcp -m tcp --dport 22 ! -s 192.0.2.50 -j DROP',
      '-A INPUT -p tcp -m tcp --dport 3306 -j DROP',
    ),
    passes: false,
    packet: 'a stranger asks the database',
    says: 'Rule 2 of INPUT in filter decided: -A INPUT -p tcp -m tcp --dport 3306 -j DROP',
    hides: 'The policy drops it',
  },
  {
    exercise: 'keep-the-way-back',
    answer: filter(
      '-A INPUT -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT',
      '-A INPUT -s 192.0.2.50 -p tcp -m tcp --dport 22 -j ACCEPT',
      '-A INPUT -p tcp -m tcp --dport 80 -j ACCEPT',
      '-A INPUT -i eth0 -j DROP',
    ),
    passes: true,
    packet: 'a stranger asks the database',
    says: 'Rule 4 of INPUT in filter decided: -A INPUT -i eth0 -j DROP',
    hides: 'The policy drops it',
  },
  {
    // The rule lets in what follows the first packet, and the policy let that in: the rule is not the reason.
    exercise: 'keep-the-way-back',
    answer: filter('-A INPUT -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT'),
    passes: false,
    packet: 'you log in',
    says: 'No rule of INPUT in filter decided, so its policy did: ACCEPT.',
    hides: 'A rule lets you in',
  },
  {
    exercise: 'behind-the-drop',
    answer: filter(
      '-A INPUT -i lo -j ACCEPT',
      '-A INPUT -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT',
      '-A INPUT -s 192.0.2.50 -p tcp -m tcp --dport 22 -j ACCEPT',
    ).replace(':INPUT ACCEPT', ':INPUT DROP'),
    passes: true,
    packet: 'a stranger tries ssh',
    says: 'No rule of INPUT in filter decided, so its policy did: DROP.',
    hides: 'The last rule drops it',
  },
  {
    exercise: 'fix-with-snat',
    answer: [
      'iptables -t nat -A POSTROUTING -s 10.20.0.25 -o wan -j SNAT --to-source 198.51.100.8',
      'iptables -t nat -A POSTROUTING -o wan -j SNAT --to-source 198.51.100.7',
    ].join('\n'),
    passes: true,
    packet: 'a desk opens a page',
    says: 'Rule 2 of POSTROUTING in nat decided: -A POSTROUTING -o wan -j SNAT --to-source 198.51.100.7',
    hides: 'MASQUERADE',
  },
  {
    exercise: 'fix-the-rule',
    answer: [
      'iptables -t nat -A POSTROUTING -d 10.244.0.0/16 -o eth0 -j ACCEPT',
      'iptables -t nat -A POSTROUTING -o eth0 -j MASQUERADE',
    ].join('\n'),
    passes: true,
    packet: 'the pod talks to a pod on the other node',
    says: 'Rule 1 of POSTROUTING in nat decided: -A POSTROUTING -d 10.244.0.0/16 -o eth0 -j ACCEPT',
    hides: 'leaves it alone',
  },
  {
    exercise: 'not-in-filter',
    answer: ['iptables -F', 'iptables -P INPUT DROP', 'iptables -t mangle -F'].join('\n'),
    passes: false,
    packet: 'the colleague tries telnet',
    says: 'No rule of INPUT in filter decided, so its policy did: DROP.',
    hides: 'A rule in filter INPUT',
  },
];

describe.each(rows)('$exercise: $answer', ({ exercise: id, answer, passes, packet: name, says, hides }) => {
  const exercise = exercises.find((e) => e.id === id)!;
  const prepared = prepareLab(exercise, networks[exercise.network]!);

  it(passes ? 'passes' : 'does not pass', () =>
    expect(gradeAnswer(prepared, { kind: 'text', text: answer }).passed).toBe(passes),
  );

  it('is told what decided', () => {
    expect(allPackets(exercise).find((p) => p.probe.name === name)!.because).toContain(hides);
    const { because } = labView(prepared.lab, runLab(prepared, answer), 0).packets.find(
      (p) => p.name === name,
    )!;
    expect(because).toContain(says);
    expect(because).not.toContain(hides);
  });
});

const answered = (id: string, text: string) => {
  const exercise = exercises.find((e) => e.id === id)!;
  return gradeAnswer(prepareLab(exercise, networks[exercise.network]!), { kind: 'text', text });
};

it('nothing of a text that was not loaded is right', () => {
  const grade = answered('keep-the-way-back', filter('-A INPUT -p tcp -m tcp --dport 80 -j ACEPT'));
  expect(grade.parts.map((p) => p.right)).not.toContain(true);
  expect(grade.hint).toContain('nothing of it was loaded');
});

it.each([
  ['', 'In the raw table, what arrives passes the chain PREROUTING'],
  ['iptables -t raw -A OUTPUT -p tcp --dport 631 -j DROP', 'OUTPUT is for packets this laptop makes'],
  ['iptables -A INPUT -s 192.168.1.60 -p tcp --dport 631 -j DROP', 'but in filter'],
])('the raw exercise hints at what was written: %s', (text, hint) =>
  expect(answered('first-table', text).hint).toContain(hint),
);

it.each(
  lessons.flatMap(({ lesson }) =>
    [...lesson.labs, ...lesson.exercises].flatMap((lab) =>
      allPackets(lab).map((p) => [`${lab.id}: ${p.probe.name}`, p] as const),
    ),
  ),
)('%s: what the lesson says carries a claim', (_, packet) => expect(packet.claim).toBeDefined());
