/** What is handed over to the full terminal may come in an address: anything else than a lab is none. */
import { expect, it } from 'vitest';
import { worldText } from '../../../../src/container/files.ts';
import { prepareLab } from '../../../../src/course/prepareLab.ts';
import { readHandover } from '../../../../src/lab/engine/readHandover.ts';

const network = { hosts: { router: { interfaces: { lan: { addresses: ['10.0.0.1/24'] } } } } };
const lab = {
  id: 'lab',
  title: 'A lab',
  network: 'home',
  host: 'router',
  language: 'commands',
  start: '',
  show: [],
  packets: [],
  changes: [],
} as const;
const whole = {
  from: { address: '/lessons/x/', keeps: 'x/y' },
  lab,
  network,
  world: worldText(prepareLab(lab, network).untouched),
  files: { router: { '/root/a.sh': 'ls\n' } },
};
const origin = 'https://course.example';
const read = (change: object, where: 'address' | 'tab' = 'tab') =>
  readHandover({ text: JSON.stringify({ ...whole, ...change }), in: where, origin });

it('reads what was handed over', () => {
  expect(read({})?.files).toEqual(whole.files);
  expect(read({ files: undefined })?.files).toEqual({});
});

it('takes no name of a kept text out of an address', () => {
  expect(read({}, 'tab')?.from).toEqual({ address: `${origin}/lessons/x/`, keeps: 'x/y' });
  expect(read({}, 'address')?.from).toEqual({ address: `${origin}/lessons/x/`, keeps: null });
});

it.each([
  '//evil.example/',
  '/\t/evil.example/',
  '/\n/evil.example/',
  '/\\evil.example/',
  '\\\\evil.example/',
  ' //evil.example/',
  'https://evil.example/',
  'https://course.example@evil.example/',
  'http://course.example/',
  'javascript:alert(1)',
  'java\tscript:alert(1)',
  'data:text/html,x',
  'blob:https://course.example/x',
  'https://',
  7,
  null,
])('an address of another site is no way back: %j', (address) => {
  expect(read({ from: { address, keeps: 'x/y' } })).toBeNull();
});

it('an address of this site is made whole', () => {
  const back = (address: string) => read({ from: { address, keeps: 'x/y' } })?.from?.address;
  expect(back('/lessons/x/#a')).toBe(`${origin}/lessons/x/#a`);
  expect(back(`${origin}//evil.example/`)).toBe(`${origin}//evil.example/`);
  expect(back('https:evil.example')).toBe(`${origin}/evil.example`);
});

it.each([
  ['no JSON', '{'],
  ['no object', 'null'],
  ['cut off', JSON.stringify(whole).slice(0, -40)],
])('%s is no lab', (_, text) => {
  expect(readHandover({ text, in: 'address', origin })).toBeNull();
});

it.each([
  ['a page that is none', { from: 'x' }],
  ['a kept name that is none', { from: { address: '/', keeps: 7 } }],
  ['a network that is none', { network: { hosts: { router: { interfaces: 7 } } } }],
  ['a network with more in it', { network: { ...network, extra: 1 } }],
  ['a world that is no text', { world: { version: 1 } }],
  ['hosts out of a prototype', { lab: { ...lab, host: 'toString' } }],
  ['a world that is none', { world: '{}' }],
  ['a host that is not there', { lab: { ...lab, host: 'nobody' } }],
  ['an exercise of an unknown kind', { lab: { ...lab, kind: 'guess', task: '' } }],
  ['a lab without packets', { lab: { ...lab, packets: undefined } }],
  ['files that are none', { files: { router: 'text' } }],
  ['a file that is no text', { files: { router: { '/root/a': 1 } } }],
  ['a file outside of its folder', { files: { router: { '/root/../../a': '' } } }],
  ['a file without a whole path', { files: { router: { a: '' } } }],
  ['a folder as a file', { files: { router: { '/root/': '' } } }],
])('%s is refused', (_, change) => {
  expect(read(change)).toBeNull();
});
