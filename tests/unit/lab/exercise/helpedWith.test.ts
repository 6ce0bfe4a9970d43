import { expect, it } from 'vitest';
import { helpedWith } from '../../../../src/lab/exercise/helpedWith.ts';
import { type Action, reduce, start } from '../../../../src/lab/exercise/session.ts';
import { labCalled } from '../engine/page.ts';

const drop = 'iptables -A INPUT -j DROP';
const of = (id: string, ...actions: readonly Action[]) => {
  const lab = labCalled(id);
  return helpedWith(
    lab,
    actions.reduce((s, a) => reduce(lab, s, a), start(lab)),
  );
};
const write = (text: string): Action => ({ kind: 'write', text });
const enter = (line: string, changed: 'network' | 'shell' | null): Action => ({
  kind: 'entered',
  typed: { line },
  exchange: { prompt: '# ', line, output: '' },
  sent: [],
  changed,
  again: false,
});

it.each<[string, boolean, readonly Action[], readonly Action[]]>([
  ['write-masquerade', true, [write(drop)], [write(`${drop}  \n# done\n`)]],
  ['write-masquerade', false, [write(drop)], [write(`${drop}\n${drop}`)]],
  // A hint may name the line that does not load.
  ['write-masquerade', false, [write(drop)], [write(`\n${drop}`)]],
  ['first-table', true, [], [enter('iptables -L', null), enter('cd /tmp', 'shell')]],
  ['first-table', true, [enter(drop, 'network')], [enter('ls', null), enter(drop, 'network')]],
  ['first-table', false, [], [enter(drop, 'network')]],
])('in %s, help is made from the same: %s', (id, same, one, other) => {
  expect(of(id, ...one) === of(id, ...other)).toBe(same);
});
