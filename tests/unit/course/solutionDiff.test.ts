import { expect, it } from 'vitest';
import { hintRungs, saySettings, secondHint } from '../../../src/course/hintRungs.ts';
import { labView } from '../../../src/course/labView.ts';
import { prepareLab } from '../../../src/course/prepareLab.ts';
import { runText, tryWorld } from '../../../src/course/runLab.ts';
import { parametersThatDiffer, solutionDiff } from '../../../src/course/solutionDiff.ts';

const lab = {
  id: 'l',
  title: 'l',
  network: 'n',
  host: 'server',
  language: 'commands',
  start: '',
  show: [],
  packets: [{ probe: { name: 'p', from: 'client', tcp: '10.0.0.1:22' }, outcome: 'timeout', because: '' }],
  changes: [],
} as const;
const on = (address: string) => ({ interfaces: { eth0: { link: 'lan', addresses: [address] } } });
const prepared = prepareLab(lab, {
  hosts: { client: on('10.0.0.2/24'), server: { ...on('10.0.0.1/24'), listen: ['tcp/22'] } },
});
const rules = (...lines: readonly string[]) =>
  runText(prepared, lines.map((l) => `iptables ${l}\n`).join('')).world;
const ssh = '-A INPUT -p tcp --dport 22 -j DROP';

it.each<[mine: readonly string[], ours: readonly string[], says: readonly (string | RegExp)[]]>([
  [[ssh], [ssh], []],
  [[], [ssh], ['Only in ours: Drop TCP packets to port 22.']],
  [[ssh, '-A INPUT -j ACCEPT'], [ssh], ['Only in yours: Let in everything that gets this far.']],
  [['-A INPUT -p tcp --dport 23 -j DROP'], [ssh], ['Yours says `--dport 23`, ours `--dport 22`.']],
  [['-A INPUT -p tcp -j DROP'], [ssh], ['Ours also says `-m tcp --dport 22`.']],
  [[`${ssh} -s 10.0.0.9`], [ssh], ['Ours leaves out `-s 10.0.0.9/32`.']],
  [
    ['-A INPUT -j ACCEPT', ssh],
    [ssh, '-A INPUT -j ACCEPT'],
    ['The same rule in another place: it is rule 1 of filter INPUT in yours, and rule 2 in ours.'],
  ],
  // The rule in the middle stays where it is.
  [
    ['-A INPUT -s 10.0.0.2 -j ACCEPT', ssh, '-A INPUT -s 10.0.0.3 -j ACCEPT'],
    ['-A INPUT -s 10.0.0.3 -j ACCEPT', ssh, '-A INPUT -s 10.0.0.2 -j ACCEPT'],
    [
      'it is rule 3 of filter INPUT in yours, and rule 1 in ours.',
      'it is rule 1 of filter INPUT in yours, and rule 3 in ours.',
    ],
  ],
  // A ! belongs to the option after it.
  [
    ['-t nat -A POSTROUTING -d 10.1.0.0/16 -j RETURN'],
    ['-t nat -A POSTROUTING ! -d 10.1.0.0/16 ! -o eth0 -j MASQUERADE'],
    ['Yours says `-d 10.1.0.0/16 -j RETURN`, ours `! -d 10.1.0.0/16 ! -o eth0 -j MASQUERADE`.'],
  ],
  [
    ['-t nat -A POSTROUTING ! -d 10.1.0.0/16 ! -o eth1 -j MASQUERADE'],
    ['-t nat -A POSTROUTING ! -d 10.1.0.0/16 -o eth1 -j MASQUERADE'],
    ['Yours says `! -o eth1`, ours `-o eth1`.'],
  ],
  // A rule is beside the one that it is most like.
  [
    ['-A INPUT -s 10.0.0.2 -j ACCEPT', '-A INPUT -s 10.0.0.3 -j ACCEPT', '-A INPUT -p tcp -j DROP'],
    [ssh],
    ['Only in yours', 'Only in yours', 'Ours also says `-m tcp --dport 22`.'],
  ],
  // Only the DROP has to move: the others do the same.
  [
    ['-A INPUT -j DROP', '-A INPUT -s 10.0.0.3 -j ACCEPT', '-A INPUT -s 10.0.0.2 -j ACCEPT'],
    ['-A INPUT -s 10.0.0.2 -j ACCEPT', '-A INPUT -s 10.0.0.3 -j ACCEPT', '-A INPUT -j DROP'],
    [
      'it is rule 1 of filter INPUT in yours, and rule 3 in ours. The order of the others makes no difference.',
    ],
  ],
  [
    ['-A INPUT -j DROP', '-A INPUT -s 10.0.0.2 -j ACCEPT', '-A INPUT -s 10.0.0.3 -j ACCEPT'],
    ['-A INPUT -s 10.0.0.2 -j ACCEPT', '-A INPUT -s 10.0.0.3 -j ACCEPT', '-A INPUT -j DROP'],
    [/rule 3 in ours\.$/],
  ],
  // A policy and a last rule that do the same.
  [
    ['-P INPUT DROP', ssh],
    [ssh, '-A INPUT -j DROP'],
    ['Your policy of filter INPUT does what its last rule does in ours.'],
  ],
  [
    [ssh, '-A INPUT -j DROP'],
    ['-P INPUT DROP', ssh],
    ['Your last rule in filter INPUT does what its policy does in ours.'],
  ],
  [
    ['-A INPUT -j DROP', ssh],
    ['-P INPUT DROP', ssh],
    ['The policy of filter INPUT is ACCEPT', 'Only in yours: Drop'],
  ],
  // A chain without rules is seen by no packet.
  [['-N logins'], [], ['Only in yours: the chain `logins`.']],
  [['-t nat -N web'], ['-t nat -N web', '-N logins'], ['Only in ours: the chain `logins`.']],
  [
    ['-P INPUT DROP'],
    [ssh],
    [
      'The policy of filter INPUT is DROP in yours, and ACCEPT in ours.',
      'Only in ours: Drop TCP packets to port 22.',
    ],
  ],
  [['-A FORWARD -p tcp --dport 22 -j DROP'], [ssh], ['Only in ours', 'Only in yours']],
  [['-t nat -A PREROUTING -j RETURN'], [], ['Only in yours']],
  // What is there twice is once too often.
  [[ssh, ssh], [ssh], ['Once more in yours: Drop TCP packets to port 22.']],
  [
    ['-A INPUT -j ACCEPT', ssh, '-A INPUT -j ACCEPT'],
    [ssh, '-A INPUT -j ACCEPT'],
    ['Once more in yours: Let in everything'],
  ],
])('%j beside %j', (mine, ours, says) => {
  const found = solutionDiff(rules(...mine), rules(...ours), 'server');
  expect(found.map((d) => d.says)).toEqual(
    says.map((s) => (typeof s === 'string' ? expect.stringContaining(s) : expect.stringMatching(s))),
  );
});

