/**
 * parsons, fill and trace: what is read of them, their answers and grades, and what their author is told. Long, because
 * each of the three has its exercises and its table of mistakes here.
 */
import { describe, expect, it } from 'vitest';
import { parseMdx } from '../../../src/cli/parseMdx.ts';
import { gradeAnswer, kindOf } from '../../../src/course/exercise.ts';
import type { Exercise, ExerciseAnswer } from '../../../src/course/kinds/index.ts';
import { readLab } from '../../../src/course/lesson.ts';
import { shuffledLines } from '../../../src/course/linesToOrder.ts';
import { readLesson } from '../../../src/course/markdown/readLesson.ts';
import { prepareLab } from '../../../src/course/prepareLab.ts';
import { defectsOf, frontMatter, network } from './lesson.ts';

const text = `:::parsons[Order]{#order}
Let the web in, and nothing else.

\`\`\`sh solution
iptables -A INPUT -p tcp --dport 80 -j ACCEPT
iptables -A INPUT -j DROP
\`\`\`

\`\`\`sh extra
iptables -A INPUT -p tcp --dport 22 -j ACCEPT
\`\`\`

\`\`\`sh wrong: the web page
iptables -A INPUT -j DROP
\`\`\`

- the web page: \`visitor tcp 192.0.2.1:80\` connected
  It has a reason.
  - hint if timeout: The web is closed.
- ssh: \`visitor tcp 192.0.2.1:22\` timeout
  It has a reason.
  - hint if connected: ssh is open.
:::

:::parsons[Order a dump]{#order-dump}
The same, as a dump.

\`\`\`iptables-save solution
*raw
:PREROUTING ACCEPT [0:0]
-A PREROUTING -p tcp --dport 23 -j DROP
COMMIT
*filter
:INPUT ACCEPT [0:0]
-A INPUT -p tcp --dport 80 -j ACCEPT
-A INPUT -j REJECT
COMMIT
\`\`\`

\`\`\`iptables-save extra
*filter
-A INPUT -j DROP
COMMIT
\`\`\`

- the web page: \`visitor tcp 192.0.2.1:80\` connected
  It has a reason.
- ssh: \`visitor tcp 192.0.2.1:22\` refused
  It has a reason.
- telnet: \`visitor tcp 192.0.2.1:23\` timeout
  It has a reason.
:::

:::fill[Fill]{#fill-in}
Close ssh.

\`\`\`sh solution
iptables -A __INPUT__ -p tcp --dport __22__ -j DROP
\`\`\`

\`\`\`sh wrong: ssh
iptables -A OUTPUT -p tcp --dport 22 -j DROP
\`\`\`

- the web page: \`visitor tcp 192.0.2.1:80\` connected
  It has a reason.
- ssh: \`visitor tcp 192.0.2.1:22\` timeout
  It has a reason.
- hint: Which chain, and which port?
:::

:::trace[Trace]{#follow}
What does it meet?

\`\`\`iptables-save start
*filter
:INPUT DROP [0:0]
:web - [0:0]
-A INPUT -p tcp --dport 22 -j ACCEPT
-A INPUT -p tcp -j web
-A web -s 192.0.2.9 -j ACCEPT
COMMIT
\`\`\`

- the web page: \`visitor tcp 192.0.2.1:80\` timeout
  It has a reason.
  - hint if timeout: Read on below the jump.
:::
`;

const parsed = await parseMdx(text);
if (!parsed.ok) throw new Error(parsed.defect.message);
const { exercises } = readLesson(parsed.tree, text, frontMatter);
const [order, dump, fill, trace] = exercises as [Exercise, Exercise, Exercise, Exercise];

const graded = (exercise: Exercise, answer: ExerciseAnswer) =>
  gradeAnswer(prepareLab(exercise, network), answer);
const placed = (...lines: string[]): ExerciseAnswer => ({ kind: 'lines', placed: lines });
const words = (...all: string[]): ExerciseAnswer => ({ kind: 'words', words: all });
const marks = (...met: string[]): ExerciseAnswer => ({ kind: 'marks', met });

