/** Each kind of exercise: its answers and how they are graded. */
import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { gradeAnswer, kindOf } from '../../../src/course/exercise.ts';
import { type Exercise, kinds } from '../../../src/course/kinds/index.ts';
import type { Grade } from '../../../src/course/kinds/kind.ts';
import type { Prediction, Predictions } from '../../../src/course/kinds/predict.ts';
import { prepareLab } from '../../../src/course/prepareLab.ts';
import { runLab } from '../../../src/course/runLab.ts';
import { askedAgain } from '../../../src/course/standingPredictions.ts';
import { exercises, network } from './lesson.ts';

it('every file of the folder is a kind in the index', () => {
  const files = readdirSync('src/course/kinds').filter(
    (f) => !/^(kind|index|answeredWithRules)\.ts$/.test(f),
  );
  expect(files.map((f) => f.replace('.ts', '')).sort()).toEqual(Object.keys(kinds).sort());
  for (const [name, kind] of Object.entries(kinds)) expect(kind.name).toBe(name);
});

const all = Object.values(exercises).map((e): [string, Exercise] => [e.kind, e]);

it.each(all)('%s: an answer comes back from JSON as it was', (_, exercise) => {
  const kind = kindOf(exercise);
  const empty = kind.emptyAnswer(exercise);
  expect(kind.readAnswer(exercise, JSON.parse(JSON.stringify(empty)))).toEqual(empty);
});

it.each(all)('%s: what is no answer of it is refused, and never throws', (_, exercise) => {
  const others = all.filter(
    ([, e]) => kindOf(e).emptyAnswer(e as never).kind !== kindOf(exercise).emptyAnswer(exercise).kind,
  );
  const junk = [
    null,
    undefined,
    7,
    [],
    {},
    { kind: 'text' },
    { kind: 'predictions', outcomes: { ssh: 'lost' } },
  ];
  for (const value of [...junk, ...others.map(([, e]) => kindOf(e).emptyAnswer(e))])
    expect(kindOf(exercise).readAnswer(exercise, value)).toBeNull();
});

it('an answer of another kind is a mistake of ours', () =>
  expect(() => gradeAnswer(prepareLab(exercises.predict, network), { kind: 'text', text: '' })).toThrow(
    'text is no answer to an exercise of the kind predict',
  ));

const right = ({ parts }: Grade) => parts.map((p) => `${p.part} ${p.name}: ${p.right}`);

it('rules: graded by their packets', () => {
  const prepared = prepareLab(exercises.write, network);
  const grade = (text: string) => gradeAnswer(prepared, { kind: 'text', text });
  expect(grade(exercises.write.solution)).toEqual({
    passed: true,
    hint: null,
    parts: [
      { part: 'packet', name: 'the web page', right: true },
      { part: 'packet', name: 'ssh', right: true },
    ],
  });
  const closed = grade('iptables -A INPUT -j DROP\n');
  expect([closed.passed, closed.hint, right(closed)]).toEqual([
    false,
    'The web is closed too.',
    ['packet the web page: false', 'packet ssh: true'],
  ]);
  expect(grade(`${exercises.write.solution}iptables --nonsense\n`).passed).toBe(false);
  // The first wrong packet is the one that a lab shows.
  expect(grade('iptables -A INPUT -p tcp --dport 80 -j REJECT\n').hint).toBe('Packet 2: ssh is open.');
  expect(grade('').hint).toBe('ssh is open.');
});

it('rules: a text that an older page kept is an answer, and a world from elsewhere is graded', () => {
  expect(kinds.write.readAnswer(exercises.write, 'iptables -L\n')).toEqual({
    kind: 'text',
    text: 'iptables -L\n',
  });
  const result = runLab(prepareLab(exercises.write, network), exercises.write.solution);
  expect(kinds.write.gradeResult(exercises.write, result)?.passed).toBe(true);
});