const input = '-A INPUT -p tcp -m tcp --dport 22';
it.each<[mine: readonly string[], hint: string | null, untouched: boolean, hints: readonly string[]]>([
  [
    [],
    'You forgot it.',
    true,
    [
      'Look at packet 1. It meets no rule on server that stops it. Wanted: no answer.',
      'To get from your rules to one solution, add one rule.',
      'One solution has this in filter INPUT: `-A INPUT -p … -m … --dport … -j DROP`',
    ],
  ],
  // What is wrong is not in the rules.
  [[ssh], 'Look into the file.', true, ['Look into the file.']],
  [
    ['-A INPUT -p udp -j DROP'],
    'Which protocol?',
    false,
    [
      'Which protocol?',
      'One solution has this in filter INPUT: `-A INPUT -p … -m … --dport … -j DROP`, in place of `-A INPUT -p udp -j DROP`.',
    ],
  ],
  [
    ['-A INPUT -p udp -j DROP'],
    null,
    false,
    ['Look at packet 1. It is accepted by `filter INPUT, policy`', 'One solution has this'],
  ],
  [
    ['-A INPUT -p udp --dport 23 -j DROP'],
    'Which port?',
    false,
    [
      'Which port?',
      'This rule in filter INPUT has the options of one solution’s: `-A INPUT -p udp -m udp --dport 23 -j DROP`. Look at the values of `-p` and `--dport`.',
    ],
  ],
  [
    ['-A INPUT -p tcp --dport 23 -j DROP', '-A INPUT -p udp -j DROP'],
    'Which port?',
    false,
    [
      'Which port?',
      'To get from your rules to one solution, change one rule and remove one.',
      '--dport 23 -j DROP`. Look at the value of `--dport`. One solution does without this rule in filter INPUT: `-A INPUT -p udp -j DROP`',
    ],
  ],
  [
    ['-A FORWARD -j ACCEPT', '-A INPUT -j ACCEPT', ssh],
    null,
    false,
    [
      'Look at packet 1',
      'in `filter INPUT` and `filter FORWARD`, and in no other',
      'One solution does without this rule in filter INPUT: `-A INPUT -j ACCEPT`',
    ],
  ],
  [
    ['-A INPUT -p udp -j DROP', input],
    'Which protocol?',
    false,
    [
      `This rule has no \`-j\`, so it decides nothing about a packet: \`${input}\``,
      'change one rule and remove one.',
      `in place of \`${input}\`. It does without this rule in filter INPUT: \`-A INPUT -p udp -j DROP\``,
    ],
  ],
])('hints for %j, where the author has %j', (mine, hint, untouched, hints) => {
  const world = rules(...mine);
  const { packets } = labView(lab, tryWorld(lab, world), 0);
  const solution = rules(ssh);
  const differences = solutionDiff(world, solution, 'server');
  const second = secondHint(world, solution, 'server', differences);
  expect(hintRungs({ hint, untouched, packets, differences, second })).toEqual(
    hints.map((s) => expect.stringContaining(s)),
  );
});