const web = 'iptables -A INPUT -p tcp --dport 80 -j ACCEPT';
const ssh = 'iptables -A INPUT -p tcp --dport 22 -j ACCEPT';
const drop = 'iptables -A INPUT -j DROP';

it('a good one of each has no defects', async () => expect(await defectsOf(text)).toEqual([]));

it.each(exercises.map((e) => [e.id, e] as const))(
  '%s: goes through JSON as it is, and so do its answers',
  (_, exercise) => {
    const kind = kindOf(exercise);
    expect(readLab(JSON.parse(JSON.stringify(exercise)))).toEqual(exercise);
    const empty = kind.emptyAnswer(exercise);
    expect(kind.readAnswer(exercise, JSON.parse(JSON.stringify(empty)))).toEqual(empty);
    expect(graded(exercise, empty).passed).toBe(false);
    for (const other of [null, 7, [], {}, { kind: empty.kind }, { kind: 'text', text: '' }])
      expect(kind.readAnswer(exercise, other)).toBeNull();
  },
);

describe('parsons', () => {
  it.each<[lines: readonly string[], passed: boolean, hint: string | null]>([
    [[web, drop], true, null],
    // Judged by what it does: a line that no packet comes to does no harm.
    [[web, drop, ssh], true, null],
    [[ssh, web, drop], false, 'ssh is open.'],
    [[drop, web], false, 'The web is closed.'],
    [[drop], false, 'The web is closed.'],
    [[web], false, 'ssh is open.'],
    [[], false, 'ssh is open.'],
  ])('%j', (lines, passed, hint) => expect(graded(order, placed(...lines))).toMatchObject({ passed, hint }));

  it('places the rules of a dump in their tables', () => {
    const lines = [
      '-A INPUT -p tcp --dport 80 -j ACCEPT',
      '-A PREROUTING -p tcp --dport 23 -j DROP',
      '-A INPUT -j REJECT',
    ];
    expect(kindOf(dump).textOf(dump, placed(...lines))).toBe(
      '*raw\n:PREROUTING ACCEPT [0:0]\n-A PREROUTING -p tcp --dport 23 -j DROP\nCOMMIT\n*filter\n:INPUT ACCEPT [0:0]\n-A INPUT -p tcp --dport 80 -j ACCEPT\n-A INPUT -j REJECT\nCOMMIT\n',
    );
    expect(graded(dump, placed(...lines)).passed).toBe(true);
    expect(graded(dump, placed(...lines.slice(0, 2))).passed).toBe(false);
  });

  it('shuffles by the id alone, and never into the order of the solution', () => {
    const source = (id: string) => ({ id, language: 'commands' as const, solution: 'a\nb\n', extra: 'c\n' });
    const orders = Array.from({ length: 50 }, (_, i) =>
      shuffledLines(source(`exercise-${i}`))
        .map((l) => l.text)
        .join(''),
    );
    expect(
      shuffledLines(source('exercise-7'))
        .map((l) => l.text)
        .join(''),
    ).toBe(orders[7]);
    expect([...new Set(orders)].sort()).toEqual(['bac', 'bca', 'cba']);
  });

  it('a kept answer with a line that is gone, or one line twice, is refused', () => {
    const { readAnswer } = kindOf(order);
    expect(readAnswer(order, placed(drop, ssh))).toEqual(placed(drop, ssh));
    expect(readAnswer(order, placed(drop, 'iptables -F'))).toBeNull();
    expect(readAnswer(order, placed(drop, drop))).toBeNull();
  });
});

