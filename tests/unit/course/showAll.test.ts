import { expect, it } from 'vitest';
import { prepareLab } from '../../../src/course/prepareLab.ts';
import { showAll } from '../../../src/course/runLab.ts';

const { untouched } = prepareLab(
  { host: 'pc', language: 'commands' },
  { hosts: { pc: { interfaces: { eth0: { link: 'lan', addresses: ['10.0.0.1/24'] } } } } },
);

// As bash, coreutils 9.1 and iptables v1.8.9 (legacy) print them.
it.each([
  ['cat /etc/none', 'cat: /etc/none: No such file or directory\n'],
  ['iptables -S NONE', 'iptables: No chain/target/match by that name.\n'],
  ['ls /etc/none; echo two', "ls: cannot access '/etc/none': No such file or directory\ntwo\n"],
])('%s beside a lab prints its error', (command, output) => {
  const [{ output: printed } = { output: '' }] = showAll({ host: 'pc', show: [command] }, untouched);
  expect(printed.split('\n').sort()).toEqual(output.split('\n').sort());
});
