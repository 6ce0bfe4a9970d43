/** A lesson that is broken in one place has one defect, at that place. */
import { expect, it } from 'vitest';
import { defectsOf, edited, exercises, lesson, prose } from './lesson.ts';

it('finds nothing wrong with a good lesson', () => expect(defectsOf(lesson)).toEqual([]));

const [write, , predict, find] = ['exercises.0', 'exercises.1', 'exercises.2', 'exercises.3'] as const;
const { wrong } = exercises.write;

it.each<[path: string, to: unknown, defects: readonly string[]]>([
  // The form of fields
  ['labs', undefined, ['labs: labs is missing']],
  ['labs.0.network', undefined, ['labs.0.network: network is missing']],
  ['labs.0.netwrok', 'pair', ['labs.0.netwrok: there is no field netwrok; did you mean network?']],
  ['labs.0.packets.0.probe.sport', '80', ['labs.0.packets.0.probe.sport: sport must be a whole number']],
  [
    'labs.0.packets.0.outcome',
    'lost',
    ['labs.0.packets.0.outcome: outcome must be connected, replied, refused, unreachable or timeout'],
  ],
  [`${write}.kind`, 'guess', [`${write}.kind: kind must be write, fix, predict or find`]],
  [
    `${predict}.solution`,
    '',
    [/there is no field solution; the fields here are id, .*, task, hints$/ as never],
  ],
  [`${find}.asks.0.answers`, 'ACCEPT', [`${find}.asks.0.answers: answers must be a list`]],
  // Several of them
  [
    'exercises',
    Object.values(exercises).slice(0, 2),
    [
      'exercises: a lesson has at least 3 exercises; this one has 2',
      '5:1: there is no exercise guess; there are close-ssh, fix-ssh',
      '6:1: there is no exercise which-policy; there are close-ssh, fix-ssh',
    ],
  ],
  [
    `${write}.id`,
    'look',
    [
      `${write}.id: the id look is used twice in this lesson`,
      `${write}.id: look is not shown: write <Exercise id="look" /> in the prose`,
      '3:1: there is no exercise close-ssh; there are look, fix-ssh, guess, which-policy',
    ],
  ],
  // The network, its hosts and the packets
  ['labs.0.network', 'pari', ['labs.0.network: there is no network pari; did you mean pair?']],
  ['labs.0.network', 'broken', ['labs.0.network: the network broken has mistakes: correct them first']],
  ['labs.0.host', 'sever', ['labs.0.host: the network pair has no host sever; did you mean server?']],
  [
    'labs.0.packets.0.probe.from',
    'nas',
    ['labs.0.packets.0.probe.from: there is no host nas. The hosts are server, visitor'],
  ],
  [
    'labs.0.packets.0.probe.tcp',
    '192.0.2.1',
    [
      'labs.0.packets.0.probe.tcp: 192.0.2.1 has no port that can be used. Write address:port, such as 192.0.2.80:80',
    ],
  ],
  [
    'labs.0.change.host',
    'visiter',
    ['labs.0.change.host: the network pair has no host visiter; did you mean visitor?'],
  ],
  [
    'labs.0.change.device',
    'eth1',
    ['labs.0.change.device: server has no interface eth1; did you mean eth0?'],
  ],
  [
    'labs.0.change.addresses.0',
    '192.0.2.900',
    ['labs.0.change.addresses.0: 192.0.2.900 is not an address: write it as 192.0.2.1/24'],
  ],
  [
    'labs.0.change.packets.0.probe.name',
    'the web page',
    ['labs.0.packets: two packets have the name "the web page": give each its own'],
  ],
  // What a lab promises
  [
    'labs.0.start',
    'iptables -A NOWHERE\n',
    ['labs.0.start: the start has a mistake: iptables: No chain/target/match by that name.'],
  ],
  [
    'labs.0.packets.0.outcome',
    'timeout',
    ['labs.0.packets.0: "the web page" should end timeout, but ends connected'],
  ],
  [
    'labs.0.packets.0.seenFrom',
    '192.0.2.7',
    ['labs.0.packets.0: "the web page" should be seen from 192.0.2.7, but is seen from 192.0.2.2'],
  ],
  [
    'labs.0.change.packets.0.outcome',
    'connected',
    ['labs.0.change.packets.0: "the old address" should end connected, but ends unreachable'],
  ],
  [
    'labs.0.packets.0.claim',
    { decided: ['filter INPUT 1'] },
    ['labs.0.packets.0.claim: the claim about "the web page" does not hold: No rule on server decided.'],
  ],
  [
    'labs.0.packets.0.stoppedBy',
    'raw PREROUTING',
    ['labs.0.packets.0: "the web page" should be stopped in raw PREROUTING, but is stopped in no table'],
  ],
  // What an exercise promises, kind by kind
  [
    `${write}.packets.1.claim`,
    { decided: ['filter INPUT policy'] },
    [
      `${write}.solution: with the solution, the claim about "ssh" does not hold: Rule 1 of INPUT in filter decided: -A INPUT -p tcp -m tcp --dport 22 -j DROP`,
    ],
  ],
  [
    `${write}.start`,
    exercises.write.solution,
    [`${write}.start: the start already passes: leave something for the learner to do`],
  ],
  [
    `${write}.solution`,
    'iptables -A INPUT -p tcp --dport 22 -j DROPP\n',
    [
      expect.stringContaining(`${write}.solution: the solution has a mistake: iptables`) as never,
      `${write}.solution: with the solution, "ssh" ends connected, seen from 192.0.2.2`,
    ],
  ],
  [
    `${write}.wrong.0.fails`,
    'the webpage',
    [`${write}.wrong.0.fails: there is no packet "the webpage"; the packets are "the web page", "ssh"`],
  ],
  [
    `${write}.wrong.0.fails`,
    'ssh',
    [`${write}.wrong.0: this answer does not fail "ssh"; it fails "the web page"`],
  ],
  [
    `${write}.wrong.1.answer`,
    exercises.write.solution,
    [`${write}.wrong.1: this answer does not fail "ssh"; it passes`],
  ],
  [
    `${write}.wrong`,
    [...wrong, { answer: `${exercises.write.solution}iptables --nonsense\n`, fails: 'ssh' }],
    [`${write}.wrong.2: this answer does not fail "ssh"; no packet fails, but the text has a mistake`],
  ],
  [
    `${write}.hints.1.when.packet`,
    'shh',
    [
      `${write}.wrong.1: no hint applies to this wrong answer: write one for it`,
      `${write}.hints.1.when.packet: there is no packet "shh"; the packets are "the web page", "ssh"`,
    ],
  ],
  [`${predict}.packets`, [], [`${predict}.packets: there is nothing to predict: give at least one packet`]],
  [
    `${predict}.packets.1.outcome`,
    'timeout',
    [`${predict}.packets.1: "ssh" should end timeout, but ends refused`],
  ],
  [
    `${predict}.language`,
    'terminal',
    [`${predict}.language: an exercise of the kind predict has the language commands or save`],
  ],
  [
    `${find}.language`,
    'commands',
    [`${find}.language: an exercise of the kind find has the language terminal`],
  ],
  [
    `${find}.start`,
    'iptables -L INPUT',
    [`${find}.start: the start already runs every command: leave something for the learner to do`],
  ],
  [
    `${find}.solution`,
    'echo policy ACCEPT',
    [`${find}.runs.0: the solution does not run iptables -L INPUT, or it fails there`],
  ],
  [
    `${find}.asks.0.answers.0`,
    'REJECT',
    [`${find}.asks.0.answers.0: the solution does not print the answer REJECT`],
  ],
  [`${find}.asks.0.wrong.0`, ' Accept', [`${find}.asks.0.wrong.0:  Accept is among the right answers too`]],
  [`${find}.asks.0.answers`, [], [`${find}.asks.0.answers: give at least one right answer`]],
])('%s as %j', (path, to, defects) => {
  const found = defectsOf(edited(lesson, path, to));
  expect(found).toHaveLength(defects.length);
  for (const [i, defect] of defects.entries())
    if ((defect as unknown) instanceof RegExp) expect(found[i]).toMatch(defect);
    else expect(found[i]).toEqual(defect);
});

