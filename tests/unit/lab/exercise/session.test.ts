import { expect, it } from 'vitest';
import { readLesson, readNetworks } from '../../../../src/cli/files.ts';
import { type Action, reduce, type Session, start } from '../../../../src/lab/exercise/session.ts';

const { lesson } = readLesson('content/lessons/03-masquerade-versus-snat.mdx');
const given = (id: string) => {
  const lab = [...lesson.labs, ...lesson.exercises].find((l) => l.id === id)!;
  return { lab, network: readNetworks('content')[lab.network]! };
};
const after = (id: string, ...actions: readonly Action[]): Session =>
  actions.reduce((s, a) => reduce(given(id), s, a), start(given(id)));
const wrong = 'iptables -t nat -A POSTROUTING -o lan -j MASQUERADE';

it.each<[string, string, Action[], (s: Session) => unknown, unknown]>([
  [
    'writing runs the text',
    'neither',
    [{ kind: 'write', text: 'iptables -t nat -A POSTROUTING -o wan -j MASQUERADE' }],
    (s) => s.result.packets[0]!.answer.outcome,
    'connected',
  ],
  [
    'a mistake is placed',
    'neither',
    [{ kind: 'write', text: '\niptables -A INPUT --foo' }],
    (s) => s.result.problems.map((p) => [p.from, p.to]),
    [[19, 24]],
  ],
  [
    'a fix goes where the mistake is',
    'neither',
    [
      { kind: 'write', text: 'iptbles -L' },
      { kind: 'replace', from: 0, to: 7, text: 'iptables' },
    ],
    (s) => [s.text, s.result.problems.length],
    ['iptables -L', 0],
  ],
  [
    'a wrong answer does not pass, and has a hint',
    'write-masquerade',
    [{ kind: 'write', text: wrong }, { kind: 'check' }],
    (s) => [s.grade?.passed, s.grade?.hint?.includes('wan')],
    [false, true],
  ],
  [
    'asking for a reset changes nothing yet',
    'write-masquerade',
    [{ kind: 'write', text: wrong }, { kind: 'ask-reset' }],
    (s) => [s.text, s.askingReset],
    [wrong, true],
  ],
  [
    'keeping keeps',
    'write-masquerade',
    [{ kind: 'write', text: wrong }, { kind: 'ask-reset' }, { kind: 'keep' }],
    (s) => [s.text, s.askingReset],
    [wrong, false],
  ],
  [
    'a reset goes back to the start',
    'write-masquerade',
    [{ kind: 'write', text: wrong }, { kind: 'reset' }],
    (s) => s.text,
    '# the way out is the interface called wan\n',
  ],
  [
    'a prediction that misses one does not pass',
    'who-still-works',
    [{ kind: 'say', packet: 'the laptop before', outcome: 'timeout' }, { kind: 'check' }],
    (s) => [s.revealed, s.grade?.passed],
    [true, false],
  ],
  [
    'counters of packets to be predicted stay unseen',
    'who-still-works',
    [],
    (s) => /[1-9]\d* +\d+ SNAT/.test(s.quiet[0]!.output),
    false,
  ],
  [
    'a text that is too long is kept and not run',
    'neither',
    [{ kind: 'write', text: 'x'.repeat(200_001) }],
    (s) => [s.text.length, s.result.ran.length, s.result.problems.length],
    [200_001, 0, 1],
  ],
])('%s', (_, id, actions, look, expected) => expect(look(after(id, ...actions))).toEqual(expected));
