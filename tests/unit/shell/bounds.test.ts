/** Commands that would take a terminal's time or memory: each is bounded, and says so. */
import { expect, test } from 'vitest';
import { enter } from '../../../src/shell/enter.ts';
import { atTerminal } from './terminal.ts';

const said = (line: string): string =>
  enter(atTerminal(), line)
    .output.map((o) => o.text)
    .join('');

test.each([
  ["printf '%1000000000d' 1", '-bash: printf: %1000000000d is not simulated here\n'],
  ['seq 1 1000000000', 'seq: more than 100000 numbers are not simulated here\n'],
  ["awk 'BEGIN{while(1)x++}'", 'awk: stopped: a loop has no end, or a very far one\n'],
  [`awk 'BEGIN{x="a";while(1)x=x x}'`, 'awk: a text this long is not simulated here\n'],
  [`awk 'BEGIN{printf "%1000000000d", 1}'`, 'awk: %1000000000d is not simulated here\n'],
  [
    "X=$(seq 1 20000 | tr -d '\\n'); echo $X | grep -oE '.{1,3000}x'",
    'grep: stopped: this pattern takes too long for this text\n',
  ],
  [
    "X=$(seq 1 20000 | tr -d '\\n'); echo $X | sed -E 's/.{1,3000}x/y/'",
    'sed: stopped: this pattern takes too long for this text\n',
  ],
  ["X=$(seq 1 20000 | tr -d '\\n'); [[ $X =~ .{1,3000}x ]]", expect.stringContaining('not simulated here')],
  [
    '[ $(for i in $(seq 3000); do echo "! ("; done) a ]',
    '-bash: [: an expression this deep is not simulated here\n',
  ],
  [
    'expr $(for i in $(seq 3000); do echo "("; done) 1',
    'expr: parentheses this deep are not simulated here\n',
  ],
  // ipset 7.17 on Linux 6.18: the set keeps what it has room for.
  [
    'ipset create s hash:ip; ipset add s 10.0.0.0/8; ipset list -t s | tail -1',
    'ipset v7.17: Hash is full, cannot add more elements\nNumber of entries: 65536\n',
  ],
  [
    'ipset create s hash:ip maxelem 100000000; ipset add s 10.0.0.0/8; ipset list -t s | tail -1',
    'ipset: more than 131072 entries at once is not simulated here\n',
  ],
  [
    'Y=$(for i in $(seq 400); do echo ssh server; done); $Y echo hi',
    expect.stringContaining('one in the other'),
  ],
  ['Y=$(for i in $(seq 3000); do echo sudo; done); $Y echo hi', expect.stringContaining('one in the other')],
  [
    'Y=$(for i in $(seq 3000); do echo xargs; done); echo a | $Y echo',
    expect.stringContaining('one in the other'),
  ],
])('%s', { timeout: 20_000 }, (line, printed) => {
  expect(said(line)).toEqual(printed);
});