it('an exercise with nothing to find', () => {
  const none = edited(edited(lesson, `${find}.asks`, []), `${find}.runs`, []);
  expect(defectsOf(none)).toEqual([
    `${find}.asks: there is nothing to find: give a command to run or a question`,
  ]);
});

it.each([
  [
    'a lab that is not shown',
    prose.replace('<Lab id="look" />', ''),
    ['labs.0.id: look is not shown: write <Lab id="look" /> in the prose'],
  ],
  [
    'a lab that is shown twice',
    `${prose}<Lab id="look" />`,
    ['labs.0.id: look is shown 2 times: keep one <Lab id="look" />'],
  ],
  [
    'a lab there is not',
    `${prose}See <Way packet="x" lab="loook" />.`,
    ['8:5: there is no lab loook; did you mean look?'],
  ],
  [
    'code by indentation, which MDX joins to a paragraph',
    `${prose}Write:\n\n    iptables -L\n    iptables -S\n`,
    ['10:1: an indented line is no code in MDX: put ``` before and after it'],
  ],
  [
    'indented lines in a block of code, and in a paragraph',
    `${prose}\`\`\`\n\n    a\n\`\`\`\n\na\n    b\n`,
    [],
  ],
])('%s', (_, text, defects) => expect(defectsOf(lesson, text)).toEqual(defects));

it('a packet sent after the change may come from the new address, and one before may not', () => {
  const fromNew = { name: 'out', from: 'server', ping: '192.0.2.2', source: '192.0.2.9' };
  const packet = { probe: fromNew, outcome: 'replied', because: 'It has it by then.' };
  expect(defectsOf(edited(lesson, 'labs.0.change.packets.0', packet))).toEqual([]);
  expect(defectsOf(edited(lesson, 'labs.0.packets.0', packet))).toEqual([
    expect.stringContaining('labs.0.packets.0.probe.source: server does not have the address 192.0.2.9'),
  ]);
});

it.each([null, undefined, 7, 'text', [], [[]], {}, { labs: 1 }, { labs: [null], exercises: [[]] }])(
  'names what is wrong with %j, and does not throw',
  (fields) => expect(defectsOf(fields)).not.toEqual([]),
);
