/** A kept answer as /progress/ and the table of a class show it. */
import { expect, it } from 'vitest';
import { answerText } from '../../../src/course/answerText.ts';

const made = [
  { packet: 'ssh', outcome: 'timeout' },
  { packet: 'ssh', outcome: 'replied', instead: { from: 'a', tcp: '192.0.2.1:80' } },
  { packet: 'web', outcome: 'unreachable' },
];
const predictions = (...all: readonly object[]) =>
  JSON.stringify({ kind: 'predictions', outcomes: {}, made: all });

it.each<[string, string, boolean, readonly string[]]>([
  ['rules stay as they are', 'iptables -A INPUT -j DROP', true, ['iptables -A INPUT -j DROP']],
  ['lines of a terminal', '{"typed":[{"line":"ls"}]}', false, ['ls']],
  [
    'predictions that passed in the end',
    predictions(...made),
    true,
    ['ssh: no answer (wrong)', 'ssh, then a → 192.0.2.1:80: answered (right)', 'web: unreachable (right)'],
  ],
  [
    'predictions that did not: of the second it is not known',
    predictions(...made),
    false,
    ['ssh: no answer (wrong)', 'ssh, then a → 192.0.2.1:80: answered', 'web: unreachable (wrong)'],
  ],
  [
    'predictions that are recorded with what came of each',
    predictions({ ...made[0], right: false }, { ...made[1], right: true }, { ...made[2], right: false }),
    false,
    ['ssh: no answer (wrong)', 'ssh, then a → 192.0.2.1:80: answered (right)', 'web: unreachable (wrong)'],
  ],
  [
    'predictions of which some are only counted',
    JSON.stringify({ kind: 'predictions', outcomes: {}, dropped: 3, made }),
    true,
    [
      '(3 more, all wrong, are only counted)',
      'ssh: no answer (wrong)',
      'ssh, then a → 192.0.2.1:80: answered (right)',
      'web: unreachable (right)',
    ],
  ],
  [
    'predictions that were cut: of the last that are there nothing follows',
    predictions(...made, ...made).slice(0, -30),
    false,
    [
      'ssh: no answer (wrong)',
      'ssh, then a → 192.0.2.1:80: answered (wrong)',
      'web: unreachable',
      'ssh: no answer (wrong)',
      'ssh, then a → 192.0.2.1:80: answered',
    ],
  ],
  [
    'what was chosen and not predicted is not judged',
    '{"kind":"predictions","outcomes":{"ssh":"timeout"}}',
    false,
    ['ssh: no answer'],
  ],
])('%s', (_, answer, passed, expected) =>
  expect(answerText({ answer, passed }).split('\n')).toEqual(expected),
);
