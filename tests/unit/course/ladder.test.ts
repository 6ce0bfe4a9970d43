/** A ladder: four steps out of one solution, and what its author is told where a step cannot be made of it. */
import { expect, it } from 'vitest';
import { parseMdx } from '../../../src/cli/parseMdx.ts';
import type { LadderExercise } from '../../../src/course/kinds/ladder.ts';
import { ladderSteps } from '../../../src/course/ladderSteps.ts';
import { readLesson } from '../../../src/course/markdown/readLesson.ts';
import { prepareLab } from '../../../src/course/prepareLab.ts';
import { numbersOf, varied } from '../../../src/course/vary.ts';
import { defectsOf, frontMatter, network, text } from './lesson.ts';

const ladder = `:::ladder[The web alone]{#web-alone}
Let the web in, and drop the rest.

\`\`\`sh solution
iptables -A INPUT -p tcp --dport 80 -j ACCEPT
iptables -A INPUT -j DROP
\`\`\`

- the page: \`visitor tcp 192.0.2.1:80\` connected
  A rule accepts it.
- a login: \`visitor tcp 192.0.2.1:22\` timeout
  The last rule drops it.
:::
`;

const steps = async (written: string) => {
  const parsed = await parseMdx(written);
  if (!parsed.ok) throw new Error(parsed.defect.message);
  const { exercises } = readLesson(parsed.tree, written, frontMatter);
  return ladderSteps(prepareLab(exercises[0] as LadderExercise, network));
};

it('its steps are a trace, a parsons, a fill and itself', async () => {
  const [trace, parsons, fill, write] = await steps(ladder);
  expect([trace.id, parsons.id, fill.id, write.id]).toEqual([
    'web-alone-trace',
    'web-alone-parsons',
    'web-alone-fill',
    'web-alone',
  ]);
  expect(trace.start).toContain(':INPUT ACCEPT [0:0]\n');
  expect(trace.start).toContain('-A INPUT -p tcp -m tcp --dport 80 -j ACCEPT\n-A INPUT -j DROP\nCOMMIT\n');
  // Both packets meet one rule; this one is tried against another first.
  expect(trace.packets.map((p) => p.probe.name)).toEqual(['a login']);
  expect(fill.solution).toBe(
    'iptables -A __INPUT__ -p tcp --dport 80 -j __ACCEPT__\niptables -A INPUT -j DROP\n',
  );
  expect(fill.task).toBe('Words are missing in the solution. Fill them in.');
  expect(write).toMatchObject({ kind: 'ladder', start: '', solution: parsons.solution });
});

it('an author chooses the packet and the blank', async () => {
  const chosen = ladder.replace(/:::\n$/, '- trace: the page\n:::\n').replace('-j DROP\n', '-j __DROP__\n');
  const [trace, parsons, fill] = await steps(chosen);
  expect(trace.packets.map((p) => p.probe.name)).toEqual(['the page']);
  expect(fill.solution).toContain('--dport 80 -j ACCEPT\niptables -A INPUT -j __DROP__\n');
  expect(fill.task).toBe('One word is missing in the solution. Fill it in.');
  expect(parsons.solution).not.toContain('__');
});

it('all steps have the numbers of the whole, and what was saved has them too', async () => {
  const all = await steps(ladder.replace(/:::\n$/, '- varies: `80`, `192.0.2.1`\n:::\n'));
  for (const seed of [1, 2, 3]) {
    const [first, ...others] = all.map((step) => numbersOf(step, network.hosts, seed));
    expect(first!.size).toBe(2);
    expect(others).toEqual([first, first, first]);
    const [trace, parsons, fill, write] = all.map((lab) => varied({ lab, network }, seed).lab);
    const port = first!.get('80');
    expect(trace!.start).toContain(`--dport ${port} `);
    for (const step of [parsons, fill, write])
      expect(step).toMatchObject({ solution: RegExp(`--dport ${port} `) });
    expect(trace!.packets[0]!.probe.tcp).toContain(`${first!.get('192.0.2.1')}:`);
  }
});

it('a step that is wrong with the numbers of a learner is named', async () => {
  const range = ladder.replace('--dport 80', '--dport 80:81').replace(/:::\n$/, '- varies: `80`\n:::\n');
  const [defect, ...more] = await defectsOf(`${text}\n${range}`);
  expect(defect).toMatch(/with other numbers, \d+ for 80: the solution/);
  expect(more).toEqual([]);
});

it.each<[what: string, from: string, to: string, message: string]>([
  ['nothing', '', '', ''],
  [
    'no such packet',
    'drops it.\n:::',
    'drops it.\n- trace: the pgae\n:::',
    'there is no packet "the pgae" to trace; the packets are "the page", "a login"',
  ],
  ['a packet without a name', 'drops it.\n:::', 'drops it.\n- trace:\n:::', 'name the packet: '],
  [
    'one line',
    'iptables -A INPUT -p tcp --dport 80 -j ACCEPT\niptables -A INPUT -j DROP',
    'iptables -A INPUT -p tcp --dport 22 -j DROP',
    'in the step order, there is nothing to put in order: give at least two lines',
  ],
  [
    'a start',
    '```sh solution',
    '```sh start\niptables -P INPUT DROP\n```\n\n```sh solution',
    'a ladder has no start: put these lines into the solution',
  ],
  ['numbers that vary', 'drops it.\n:::', 'drops it.\n- varies: `80`, `192.0.2.1`\n:::', ''],
  [
    'numbers that only the traced packet has',
    'drops it.\n:::',
    'drops it.\n- varies: `22`\n:::',
    'the solution has nothing of what varies',
  ],
  ['an id that a step has', '{#web-alone}', '{#look}', 'the id look is used twice in this lesson'],
  [
    'the id of a step',
    '',
    ':::lab[X]{#web-alone-fill}\n- the page: `visitor tcp 192.0.2.1:80` connected\n  So.\n:::\n\n',
    'the id web-alone-fill is used twice in this lesson',
  ],
])('%s', async (_, from, to, message) => {
  expect(ladder).toContain(from);
  const found = await defectsOf(`${text}\n${from === '' ? to + ladder : ladder.replace(from, () => to)}`);
  if (message === '') expect(found).toEqual([]);
  else expect(found.filter((d) => d.includes(message))).not.toEqual([]);
});