describe('predictions', () => {
  const prepared = prepareLab(exercises.predict, network);
  const web = { packet: 'the web page', outcome: 'connected' } as const;
  const ssh = { packet: 'ssh', outcome: 'refused' } as const;
  const missed = { ...ssh, outcome: 'timeout' } as const;
  // No listener of this network has the port, and yet the rule for ssh does not meet it.
  const instead = { ...ssh, instead: { from: 'visitor', tcp: '192.0.2.1:23' } } as const;
  const grade = (...made: readonly Prediction[]) =>
    gradeAnswer(prepared, { kind: 'predictions', outcomes: {}, made });

  it.each<[string, readonly Prediction[], boolean, string | null, readonly string[], string | undefined]>([
    ['nothing is predicted', [], false, null, [], undefined],
    [
      'one is right, and the other is not asked yet',
      [web],
      false,
      null,
      ['packet the web page: true'],
      '✓ Right. One packet is left to predict.',
    ],
    [
      'one is wrong, and nothing is said of the other',
      [missed],
      false,
      'Read the rule.',
      ['packet ssh: false'],
      '✗ It ended in another way. 2 packets are left to predict.',
    ],
    [
      'both are right',
      [ssh, web],
      true,
      null,
      ['packet the web page: true', 'packet ssh: true'],
      'You predicted every packet.',
    ],
    [
      'one is right when it is asked another way',
      [missed, web, instead],
      true,
      null,
      ['packet the web page: true', 'packet ssh: true'],
      'Nothing is left to predict. One of your predictions was wrong.',
    ],
    [
      'one is missed, and missed again from the beginning',
      [
        { ...missed, earlier: true },
        { ...missed, ...instead, outcome: 'timeout', earlier: true },
        missed,
        web,
        instead,
      ],
      true,
      null,
      ['packet the web page: true', 'packet ssh: true'],
      'Nothing is left to predict. 3 of your predictions were wrong.',
    ],
    [
      'one is to be asked from the beginning',
      [{ ...missed, earlier: true }, web],
      false,
      null,
      ['packet the web page: true'],
      '✓ Right. One packet is left to predict.',
    ],
    [
      'a packet from a host that is gone counts for nothing',
      [web, { ...ssh, instead: { from: 'gone', tcp: '192.0.2.1:22' } }],
      false,
      null,
      ['packet the web page: true'],
      '✓ Right. One packet is left to predict.',
    ],
  ])('%s', (_, made, passed, hint, parts, difference) => {
    const graded = grade(...made);
    expect([graded.passed, graded.hint, right(graded), graded.difference]).toEqual([
      passed,
      hint,
      parts,
      difference,
    ]);
  });

  it('a hint about one packet is not shown where another is asked about instead of it', () => {
    const hints = [{ when: { packet: 'ssh' }, say: 'Port 22 is closed.' }];
    const lab = { ...exercises.predict, hints };
    const hintOf = (...made: readonly Prediction[]) =>
      gradeAnswer({ ...prepared, lab }, { kind: 'predictions', outcomes: {}, made }).hint;
    expect([hintOf(missed), hintOf(missed, { ...instead, outcome: 'timeout' })]).toEqual([
      'Port 22 is closed.',
      null,
    ]);
  });

  it('what is chosen and not answered yet is not judged', () => {
    const outcomes = { 'the web page': 'connected', ssh: 'refused' } as const;
    expect(gradeAnswer(prepared, { kind: 'predictions', outcomes })).toMatchObject({
      passed: false,
      parts: [],
    });
  });

  it('a hint about one packet is not shown for another', () => {
    const because = { when: { packet: 'the web page' }, say: 'The page has no rule.' };
    const hinted = prepareLab(
      { ...exercises.predict, hints: [because, ...exercises.predict.hints] },
      network,
    );
    const hint = (...made: readonly Prediction[]) =>
      gradeAnswer(hinted, { kind: 'predictions', outcomes: {}, made }).hint;
    expect([hint({ ...web, outcome: 'timeout' }), hint(missed), hint(missed, web)]).toEqual([
      'The page has no rule.',
      'Read the rule.',
      null,
    ]);
  });

  it.each<[string, object, boolean]>([
    ['as an older page kept it', { outcomes: { ssh: 'refused' } }, true],
    ['a packet that the lesson has given another name since', { outcomes: { web: 'timeout' } }, false],
    [
      'one that was predicted and has another name',
      { outcomes: {}, made: [{ ...web, packet: 'web' }] },
      false,
    ],
    ['another packet in its place', { outcomes: {}, made: [instead] }, true],
    ['no packet in its place', { outcomes: {}, made: [{ ...ssh, instead: { from: 'visitor' } }] }, false],
    [
      'no address',
      { outcomes: {}, made: [{ ...ssh, instead: { from: 'visitor', tcp: 'server:22' } }] },
      false,
    ],
  ])('read: %s', (_, value, reads) =>
    expect(kinds.predict.readAnswer(exercises.predict, { kind: 'predictions', ...value }) !== null).toBe(
      reads,
    ),
  );
});