it.each<[Partial<Parameters<typeof hintRungs>[0]>, string]>([
  [{ mistake: 2 }, 'Line 2 does not load. Begin'],
  [{ mistake: 'end' }, 'Something is missing at the end of the text. Begin'],
  [{ lost: ssh }, `This rule was there at first, and one solution keeps it: \`${ssh}\``],
  [{ lost: ssh, undo: true }, '“Undo the last command” takes back the last command that changed something'],
  [{}, 'Which port?'],
])('what the author did not think of comes before the author’s hint: %j', (given, first) => {
  const common = { hint: 'Which port?', untouched: false, packets: [], differences: [], second: null };
  expect(hintRungs({ ...common, ...given })[0]).toContain(first);
});

const near = (mine: readonly string[], ours: readonly string[]) => {
  const differences = solutionDiff(rules(...mine), rules(...ours), 'server');
  return hintRungs({ hint: 'Why?', untouched: false, packets: [], differences, second: 'changes' });
};
const [one, other, rest] = [
  '-A INPUT -s 10.0.0.2 -j ACCEPT',
  '-A INPUT -s 10.0.0.3 -j ACCEPT',
  '-A INPUT -j DROP',
];
it('where only the order differs, the rule that has to move is named, and the moves are the fewest', () => {
  expect(near([rest, other, one], [one, other, rest])).toEqual([
    'Why?',
    'To get from your rules to one solution, move one rule.',
    `The rules are right, their order is not. This one has to move: \`${rest}\``,
  ]);
  // Rules that do the same may be in any order.
  expect(near([other, one, rest], [one, other, rest])).toEqual(['Why?']);
});

it('a policy that is stricter than a solution’s is named where the rules are the same, and not before', () => {
  expect(near(['-P INPUT DROP', rest, one], [one, rest]).at(-1)).toContain('in another place: `-A INPUT');
  expect(near(['-P INPUT DROP', one], [one]).at(-1)).toContain('has this in filter INPUT: `-P INPUT ACCEPT`');
});

it('a chain that is to go counts', () => {
  const differences = solutionDiff(rules('-N logins', ssh), rules(), 'server');
  const given = { hint: null, untouched: false, packets: [], differences, second: 'changes' } as const;
  expect(hintRungs(given)[0]).toBe(
    'To get from your rules to one solution, remove one rule and delete a chain.',
  );
  const chain = solutionDiff(rules('-N logins'), rules(), 'server');
  expect(hintRungs({ ...given, differences: chain })).toEqual([
    'To get from your rules to one solution, delete a chain.',
    'One solution has no chain `logins` in filter.',
  ]);
});

it('a text that does not load gets no hint about the rules of an earlier one', () => {
  const differences = solutionDiff(rules(), rules(ssh), 'server');
  const given = { hint: null, untouched: false, packets: [], differences, second: 'changes' } as const;
  expect(hintRungs({ ...given, mistake: 3 })).toEqual([expect.stringContaining('Line 3 does not load')]);
});

it('what differs and is no rule comes before what differs in the rules', () => {
  const forwards = runText(prepared, 'sysctl -w net.ipv4.ip_forward=1\n').world;
  expect(parametersThatDiffer(rules(), forwards, 'server')).toEqual(['net.ipv4.ip_forward']);
  const settings = { ours: ['net.ipv4.ip_forward'], mine: [] };
  const says = 'One solution changes something that is not a rule: `net.ipv4.ip_forward`.';
  expect(saySettings(settings, false)).toBe(says);
  const given = { hint: 'Why?', packets: [], untouched: false, settings } as const;
  expect(hintRungs({ ...given, differences: [], second: null })).toEqual([
    'Why?',
    says,
    `${says} A command that changes it: \`sysctl -w net.ipv4.ip_forward=…\`.`,
  ]);
  const differences = solutionDiff(rules(ssh), rules(), 'server');
  expect(hintRungs({ ...given, differences, second: 'chains' }).slice(1)).toEqual([
    expect.stringMatching(/^One solution also changes .*_forward`\. Your rules differ/),
    expect.stringMatching(/^One solution also changes .*sysctl -w .* One solution does without this rule/),
  ]);
});
