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
} as const;
const whole = {
  from: { address: '/lessons/x/', keeps: 'x/y' },
  lab,
  network,
  world: worldText(prepareLab(lab, network).untouched),
  files: { router: { '/root/a.sh': 'ls\n' } },
};
const read = (change: object) => readHandover(JSON.stringify({ ...whole, ...change }));

it('reads what was handed over', () => {
  expect(read({})?.files).toEqual(whole.files);
  expect(read({ files: undefined })?.files).toEqual({});
});

it.each([
  ['an address of another site', { from: { address: '//elsewhere/', keeps: 'x' } }],
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