it('findings: what ran and what was answered', () => {
  const prepared = prepareLab(exercises.find, network);
  const listed = { host: 'server', words: ['iptables', '-nL', 'INPUT'], status: 0 };
  const grade = (ran: readonly (typeof listed)[], ...answers: string[]) =>
    gradeAnswer(prepared, { kind: 'findings', ran, answers });
  expect(right(grade([listed], ' Policy  accept'))).toEqual([
    'command iptables -L INPUT: true',
    'question What is the policy of INPUT?: true',
  ]);
  expect(grade([listed], 'accept')).toMatchObject({ passed: true, hint: null });
  expect(grade([{ ...listed, status: 1 }], 'accept')).toMatchObject({
    passed: false,
    hint: 'List the chain.',
  });
  expect(grade([{ ...listed, host: 'visitor' }], 'accept').passed).toBe(false);
  expect(grade([listed])).toMatchObject({ passed: false, hint: 'It is in brackets.' });
});

it.each([
  ['2078627', '2,078,627', true],
  ['2078627', '2 078 627', true],
  ['2078627', '2\u202f078\u202f627', true],
  ['2078627', '2’078’627', true],
  ['2,078,627', '2078627', true],
  ['1629', '1,629', true],
  ['1629', ' 1 629 ', true],
  ['1629 packets', '1,629 packets', true],
  ['1629', '1,629 Packets', true],
  ['1629', '1629 nat', false],
  ['1629', '16,29', false],
  ['1629', '1,6290', false],
  ['2078627', '2,078627', false],
  ['2078627', '2,078 627', false],
  ['80', '8,0', false],
  // What is no number of thousands stays as it was written.
  ['80443', '80, 443', false],
  ['172.17.0.2100', '172.17.0.2,100', false],
  ['172.17.0.2:80100', '172.17.0.2:80 100', false],
  ['192168001010', '192.168.001.010', false],
  // A mask as a length.
  ['172.17.0.0/16', '172.17.0.0/255.255.0.0', true],
  ['172.17.0.0/255.255.0.0', ' 172.17.0.0 / 16', true],
  ['-s 172.17.0.0/16', '-s 172.17.0.0/255.255.0.0', true],
  ['172.17.0.2/32', '172.17.0.2', true],
  ['0.0.0.0/0', '0.0.0.0/0.0.0.0', true],
  ['172.17.0.0/16', '172.17.0.0', false],
  ['172.17.0.0/16', '172.17.0.0/24', false],
  ['172.17.0.0/16', '172.17.0.0/255.255.255.0', false],
  ['172.17.0.0/16', '172.17.0.0/0.0.255.255', false],
  ['172.17.0.0/16', '172.17.0.1/16', false],
  ['172.17.0.0/16', '172.17.0.0/33', false],
  ['172.17.0.2', '172.17.0.2:32', false],
  // A table, a chain, and both.
  ['nat', 'nat table', true],
  ['nat', 'The table nat', true],
  ['nat', '-t nat', true],
  ['nat', '*nat', true],
  ['nat', 'nat chain', false],
  ['nat', 'the chain nat', false],
  ['nat', 'in nat, POSTROUTING', false],
  ['nat', 'filter nat', false],
  ['FORWARD', 'the FORWARD chain', true],
  ['FORWARD', 'chain FORWARD', true],
  ['FORWARD', 'FORWARD table', false],
  ['FORWARD', 'FORWARD in filter', false],
  ['filter FORWARD', 'FORWARD of filter', true],
  ['filter FORWARD', 'FORWARD in filter', true],
  ['filter FORWARD', 'the FORWARD chain of the filter table', true],
  ['filter FORWARD', 'chain FORWARD in table filter', true],
  ['filter FORWARD', 'FORWARD, filter', true],
  ['filter FORWARD', 'FORWARD (filter)', true],
  ['filter FORWARD', 'filter/FORWARD', true],
  ['filter FORWARD', 'filter: forward', true],
  ['filter FORWARD', 'filter’s FORWARD', true],
  ['filter FORWARD', '-t filter FORWARD', true],
  ['FORWARD in filter', 'in the filter table, FORWARD', true],
  ['filter FORWARD', 'FORWARD', false],
  ['filter FORWARD', 'filter', false],
  ['filter FORWARD', 'FORWARD of mangle', false],
  ['filter FORWARD', 'filter INPUT', false],
  ['filter FORWARD', 'filter FORWARD INPUT', false],
  ['filter FORWARD', 'not FORWARD in filter', false],
  ['nat DOCKER', 'DOCKER in nat', true],
  ['nat DOCKER', 'DOCKER-USER in nat', false],
])('findings: where %s is right, %s is %s', (right, answer, passed) => {
  const [ask] = exercises.find.asks;
  const prepared = prepareLab(
    { ...exercises.find, runs: [], asks: [{ ...ask!, answers: [right] }] },
    network,
  );
  expect(gradeAnswer(prepared, { kind: 'findings', ran: [], answers: [answer] }).passed).toBe(passed);
});