describe('fill', () => {
  it.each<[all: readonly string[], text: string, passed: boolean]>([
    [['INPUT', '22'], 'iptables -A INPUT -p tcp --dport 22 -j DROP\n', true],
    [[' INPUT ', 'ssh'], 'iptables -A INPUT -p tcp --dport ssh -j DROP\n', true],
    [['INPUT', '80'], 'iptables -A INPUT -p tcp --dport 80 -j DROP\n', false],
    [['INPT', '22'], 'iptables -A INPT -p tcp --dport 22 -j DROP\n', false],
    // Half a rule is not run.
    [['INPUT', ' '], '', false],
  ])('%j', (all, made, passed) => {
    expect(kindOf(fill).textOf(fill, words(...all))).toBe(made);
    expect(graded(fill, words(...all))).toMatchObject({
      passed,
      hint: passed ? null : 'Which chain, and which port?',
    });
  });

  it('shows its solution without the marks', () =>
    expect(kindOf(fill).solution(fill)).toBe('iptables -A INPUT -p tcp --dport 22 -j DROP\n'));

  it('a kept answer with more words or fewer is refused', () =>
    expect(kindOf(fill).readAnswer(fill, words('INPUT'))).toBeNull());
});

describe('trace', () => {
  const [jump, policy] = ['filter INPUT 2', 'filter INPUT policy'];
  it.each<[met: readonly string[], difference: string | undefined, right: readonly boolean[]]>([
    [[jump, policy], undefined, [true, true]],
    [[], 'Nothing is marked.', []],
    [[jump], 'Number 1 is right, and there is more after that.', [true]],
    [
      [policy, jump],
      'Number 1, the policy of INPUT in filter, comes too early: something else matches or decides first.',
      [true, true],
    ],
    [
      ['filter INPUT 1', jump, policy],
      'Number 1, rule 1 of INPUT in filter, does not match the packet.',
      [false, true, true],
    ],
    [
      [jump, 'filter web 1', policy],
      'Number 2, rule 1 of web in filter, does not match the packet.',
      [true, false, true],
    ],
    [
      [jump, policy, 'filter INPUT 1'],
      'Number 3, rule 1 of INPUT in filter, is one too many: nothing follows number 2 here.',
      [true, true, false],
    ],
  ])('%j', (met, difference, right) => {
    const grade = graded(trace, marks(...met));
    expect([grade.passed, grade.difference, grade.parts.map((p) => p.right)]).toEqual([
      difference === undefined,
      difference,
      right,
    ]);
    expect(grade.hint).toBe(difference === undefined ? null : 'Read on below the jump.');
  });

  it.each([
    [1, 'Number 1 is right'],
    [2, 'Numbers 1 and 2 are right'],
    [3, 'Numbers 1 to 3 are right'],
  ])('says of the first %i marks: %s', (count, says) => {
    const longer = {
      ...(trace as Exercise & { start: string }),
      start: [
        '*filter',
        ':INPUT DROP [0:0]',
        ...['-p tcp', '-s 192.0.2.2', '-d 192.0.2.1'].map((match) => `-A INPUT ${match}`),
        'COMMIT',
        '',
      ].join('\n'),
    };
    const met = [1, 2, 3].slice(0, count).map((n) => `filter INPUT ${n}`);
    expect(graded(longer, marks(...met)).difference).toBe(`${says}, and there is more after that.`);
  });

  it('a kept mark of a rule that is not there any more is no answer', () => {
    expect(kindOf(trace).readAnswer(trace, marks(jump))).toEqual(marks(jump));
    expect(kindOf(trace).readAnswer(trace, marks('filter INPUT 3'))).toBeNull();
  });
});

