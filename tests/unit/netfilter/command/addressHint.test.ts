/** What is said of a word where an address should be. iptables 1.8.9 refuses each of these commands, legacy and nft. */
import { expect, it } from 'vitest';
import { prepareLab } from '../../../../src/course/prepareLab.ts';
import { runText } from '../../../../src/course/runLab.ts';

const lab = prepareLab(
  { host: 'pc', language: 'commands' },
  { hosts: { pc: { interfaces: { eth0: { link: 'lan', addresses: ['10.0.0.1/24'] } } } } },
);

it.each([
  ['-A INPUT -s FORWARD -j DROP', 'FORWARD is a chain, and -s and -d take addresses.'],
  ['-A INPUT -s example.org -j DROP', 'Host names cannot be looked up here.'],
  ['-A INPUT -s 10.0.0.999 -j DROP', 'An address has four numbers from 0 to 255'],
])('%s', (words, hint) => {
  const [found] = runText(lab, `iptables ${words}\n`).problems;
  expect(found!.hint).toContain(hint);
});
