import { expect, it } from 'vitest';
import { keptText, readKept } from '../../../../src/lab/exercise/kept.ts';
import { type Action, reduce, type Session, start } from '../../../../src/lab/exercise/session.ts';
import { verdictOf } from '../../../../src/lab/exercise/verdict.ts';
import { labCalled } from '../engine/page.ts';

const after = (id: string, ...actions: readonly Action[]): Session =>
  actions.reduce(
    (s, a) => reduce(labCalled(id), s, a.kind === 'shown' ? { ...a, answer: s.answer } : a),
    start(labCalled(id)),
  );
const text = (s: Session) => (s.answer.kind === 'text' ? s.answer.text : null);
const wrong = 'iptables -t nat -A POSTROUTING -o lan -j MASQUERADE';
const write: Action = { kind: 'write', text: wrong };
const graded: Action = { kind: 'graded', grade: { passed: false, hint: 'h', parts: [] } };
/** The simulator's answer to `write`, as the built view says it but for the problems. */
const shown = (...at: readonly number[]): Extract<Action, { kind: 'shown' }> => ({
  kind: 'shown',
  answer: { kind: 'text', text: '' }, // `after` says which
  view: {
    ...structuredClone(labCalled('neither').built.view),
    run: 2,
    problems: at.map((from) => ({ from, to: from + 1, message: 'm', hint: 'h', status: 2 })),
  },
});
/** The same, with another end of the first packet. */
const ended = (how: string): Extract<Action, { kind: 'shown' }> => {
  const { view, ...rest } = shown();
  const packets = view.packets.map((packet, i) => (i === 0 ? { ...packet, ended: how } : packet));
  return { ...rest, view: { ...view, packets } };
};
const paused: Action = { kind: 'paused' };
const says = (s: Session) => verdictOf(labCalled('neither'), s).says;
const reported = (s: Session) => s.reported.problems.map((p) => p.from);
const entered: Action = {
  kind: 'entered',
  typed: { line: 'cd /tmp' },
  exchange: { prompt: '# ', line: 'cd /tmp', output: '' },
  sent: [],
  changed: 'shell',
  again: false,
} as const;

const ruled: Action = { ...entered, changed: 'network' };
const listed: Action = { ...entered, changed: null };
const pinged: Action = { ...entered, sent: [{ key: 'k', name: 'ping' }] };

