/** A lesson without defects, with an exercise of each kind, for tests to break. */
import { checkLesson } from '../../../src/course/checkLesson.ts';
import type { Exercise } from '../../../src/course/kinds/index.ts';
import type { Lab } from '../../../src/course/lab.ts';
import type { Lesson, Network } from '../../../src/course/lesson.ts';

export const network: Network = {
  title: 'A server and a visitor',
  hosts: {
    server: {
      interfaces: { eth0: { link: 'l', addresses: ['192.0.2.1/24'] } },
      listen: ['tcp/22', 'tcp/80'],
    },
    visitor: { interfaces: { eth0: { link: 'l', addresses: ['192.0.2.2/24'] } } },
  },
};

const base = {
  network: 'pair',
  host: 'server',
  language: 'commands',
  show: ['iptables -S'],
} as const;
const web = { name: 'the web page', from: 'visitor', tcp: '192.0.2.1:80' };
const ssh = { name: 'ssh', from: 'visitor', tcp: '192.0.2.1:22' };
const because = 'It has a reason.';

export const lab: Lab = {
  ...base,
  id: 'look',
  title: 'Look',
  start: '',
  packets: [{ probe: web, outcome: 'connected', seenFrom: '192.0.2.2', because }],
  change: {
    say: 'The server gets another address.',
    host: 'server',
    device: 'eth0',
    addresses: ['192.0.2.9/24'],
    packets: [{ probe: { ...web, name: 'the old address' }, outcome: 'unreachable', because }],
  },
};

const close = {
  ...base,
  title: 'Close ssh',
  task: 'Drop connections to ssh, and nothing else.',
  start: '',
  packets: [
    { probe: web, outcome: 'connected', because },
    { probe: ssh, outcome: 'timeout', because },
  ],
  hints: [
    { when: { packet: 'the web page', outcome: 'timeout' }, say: 'The web is closed too.' },
    { when: { packet: 'ssh', outcome: 'connected' }, say: 'ssh is open.' },
  ],
  solution: 'iptables -A INPUT -p tcp --dport 22 -j DROP\n',
  wrong: [
    { answer: 'iptables -A INPUT -p tcp -j DROP\n', fails: 'the web page' },
    { answer: 'iptables -A INPUT -p tcp --dport 23 -j DROP\n', fails: 'ssh' },
  ],
} as const;

export const exercises = {
  write: { ...close, id: 'close-ssh', kind: 'write' },
  fix: { ...close, id: 'fix-ssh', kind: 'fix', start: 'iptables -A INPUT -p tcp --dport 23 -j DROP\n' },
  predict: {
    ...base,
    id: 'guess',
    kind: 'predict',
    title: 'Guess',
    task: 'How does each packet end?',
    start: 'iptables -A INPUT -p tcp --dport 22 -j REJECT\n',
    packets: [
      { probe: web, outcome: 'connected', because },
      { probe: ssh, outcome: 'refused', because },
    ],
    hints: [{ when: {}, say: 'Read the rule.' }],
  },
  find: {
    ...base,
    id: 'which-policy',
    kind: 'find',
    title: 'Which policy?',
    task: 'Find the policy of INPUT.',
    language: 'terminal',
    start: '',
    packets: [],
    runs: [{ command: 'iptables -L INPUT', hint: 'List the chain.' }],
    asks: [
      {
        ask: 'What is the policy of INPUT?',
        answers: ['ACCEPT', 'policy ACCEPT'],
        wrong: ['DROP'],
        hint: 'It is in brackets.',
      },
    ],
    solution: 'iptables -L INPUT\n',
  },
} as const satisfies Readonly<Record<string, Exercise>>;

export const lesson: Lesson = {
  title: 'A lesson',
  description: 'Short.',
  labs: [lab],
  exercises: Object.values(exercises),
};

export const prose = `
<Lab id="look" />
${Object.values(exercises)
  .map((e) => `<Exercise id="${e.id}" />`)
  .join('\n')}
<Output lab="look" run="iptables -S" />
`;

/** The defects of a lesson as lines: `labs.0.id: what is wrong`, `4:1: what is wrong`. */
export const defectsOf = (fields: unknown, text = prose): readonly string[] => {
  const defects = checkLesson(fields, text, { pair: network, broken: null });
  return [
    ...defects.fields.map((d) => `${d.path.join('.')}: ${d.message}`),
    ...defects.prose.map((d) => `${d.line}:${d.column}: ${d.message}`),
  ];
};

/** A copy of a value with another value at a path; undefined takes it away. */
export const edited = (value: unknown, path: string, to: unknown): unknown => {
  const copy: unknown = JSON.parse(JSON.stringify(value));
  const keys = path.split('.');
  const owner = keys
    .slice(0, -1)
    .reduce<Record<string, unknown>>((o, k) => o[k] as Record<string, unknown>, copy as never);
  if (to === undefined) delete owner[keys.at(-1)!];
  else owner[keys.at(-1)!] = to;
  return copy;
};
