/**
 * The packets of an exercise find every firewall that is one known mistake away from its solution, and a learner's
 * answer that is such a mistake is told so, and no other is.
 */
import { describe, expect, it } from 'vitest';
import { checkedNetworks, lessonPaths, readLessonAt } from '../../src/cli/files.ts';
import type { Exercise } from '../../src/course/kinds/index.ts';
import { misconceptions } from '../../src/course/mutate/kinds/index.ts';
import { misconceptionOf } from '../../src/course/mutate/misconceptionOf.ts';
import { mutantsOf, rulesOf } from '../../src/course/mutate/mutants.ts';
import { packetItem, scoreOf } from '../../src/course/mutate/score.ts';
import { printScript, readScript, unalteredLines } from '../../src/course/mutate/script.ts';
import { withSolution } from '../../src/course/mutate/withSolution.ts';
import { type PreparedLab, prepareLab } from '../../src/course/prepareLab.ts';
import { runText } from '../../src/course/runLab.ts';

const { networks } = checkedNetworks('content');
const lessons = await Promise.all(lessonPaths('content').map(readLessonAt));
const exercises = lessons.flatMap(({ lesson }) => lesson.exercises);
const solvedLab = (exercise: Exercise) => withSolution(prepareLab(exercise, networks[exercise.network]!));
const called = (id: string) => solvedLab(exercises.find((e) => e.id === id)!)!;
const hostOf = ({ lab, untouched }: PreparedLab) => untouched.hosts[lab.host]!;
const solved = exercises.flatMap((e) => solvedLab(e) ?? []).map((s) => [s.lab.id, s] as const);

describe.each(solved)('%s', (_, prepared) => {
  it('finds every firewall that an expert would call wrong', () => {
    const { survivors, wrong, cut } = scoreOf(prepared);
    const script = readScript(prepared.lab.language, prepared.lab.solution, hostOf(prepared).filter);
    // A solution of other commands, such as a switch of the kernel, has no rule to be wrong.
    if (unalteredLines(script).length === 0) expect(wrong).toBeGreaterThan(0);
    expect(cut).toEqual({ texts: 0, probes: 0 });
    expect(
      survivors
        .filter((s) => s.misconception.alwaysWrong)
        .map((s) => [s.misconception.name, s.text, packetItem(s.packet)]),
    ).toEqual([]);
  });

  it('is read and printed again as the same firewall', () => {
    const { lab } = prepared;
    const text = printScript(readScript(lab.language, lab.solution, hostOf(prepared).filter));
    const rules = (t: string) => rulesOf(runText(prepared, t).world, lab.host);
    expect(rules(text)).toBe(rules(lab.solution));
  });
});

it('ids and names are unique, and every explanation is two to four sentences', () => {
  for (const field of ['id', 'name'] as const)
    expect(new Set(misconceptions.map((m) => m[field])).size).toBe(misconceptions.length);
  for (const { id, says } of misconceptions)
    expect(says.match(/[.](\s|$)/g)?.length, id).toBeOneOf([2, 3, 4]);
});

it.each([
  ['keep-the-way-back', 'you ask the database', 'no-port', '`admin tcp 192.0.2.10:3306` timeout'],
  [
    'write-masquerade',
    'the router pings itself',
    'no-interface',
    '`router ping 127.0.0.1` replied, seen from `127.0.0.1`',
  ],
])('%s without "%s": %s passes, and %s shows it', (id, left, misconception, item) => {
  const { lab, untouched } = called(id);
  const without = { ...lab, packets: lab.packets.filter((p) => p.probe.name !== left) };
  const survivor = scoreOf({ lab: without, untouched }).survivors.find(
    (s) => s.misconception.id === misconception,
  );
  expect(packetItem(survivor!.packet)).toContain(item);
});

it('a packet may be needed after a change', () => {
  const { lab, untouched } = called('write-masquerade');
  const without = { ...lab, changes: lab.changes.map((c) => ({ ...c, packets: [] })) };
  const snat = scoreOf({ lab: without, untouched }).survivors.find(
    (s) => s.misconception.id === 'snat-for-masquerade',
  );
  expect(snat?.stage).toBe(1);
});

const filter = (policy: string, ...lines: readonly string[]) =>
  ['*filter', `:INPUT ${policy} [0:0]`, ...lines, 'COMMIT', ''].join('\n');
const lo = '-A INPUT -i lo -j ACCEPT';
const state = '-A INPUT -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT';
const ssh = '-A INPUT -s 192.0.2.50 -p tcp --dport 22 -j ACCEPT';
const web = '-A INPUT -p tcp --dport 80 -j ACCEPT';

const masquerade = 'iptables -t nat -A POSTROUTING -o wan -j MASQUERADE';
const snat = 'iptables -t nat -A POSTROUTING -s 10.20.0.25 -o wan -j SNAT --to-source 198.51.100.8';