it.each<[string, string, readonly Action[], (s: Session) => unknown, unknown]>([
  [
    'what was built is shown at first',
    'neither',
    [],
    (s) => [s.engine, s.view.packets.length],
    ['asleep', 1],
  ],
  ['a text is written', 'neither', [write], text, wrong],
  [
    'asking for a reset changes nothing yet',
    'neither',
    [write, { kind: 'ask-reset' }],
    (s) => [text(s), s.askingReset],
    [wrong, true],
  ],
  [
    'keeping keeps',
    'neither',
    [write, { kind: 'ask-reset' }, { kind: 'keep' }],
    (s) => [text(s), s.askingReset],
    [wrong, false],
  ],
  [
    'before the simulator has answered, nothing is said of what was built for another text',
    'neither',
    [{ kind: 'answer', answer: { kind: 'text', text: wrong } }],
    (s) => [says(s), says(after('neither', shown(), write, { kind: 'working' }))],
    ['Sending the packets…', 'Sending the packets…'],
  ],
  [
    'what was kept before a reload is no change: nothing is told beside it',
    'neither',
    [{ kind: 'answer', answer: { kind: 'text', text: wrong }, kept: true }, ended('in another way')],
    (s) => [s.before === s.view, s.written, says(s)],
    [true, false, ''],
  ],
  [
    'a line that is typed again after a reload is no change either, and one that is taken back is one',
    'neither',
    [{ ...ruled, again: true }, ended('in another way')],
    (s) => {
      const back = reduce(labCalled('neither'), s, { kind: 'undo' });
      return [s.before === s.view, s.written, back.before === s.view, back.written];
    },
    [true, false, true, true],
  ],
  [
    'what the learner wrote is told beside what was there',
    'neither',
    [write, ended('in another way')],
    (s) => [s.before.packets[0]!.ended === s.view.packets[0]!.ended, s.written],
    [false, true],
  ],
  [
    'starting over is a change, and is kept',
    'neither',
    [{ kind: 'answer', answer: { kind: 'text', text: wrong }, kept: true }, { kind: 'reset' }],
    (s) => s.written,
    true,
  ],
  [
    'a message that begins on its second line is said whole',
    'neither',
    [
      write,
      {
        ...shown(),
        view: {
          ...shown().view,
          problems: [
            {
              from: 0,
              to: 1,
              message:
                "iptables v1.8.9 (legacy): \nThe \"nat\" table is not intended for filtering, the use of DROP is therefore inhibited.\n\nTry `iptables -h' or 'iptables --help' for more information.",
              hint: 'h',
              status: 2,
            },
          ],
        },
      },
      paused,
    ],
    says,
    'Line 1 does not load: iptables v1.8.9 (legacy): The "nat" table is not intended for filtering, the use of DROP is therefore inhibited.',
  ],
  ...(
    [
      [8, 'Line 2 does not load: m'],
      [20, 'Something is missing at the end of the text: m'],
    ] as const
  ).map(([from, said]): [string, string, readonly Action[], (s: Session) => unknown, unknown] => [
    `a problem at ${from} of a text of 20`,
    'neither',
    [{ kind: 'write', text: '*filter\n:INPUT DROP\n\n'.slice(0, 20) }, shown(from), paused],
    says,
    said,
  ]),
  [
    'a message is quoted, with its own backquotes',
    'neither',
    [
      write,
      {
        ...shown(),
        view: {
          ...shown().view,
          problems: [
            { from: 0, to: 1, message: "Can't set policy `REJECT' on `INPUT'", hint: 'h', status: 2 },
          ],
        },
      },
      paused,
    ],
    (s) => [says(s), verdictOf(labCalled('neither'), s).quotes],
    ["Line 1 does not load: Can't set policy `REJECT' on `INPUT'", true],
  ],
  [
    'a reset goes back to the start',
    'write-masquerade',
    [write, { kind: 'reset' }],
    text,
    '# the way out is the interface called wan\n',
  ],
  [
    'undo takes back the last line that changed something, and those after it',
    'laptop',
    [listed, ruled, entered, listed, ruled, listed, listed, { kind: 'undo' }],
    (s) => [s.typed.length, s.changes],
    [4, [null, 'network', 'shell', null]],
  ],
  [
    'where nothing changed, undo takes back nothing',
    'laptop',
    [listed, { kind: 'undo' }],
    (s) => s.typed.length,
    1,
  ],
  ['a listing begins no change', 'laptop', [listed, pinged], (s) => s.rested, true],
  ['a rule begins one', 'laptop', [ruled], (s) => s.rested, false],
  ['of a listing the strip says nothing', 'neither', [shown(), listed], says, ''],
  [
    'of a rule that changes no packet it does',
    'neither',
    [shown(), ruled],
    says,
    'Your last change: every packet ends as before.',
  ],
  [
    'a terminal that starts over has another round',
    'laptop',
    [entered, { kind: 'reset' }],
    (s) => [s.round, s.typed],
    [1, []],
  ],
  [
    'a grade is of the answer that was checked',
    'write-masquerade',
    [write, graded, { kind: 'replace', from: 0, to: 1, text: '' }],
    (s) => s.grade,
    null,
  ],
  [
    'a hint is shown when it is asked for',
    'write-masquerade',
    [write, graded, { kind: 'hint' }],
    (s) => s.hintShown,
    true,
  ],
  [
    'a new grade hides the hint of the one before',
    'write-masquerade',
    [write, graded, { kind: 'hint' }, graded],
    (s) => s.hintShown,
    false,
  ],
  [
    'without an answer the last view stays',
    'neither',
    [write, { kind: 'working' }, { kind: 'no-answer', why: 'late' }],
    (s) => [s.engine, s.view.packets.length],
    ['late', 1],
  ],
  ['a mistake is not reported while the learner writes', 'neither', [write, shown(3)], reported, []],
  ['a mistake is reported in a pause', 'neither', [write, shown(3), paused], reported, [3]],
  [
    'a mistake in a text that has changed is not reported',
    'neither',
    [write, shown(3), write, paused],
    reported,
    [],
  ],
  [
    'that nothing is wrong any more is said at once',
    'neither',
    [write, shown(3), paused, shown()],
    reported,
    [],
  ],
  [
    'what the lab’s own lines sent is not shown',
    'by-number',
    Array(labCalled('by-number').built.startLines).fill(pinged),
    (s) => s.sent,
    [],
  ],
  [
    'what the learner’s line sent is',
    'by-number',
    Array(labCalled('by-number').built.startLines + 1).fill(pinged),
    (s) => s.sent.length,
    1,
  ],
  [
    'an answer of another kind changes nothing',
    'neither',
    [{ kind: 'answer', answer: { kind: 'predictions', outcomes: { x: 'timeout' } } }],
    (s) => s.answer.kind,
    'text',
  ],
])('%s', (_, id, actions, look, expected) => expect(look(after(id, ...actions))).toEqual(expected));