describe('what an author is told', () => {
  it.each<[from: string, to: string, defects: readonly string[]]>([
    // parsons
    [
      '```sh extra',
      '```sh extar',
      [
        '9:1: say after ```sh what this code is: extra (a parsons has start, show, solution, extra, wrong: a packet’s name)',
      ],
    ],
    [
      `${web}\n${drop}`,
      `${drop}\n${web}`,
      ['4:1: with the solution, "the web page" ends timeout, seen from nowhere'],
    ],
    [
      `${drop}\n\`\`\`\n\n\`\`\`sh extra`,
      `${drop}\niptables -A OUTPUT -j ACCEPT\n\`\`\`\n\n\`\`\`sh extra`,
      [
        '4:1: the solution passes without the line iptables -A OUTPUT -j ACCEPT: make it an extra one, or add a packet that needs it',
      ],
    ],
    [
      ssh,
      'iptables -A OUTPUT -p udp -j DROP',
      [
        '9:1: the extra line iptables -A OUTPUT -p udp -j DROP does no harm wherever it is placed: add a packet that shows why it is not needed',
      ],
    ],
    [
      `${drop}\n\`\`\`\n\n\`\`\`sh extra\n${ssh}\n\`\`\`\n\n`,
      'iptables -P INPUT DROP\n```\n\n',
      [
        '4:1: all lines pass in the order in which they lie at first: change a line or the id, or add an extra line that does harm',
      ],
    ],
    [ssh, drop, ['4:1: two lines are the same: iptables -A INPUT -j DROP; a learner cannot tell them apart']],
    [
      `${web}\n${drop}\n\`\`\`\n\n\`\`\`sh extra\n${ssh}`,
      drop,
      ['4:1: there is nothing to put in order: give at least two lines'],
    ],
    [
      '```sh solution',
      '```sh start\niptables -F\n```\n\n```sh solution',
      ['4:1: a parsons has no start: put these lines into the solution'],
    ],
    [
      '*filter\n-A INPUT -j DROP',
      '*nat\n-A INPUT -j ACCEPT',
      ['40:1: the solution has no table nat for the line -A INPUT -j ACCEPT'],
    ],
    // fill
    [
      '__INPUT__ -p tcp --dport __22__',
      'INPUT -p tcp --dport 22',
      ['57:1: no word is missing: write two underscores before and after it, as in `-j __MASQUERADE__`'],
    ],
    ['__22__', '__23__', ['57:1: with the solution, "ssh" ends connected, seen from 192.0.2.2']],
    [
      '-A OUTPUT -p tcp --dport 22',
      '-A INPUT -p tcp --dport 22',
      ['61:1: this answer does not fail "ssh"; it passes'],
    ],
    [
      'Close ssh.\n',
      'Close ssh.\n\n```sh start\niptables -F\n```\n',
      ['57:1: a fill has no start: put these lines into the solution'],
    ],
    // trace
    [
      '-A INPUT -p tcp -j web\n',
      '',
      ['84:1: the packet meets only the policy of INPUT in filter on server: choose one with more of a way'],
    ],
    [
      '-A INPUT -p tcp -j web',
      '-I INPUT -p tcp -j web',
      ['75:1: write each rule with -A, as iptables-save prints it: -I INPUT -p tcp -j web'],
    ],
    [
      ':INPUT DROP [0:0]\n:web',
      ':web',
      [
        '75:1: the packet meets the policy of INPUT in filter, which the start does not print: write it there',
        '84:1: "the web page" should end timeout, but ends connected',
      ],
    ],
    [
      '-A INPUT -p tcp -j web\n',
      '-A INPUT -p tcp -j web\n-A INPUT -j web\n-A web -p tcp\n',
      [
        '87:1: the packet meets rule 1 of web in filter twice, and it can be marked once: choose another packet',
      ],
    ],
    [
      '192.0.2.1:80` timeout',
      '192.0.2.1:80` connected',
      ['85:1: "the web page" should end connected, but ends timeout'],
    ],
    [
      '  - hint if timeout: Read on',
      '- again: `visitor tcp 192.0.2.1:81` timeout\n  It has a reason.\n  - hint if timeout: Read on',
      ['72:1: a trace has one packet; this one has 2'],
    ],
    [
      '```iptables-save start\n*filter',
      '```sh start\n*filter',
      ['72:1: an exercise of the kind trace has the language save'],
    ],
    [
      '--dport 22 -j ACCEPT\n-A INPUT -p tcp -j web',
      '--dport 22 -j ACEPT\n-A INPUT -p tcp -j web',
      [
        "75:1: the start has a mistake: iptables-restore v1.8.9 (legacy): Couldn't load target `ACEPT':No such file or directory",
      ],
    ],
  ])('%s → %s', async (from, to, defects) => {
    const at = text.indexOf(from);
    expect(at, from).toBeGreaterThan(-1);
    expect(await defectsOf(text.slice(0, at) + to + text.slice(at + from.length))).toEqual(defects);
  });
});
