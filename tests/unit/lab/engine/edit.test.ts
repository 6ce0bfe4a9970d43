import { expect, it } from 'vitest';
import { type Around, edit, emptyLine, type Key, type Line } from '../../../../src/lab/engine/edit.ts';
import { keysOf } from '../../../../src/lab/terminal/keys.ts';

const history = ['iptables -L', 'iptables -t nat -L', 'iptables-save | grep MASQ'];
const words = ['iptables', 'iptables-save', 'iptables-restore', 'nat'];
const around: Around = {
  history,
  complete(text, at) {
    const from = at - /\S*$/.exec(text.slice(0, at))![0].length;
    const choices = words.filter((w) => w.startsWith(text.slice(from, at)) && w !== text.slice(from, at));
    return choices.length ? { from, choices } : null;
  },
};
/** Types what a keyboard sends; `|` in the answer is where the cursor stands. */
const after = (data: string, start: Line = emptyLine) => {
  let line = start;
  const asks: unknown[] = [];
  for (const key of keysOf(data)) {
    const done = edit(line, key, around);
    line = done.line;
    if (done.asks) asks.push(done.asks);
  }
  return { line, asks, seen: `${line.text.slice(0, line.at)}|${line.text.slice(line.at)}` };
};
const left = '\x1b[D';

it.each<[what: string, data: string, seen: string]>([
  ['letters go where the cursor is', `ipables${left.repeat(5)}t`, 'ipt|ables'],
  ['Home and End', 'bc\x1b[Ha\x1b[Fd', 'abcd|'],
  ['Ctrl+A and Ctrl+E', 'bc\x01a\x05d', 'abcd|'],
  ['Backspace takes the letter in front', `abc${left}\x7f`, 'a|c'],
  ['Delete takes the letter behind', `abc${left}\x1b[3~`, 'ab|'],
  ['Ctrl+D deletes where there is something', `abc${left}\x04`, 'ab|'],
  ['nothing is in front of the first letter', '\x7f\x1b[D', '|'],
  ['a letter of two code points is one', 'ae\u0301\x7f', 'a|'],
  ['a picture of several is one', '👩‍👩‍👧\x7f', '|'],
  ['the cursor goes over wide signs one by one', `漢字${left}x`, '漢x|字'],
  ['Ctrl+K takes the rest', `abcd${left}${left}\x0b`, 'ab|'],
  ['Ctrl+U takes what is in front', `abcd${left}\x15`, '|d'],
  ['Ctrl+W takes a word between blanks', 'grep -v a/b.c\x17', 'grep -v |'],
  ['Alt+Backspace takes letters and digits', 'grep -v a/b.c\x1b\x7f', 'grep -v a/b.|'],
  ['Alt+D takes the word behind', 'ab cd\x1b[H\x1bd', '| cd'],
  ['Ctrl+Y gives back what was taken', 'ab cd\x17\x01\x19', 'cd|ab '],
  ['Alt+B and Alt+F go by words', 'ab cd ef\x1bb\x1bb\x1bf', 'ab cd| ef'],
  ['Ctrl+Left and Ctrl+Right as well', 'ab cd\x1b[1;5D\x1b[1;5D\x1b[1;5C', 'ab| cd'],
  ['up goes back in time', '\x1b[A\x1b[A', 'iptables -t nat -L|'],
  ['up stops at the oldest', '\x1b[A'.repeat(9), 'iptables -L|'],
  ['down comes back to what was being written', 'abc\x1b[A\x1b[A\x1b[B\x1b[B', 'abc|'],
  ['down from the newest line does nothing', 'abc\x1b[B', 'abc|'],
  ['Ctrl+R finds the newest that has it', '\x12-t', 'iptables |-t nat -L'],
  ['Ctrl+R again finds an older one', '\x12iptables\x12\x12', '|iptables -L'],
  ['Ctrl+R that finds nothing keeps what it had', '\x12natx', 'iptables -t |nat -L'],
  ['a key behind a search goes on with what was found', '\x12nat\x1b[Fx', 'iptables -t nat -Lx|'],
  ['Ctrl+G gives up a search', 'abc\x12nat\x07', 'abc|'],
  ['Tab completes a word that can only be one', 'iptables -t n\t', 'iptables -t nat |'],
  ['Tab goes as far as all choices go', 'ipta\t', 'iptables|'],
  ['Tab finds nothing', 'xyz\t', 'xyz|'],
  ['a sequence nobody knows is no letter', 'a\x1b[99;1Zb', 'ab|'],
  ['control characters that mean nothing are left out', 'a\x00\x1eb', 'ab|'],
])('%s', (_, data, seen) => expect(after(data).seen).toBe(seen));

it.each<[what: string, data: string, asks: unknown[]]>([
  ['Enter gives the line', 'ls\r', [{ kind: 'enter', text: 'ls' }]],
  ['Enter takes what a search found', '\x12MASQ\r', [{ kind: 'enter', text: 'iptables-save | grep MASQ' }]],
  [
    'Tab offers choices where it can go no further',
    'iptables-\t',
    [{ kind: 'offer', choices: ['iptables-save', 'iptables-restore'] }],
  ],
  ['Ctrl+C', 'abc\x03', [{ kind: 'interrupt' }]],
  ['Ctrl+L', '\x0c', [{ kind: 'clear' }]],
  ['Ctrl+D on an empty line', '\x04', [{ kind: 'end-of-input' }]],
])('%s', (_, data, asks) => expect(after(data).asks).toEqual(asks));

it('no keys whatever bring the cursor out of the line', () => {
  const kinds: readonly Key['kind'][] = [
    'left',
    'right',
    'word-left',
    'word-right',
    'home',
    'end',
    'backspace',
    'delete',
    'kill-end',
    'kill-start',
    'kill-word',
    'kill-blank',
    'kill-word-right',
    'yank',
    'up',
    'down',
    'oldest',
    'newest',
    'search',
    'cancel',
    'complete',
    'enter',
    'insert',
  ];
  let seed = 20261125;
  const random = (below: number): number => {
    seed = (seed * 1103515245 + 12345) % 2147483648;
    return Math.floor((seed / 2147483648) * below);
  };
  let line = emptyLine;
  for (let i = 0; i < 20_000; i++) {
    const kind = kinds[random(kinds.length)]!;
    line = edit(
      line,
      kind === 'insert' ? { kind, text: ['a', ' ', '漢', '👩‍👧', '-t', 'é'][random(6)]! } : ({ kind } as Key),
      around,
    ).line;
    if (line.text.length > 200) line = emptyLine;
    expect(line.at, `seed 20261125, key ${i} ${kind}`).toBeGreaterThanOrEqual(0);
    expect(line.at, `seed 20261125, key ${i} ${kind}`).toBeLessThanOrEqual(line.text.length);
  }
});