it('what a result leaves as it was is the same object', () => {
  const lab = labCalled('neither');
  const before = reduce(lab, start(lab), write);
  const { view } = reduce(lab, before, shown());
  expect(view.run).toBe(2);
  for (const part of ['packets', 'shown', 'ran'] as const) expect(view[part]).toBe(before.view[part]);
});

it.each<[string, string, readonly Action[], string | null]>([
  ['nothing was done', 'neither', [], null],
  ['a text', 'neither', [write], wrong],
  [
    'a terminal’s lines',
    'by-number',
    [...Array(labCalled('by-number').built.startLines).fill(entered), entered],
    '{"typed":[{"line":"cd /tmp"}]}',
  ],
  [
    'a prediction',
    'who-still-works',
    [{ kind: 'answer', answer: { kind: 'predictions', outcomes: { 'the laptop before': 'timeout' } } }],
    '{"kind":"predictions","outcomes":{"the laptop before":"timeout"}}',
  ],
])('what is kept: %s', (_, id, actions, expected) =>
  expect(keptText(labCalled(id), after(id, ...actions))).toBe(expected),
);

it.each<[string, string, string, unknown]>([
  ['a text', 'neither', 'iptables -L', { text: 'iptables -L', answer: undefined, typed: [] }],
  [
    'lines and answers',
    'four-listings',
    '{"typed":[{"line":"ls"},{"line":"yes","stopped":3}],"answer":{"kind":"findings"}}',
    { text: null, typed: [{ line: 'ls' }, { line: 'yes', stopped: 3 }], answer: { kind: 'findings' } },
  ],
  [
    'lines and answers as earlier versions kept them',
    'four-listings',
    '{"typed":[{"line":"ls"}],"answers":["nat",""]}',
    {
      text: null,
      typed: [{ line: 'ls' }],
      answer: { kind: 'findings', ran: [], answers: ['nat', ''] },
    },
  ],
  ['lines of another form', 'four-listings', '{"typed":["ls"],"answers":[]}', null],
  ['no JSON', 'four-listings', 'ls', null],
  [
    'a prediction, for its kind to read',
    'who-still-works',
    '{"a":1}',
    { text: null, answer: { a: 1 }, typed: [] },
  ],
  ['a prediction that is no object', 'who-still-works', '"x"', null],
])('what was kept: %s', (_, id, kept, expected) => expect(readKept(labCalled(id), kept)).toEqual(expected));