it('findings: an answer for each question, or it is none of this exercise', () => {
  const read = (...answers: string[]) =>
    kinds.find.readAnswer(exercises.find, { kind: 'findings', ran: [], answers })?.answers;
  expect([read(), read('ACCEPT'), read('ACCEPT', 'DROP')]).toEqual([undefined, ['ACCEPT'], undefined]);
});

it('no world says what a learner predicted or found', () => {
  const { predict, find } = exercises;
  expect(kinds.predict.gradeResult(predict, runLab(prepareLab(predict, network), ''))).toBeNull();
  expect(kinds.find.gradeResult(find, runLab(prepareLab(find, network), ''))).toBeNull();
});

it('of predictions before a packet was asked about again, the last twenty are kept and all are counted', () => {
  const prepared = prepareLab(exercises.predict, network);
  const web = { packet: 'the web page', outcome: 'connected' } as const;
  let answer: Predictions = { kind: 'predictions', outcomes: {}, made: [web] };
  for (let n = 1; n <= 30; n++) {
    answer = { ...answer, made: [...answer.made!, { packet: 'ssh', outcome: 'timeout' }] };
    answer = askedAgain(answer, 'ssh');
    expect(answer.made).toHaveLength(1 + Math.min(n, 20));
    expect(kinds.predict.readAnswer(prepared.lab, JSON.parse(JSON.stringify(answer)))).toEqual(answer);
  }
  const made = [...answer.made!, { packet: 'ssh', outcome: 'refused' } as const];
  expect(gradeAnswer(prepared, { ...answer, made }).difference).toBe(
    'Nothing is left to predict. 30 of your predictions were wrong.',
  );
});
