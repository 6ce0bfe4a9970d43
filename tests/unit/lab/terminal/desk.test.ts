import { expect, it } from 'vitest';
import { readLesson, readNetworks } from '../../../../src/cli/files.ts';
import { retype } from '../../../../src/course/typedLines.ts';
import { act, type Deed, type Desk, keptText, readKept, sit } from '../../../../src/lab/terminal/desk.ts';
import { prompt } from '../../../../src/shell/session.ts';

const { lesson } = readLesson('content/lessons/01-listing-all-four-tables.mdx');
const given = (id: string) => {
  const lab = [...lesson.labs, ...lesson.exercises].find((l) => l.id === id)!;
  return { lab, network: readNetworks('content')[lab.network]! };
};
/** What a learner does: a line is typed, `=` answers the questions, anything else is pressed. */
const after = (id: string, ...deeds: readonly (string | Deed)[]): Desk =>
  deeds.reduce<Desk>(
    (desk, deed) => {
      if (typeof deed !== 'string') return act(given(id), desk, deed);
      const typed = { line: deed };
      return act(
        given(id),
        act(given(id), desk, {
          kind: 'entered',
          typed,
          prompt: prompt(desk.session),
          entered: retype(desk.session, typed),
        }),
        { kind: 'rests' },
      );
    },
    sit(given(id)),
  );
const answers: Deed[] = [
  { kind: 'answer', index: 0, text: 'NAT ' },
  { kind: 'answer', index: 1, text: 'FORWARD' },
];
const lists = ['iptables -L', 'iptables -t nat -L', 'iptables -t mangle -L', 'iptables -t raw -L'];
const check: Deed = { kind: 'check' };
const rightOf = (desk: Desk, part: string) =>
  desk.grade?.parts.filter((p) => p.part === part).map((p) => p.right);

it.each<[string, string, (string | Deed)[], (d: Desk) => unknown, unknown]>([
  [
    'what is found is graded by what ran and what was answered',
    'four-listings',
    [...lists, ...answers, check],
    (d) => d.grade?.passed,
    true,
  ],
  [
    'right answers alone do not pass',
    'four-listings',
    [...answers, check],
    (d) => [d.grade?.passed, rightOf(d, 'command')],
    [false, [false, false, false, false]],
  ],
  [
    'listing alone does not pass either',
    'four-listings',
    [...lists, check],
    (d) => [d.grade?.passed, rightOf(d, 'question')],
    [false, [false, false]],
  ],
  [
    'a loop is as good as four lines',
    'four-listings',
    ['for t in filter nat mangle raw; do iptables -t $t -L; done', ...answers, check],
    (d) => d.grade?.passed,
    true,
  ],
  [
    'the hint is for the first thing that is missing',
    'four-listings',
    ['iptables -L', check],
    (d) => d.grade?.hint?.includes('-t nat'),
    true,
  ],
  [
    'a listing on another host is none',
    'four-listings',
    ['ssh nas', ...lists, ...answers, check],
    (d) => d.grade?.passed,
    false,
  ],
  [
    'a grade is of what was there when it was asked for',
    'four-listings',
    [...lists, ...answers, check, 'ls'],
    (d) => d.grade,
    null,
  ],
  [
    'rules that were typed are tried with packets',
    'by-number',
    ['iptables -D INPUT 3', check],
    (d) => d.grade?.passed,
    true,
  ],
  [
    'a slip on the way does no harm',
    'by-number',
    ['iptbles -D INPUT 3', 'iptables -D INPUT 3', check],
    (d) => d.grade?.passed,
    true,
  ],
  [
    'a wrong rule does not pass, and has a hint',
    'by-number',
    ['iptables -D INPUT 2', check],
    (d) => [d.grade?.passed, d.grade?.hint?.includes('SSH')],
    [false, true],
  ],
  [
    'the listing follows',
    'by-number',
    ['iptables -F INPUT'],
    (d) => d.result.shown[0]!.output.split('\n').length,
    3,
  ],
  [
    'what was sent is kept until something else is sent',
    'laptop',
    ['ping -c 1 192.168.1.50', 'ls'],
    (d) => d.sent.map((s) => s.name),
    ['ping -c 1 192.168.1.50'],
  ],
  [
    'several commands of one line have a way each',
    'laptop',
    ['ping -c 1 192.168.1.50; ping -c 1 172.17.0.2'],
    (d) => d.sent.map((s) => [s.name, s.trace.journeys.length > 0]),
    [
      ['ping -c 1 192.168.1.50; ping -c 1 172.17.0.2 (1 of 2)', true],
      ['ping -c 1 192.168.1.50; ping -c 1 172.17.0.2 (2 of 2)', true],
    ],
  ],
  [
    'asking to start over changes nothing yet',
    'laptop',
    ['cd /tmp', { kind: 'ask-reset' }],
    (d) => [d.askingReset, prompt(d.session)],
    [true, 'root@laptop:/tmp# '],
  ],
  [
    'starting over is a desk where nobody sat',
    'laptop',
    ['cd /tmp', { kind: 'reset' }],
    (d) => [d.round, d.typed, prompt(d.session)],
    [1, [], 'root@laptop:~# '],
  ],
  [
    'control characters in outputs are shown to those who read',
    'laptop',
    ["printf 'a\\033c'"],
    (d) => d.said.at(-1)!.output,
    'a^[c',
  ],
  [
    'clear empties a screen, and says nothing to those who read',
    'laptop',
    ['clear; echo here'],
    (d) => d.said.at(-1)!.output,
    'here\n',
  ],
])('%s', (_, id, deeds, look, expected) => expect(look(after(id, ...deeds))).toEqual(expected));

it('what is kept comes back, without the lines of the start', () => {
  const desk = after('laptop', 'iptables -L', 'iptables -t nat -L');
  expect(readKept(keptText(given('laptop'), desk)).typed).toEqual([{ line: 'iptables -t nat -L' }]);
  expect(readKept(keptText(given('four-listings'), after('four-listings', ...answers)))).toEqual({
    typed: [],
    answers: ['NAT ', 'FORWARD'],
  });
  expect(keptText(given('four-listings'), after('four-listings'))).toBeNull();
});

it.each([
  null,
  '',
  'iptables -L\n',
  '{"typed":7}',
  '{"typed":[7,null,{"line":1},{"line":"ls","stopped":"x"}]}',
  '[]',
  'null',
])('a kept text of another make is nothing: %s', (text) =>
  expect(readKept(text)).toEqual({ typed: [], answers: [] }),
);