it.each<[exercise: string, answer: string, misconception: string | null]>([
  // The solution with one mistake.
  ['write-the-rule', 'iptables -t nat -A POSTROUTING ! -d 10.244.0.0/16 -j MASQUERADE', 'no-interface'],
  ['write-the-rule', 'iptables -t nat -A POSTROUTING -o eth0 -j MASQUERADE', 'too-wide'],
  [
    'write-the-rule',
    'iptables -t nat -A POSTROUTING -o eth0 -d 10.244.0.0/16 -j MASQUERADE',
    'negation-lost',
  ],
  [
    'write-the-rule',
    'iptables -t nat -A POSTROUTING -o cni0 ! -d 10.244.0.0/16 -j MASQUERADE',
    'other-interface',
  ],
  [
    'write-the-rule',
    'iptables -t nat -A POSTROUTING -o eth0 ! -s 10.244.0.0/16 -j MASQUERADE',
    'source-for-destination',
  ],
  ['first-table', 'iptables -t raw -A PREROUTING -s 192.168.1.60 -p tcp --sport 631 -j DROP', 'source-port'],
  [
    'first-table',
    'iptables -t raw -A PREROUTING -s 192.168.1.60 -p udp --dport 631 -j DROP',
    'other-protocol',
  ],
  [
    'first-table',
    'iptables -t mangle -A PREROUTING -s 192.168.1.60 -p tcp --dport 631 -j DROP',
    'wrong-table',
  ],
  ['by-number', 'iptables -D INPUT 2', 'other-number'],
  ['by-number', 'iptables -F INPUT', 'flushed'],
  [
    'write-masquerade',
    'iptables -t nat -A POSTROUTING -o wan -j SNAT --to-source 198.51.100.7',
    'snat-for-masquerade',
  ],
  ['keep-the-way-back', filter('ACCEPT', lo, state, ssh, web), 'policy-left'],
  ['keep-the-way-back', filter('DROP', lo, ssh, web), 'no-state-rule'],
  ['keep-the-way-back', filter('DROP', lo, state, ssh), 'rule-missing'],
  ['behind-the-drop', filter('ACCEPT', lo, state, '-A INPUT -j DROP', ssh), 'too-late'],
  // Written in another way, with the same mistake in it.
  [
    'keep-the-way-back',
    filter(
      'DROP',
      lo,
      '-A INPUT -m state --state RELATED,ESTABLISHED -j ACCEPT',
      web,
      ssh.replace(' -s 192.0.2.50', ''),
    ),
    'too-wide',
  ],
  ['keep-the-way-back', filter('DROP', lo, state, web, ssh.replace('22', '23')), 'other-port'],
  [
    'keep-the-way-back',
    filter('ACCEPT', state, lo, web, ssh, '-A INPUT -s 192.0.2.99 -p tcp --dport 81 -j ACCEPT'),
    'policy-left',
  ],
  ['keep-the-way-back', filter('ACCEPT', lo, state, web, ssh.replace('22', '23')), 'policy-left'],
  ['write-the-rule', '', 'rule-missing'],
  ['by-number', 'iptables -P INPUT DROP', 'still-there'],
  ['by-number', 'iptables -A INPUT -p tcp --dport 80 -j ACCEPT', 'still-there'],
  // More than one mistake, and mistakes that have no name.
  ['keep-the-way-back', filter('ACCEPT'), null],
  // No verdict is mixed up: the rules that drop are above the one that lets answers through.
  [
    'who-may-call-whom',
    [
      'iptables -A FORWARD -i wan -j DROP',
      'iptables -A FORWARD -i dmz -o lan -j DROP',
      'iptables -A FORWARD -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT',
      'iptables -A FORWARD -i lan -j ACCEPT',
    ].join('\n'),
    null,
  ],
  ['keep-the-way-back', filter('DROP'), null],
  ['keep-the-way-back', filter('DROP', lo, state, ssh, '-A INPUT -p tcp --dport 1:1024 -j ACCEPT'), null],
  ['write-the-rule', 'iptables -t nat -A POSTROUTING -s 10.244.2.0/24 -o eth0 -j MASQUERADE', null],
  ['first-table', 'iptables -t raw -P PREROUTING DROP', null],
  [
    'keep-the-way-back',
    filter(
      'DROP',
      lo,
      '-A INPUT -m state --state ESTABLISHED -j ACCEPT',
      web,
      ssh.replace(' -s 192.0.2.50', ''),
    ),
    null,
  ],
  ['behind-the-drop', filter('ACCEPT', lo, state, '-A INPUT -j REJECT', ssh), null],
  [
    'fix-with-snat',
    'iptables -t nat -A POSTROUTING -o wan -j MASQUERADE\niptables -t nat -A OUTPUT -o wan -j DNAT --to-destination 203.0.113.80',
    null,
  ],
  ['write-masquerade', 'iptables -t nat -A POSTROUTING -o wan -j SNAT --to-source 192.0.2.1', null],
  // Nothing is left out: the option has another value, the rule is in another table.
  ['write-the-rule', 'iptables -t nat -A POSTROUTING -o eth0 ! -d 10.244.1.0/24 -j MASQUERADE', null],
  ['write-the-rule', 'iptables -A FORWARD -o eth0 ! -d 10.244.0.0/16 -j ACCEPT', null],
  // One order of rules, made in two ways.
  ['fix-with-snat', `${masquerade}\n${snat}`, 'swapped'],
  ['fix-with-snat', `${snat}\n${masquerade.replace('-A', '-I')}`, 'inserted-for-appended'],
])('%s: %s', (id, answer, misconception) => {
  const prepared = called(id);
  const made = runText(prepared, answer).world;
  expect(misconceptionOf(prepared, made, () => false, answer)?.id ?? null).toBe(misconception);
});

it('says nothing once time has run out', () => {
  const prepared = called('keep-the-way-back');
  const made = runText(prepared, filter('DROP', lo, state, ssh.replace('22', '23'), web)).world;
  let asked = 0;
  expect(misconceptionOf(prepared, made, () => ++asked > 3, '')).toBeNull();
  expect(asked).toBeLessThan(10);
});

it('a text that is no list of commands has no mutants, and is not changed', () => {
  const { lab, untouched } = called('write-the-rule');
  const text = 'for d in 10.0.0.0/8; do iptables -A INPUT -s $d -j DROP; done\n# -A INPUT\n';
  const script = readScript('commands', text, untouched.hosts[lab.host]!.filter);
  expect(printScript(script)).toBe(text);
  expect(mutantsOf({ lab: { ...lab, solution: text }, untouched }).mutants).toEqual([]);
});
