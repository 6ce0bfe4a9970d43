/** What `check --mutate` names because it makes no mistake in it. */
import { expect, test } from 'vitest';
import { readScript, unalteredLines } from '../../../src/course/mutate/script.ts';
import { emptyFilter } from '../../../src/netfilter/ruleset.ts';
import '../../../src/netfilter/allExtensions.ts';

const loop = 'for port in 22 80; do iptables -A INPUT -p tcp --dport $port -j DROP; done';
const hereDocument = ['iptables-restore <<END', '*filter', '-A INPUT -j DROP', 'COMMIT', 'END'];

test.each([
  ['a loop', loop, [loop]],
  ['a here-document', hereDocument.join('\n'), hereDocument],
  ['a variable', 'iptables -A INPUT -s $office -j DROP', ['iptables -A INPUT -s $office -j DROP']],
  ['another command', '  ipset create office hash:ip', ['ipset create office hash:ip']],
  ['plain rules, comments and empty lines', '# ssh\n\niptables -A INPUT -p tcp --dport 22 -j DROP\n', []],
])('%s', (_, solution, expected) => {
  expect(unalteredLines(readScript('commands', solution, emptyFilter))).toEqual(expected);
});
