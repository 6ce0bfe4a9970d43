import { expect, it } from 'vitest';
import { asMeant } from '../../../src/text/asMeant.ts';

const plain = 'iptables -A INPUT -p tcp --dport 22 -j ACCEPT\n';

it.each<[what: string, written: string, meant: string, read: readonly string[]]>([
  ['a plain text stays', plain, plain, []],
  ['line ends of Windows', 'iptables -S\r\niptables -L\r\n', 'iptables -S\niptables -L\n', ['line ends']],
  ['a line end of Windows that is cut off', 'COMMIT\r', 'COMMIT\n', ['line ends']],
  [
    'an en dash for two hyphens',
    'iptables –A INPUT –p tcp –dport 22',
    'iptables -A INPUT -p tcp --dport 22',
    ['dashes'],
  ],
  ['two en dashes', 'iptables -A INPUT -p tcp ––dport 22', 'iptables -A INPUT -p tcp --dport 22', ['dashes']],
  ['an em dash', 'iptables —append INPUT —j DROP', 'iptables --append INPUT -j DROP', ['dashes']],
  ['a hyphen that does not break', 'iptables‑save ‑t nat', 'iptables-save -t nat', ['dashes']],
  ['a minus sign', 'iptables −S', 'iptables -S', ['dashes']],
  ['a dash between numbers is no option', 'echo 10–20', 'echo 10–20', []],
  ['a negative number', 'ping –1', 'ping -1', ['dashes']],
  ['a space that does not break', 'iptables\u00a0-S\u200b', 'iptables -S', ['spaces']],
  ['the prompt before commands', '$ sudo iptables -S\n  $ ls', 'sudo iptables -S\nls', ['prompt']],
  ['a variable is no prompt', '$x -S\necho $ x', '$x -S\necho $ x', []],
  ['curly quotes', '-j LOG --log-prefix “let in: ”', '-j LOG --log-prefix "let in: "', ['quotes']],
  ['curly single quotes', 'echo ‘a b’', "echo 'a b'", ['quotes']],
  ['after an equals sign', 'x=“a b”', 'x="a b"', ['quotes']],
  ['an apostrophe in a word stays', 'echo don’t', 'echo don’t', []],
  ['straight quotes keep what is in them', 'echo "“a” – \u00a0b" \'–x\'', 'echo "“a” – \u00a0b" \'–x\'', []],
  ['an escaped quote does not end them', 'echo "a \\" –x"', 'echo "a \\" –x"', []],
  [
    'a comment keeps what is in it',
    '# “so” – it’s said\niptables –S',
    '# “so” – it’s said\niptables -S',
    ['dashes'],
  ],
  [
    'quotes that are not closed end with the line',
    'echo “a\niptables –S',
    'echo "a\niptables -S',
    ['quotes', 'dashes'],
  ],
])('%s', (_, written, meant, read) => {
  const { text, read: said } = asMeant(written);
  expect(text).toBe(meant);
  expect(said).toHaveLength(read.length);
  for (const [i, word] of read.entries()) expect(said[i]).toContain(word);
});

it('tells where a place was in the text as it was written', () => {
  const written = 'iptables –dport\r\n—x “y”';
  const { text, at } = asMeant(written);
  expect(text).toBe('iptables --dport\n-x "y"');
  for (const word of ['dport', 'x', 'y']) expect(at(text.indexOf(word))).toBe(written.indexOf(word));
  expect(at(text.length)).toBe(written.length);
});
