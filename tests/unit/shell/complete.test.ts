import { describe, expect, test } from 'vitest';
import { complete, describeWord } from '../../../src/shell/complete.ts';

/** A text with `|` where the cursor stands. */
const at = (marked: string) => ({ text: marked.replace('|', ''), at: marked.indexOf('|') });

describe('completion', () => {
  const offers: readonly {
    readonly text: string;
    readonly language: 'commands' | 'save';
    readonly wanted: readonly string[];
    readonly unwanted?: readonly string[];
  }[] = [
    { text: 'ipt|', language: 'commands', wanted: ['iptables', 'iptables-save', 'iptables-restore'] },
    { text: 'pi|', language: 'commands', wanted: ['ping'] },
    { text: 'iptables -t n|', language: 'commands', wanted: ['nat'] },
    { text: 'iptables -t nat -A P|', language: 'commands', wanted: ['PREROUTING', 'POSTROUTING'] },
    {
      text: 'iptables -A |',
      language: 'commands',
      wanted: ['INPUT', 'FORWARD', 'OUTPUT'],
      unwanted: ['PREROUTING'],
    },
    {
      text: '*nat\n-A |',
      language: 'save',
      wanted: ['PREROUTING', 'INPUT', 'OUTPUT', 'POSTROUTING'],
      unwanted: ['FORWARD'],
    },
    {
      text: 'iptables -N WEB\niptables -A WEB -j D|',
      language: 'commands',
      wanted: ['DROP', 'DNAT'],
      unwanted: ['ACCEPT'],
    },
    { text: 'iptables -N WEB\niptables -A INPUT -g |', language: 'commands', wanted: ['WEB'] },
    { text: ':WEB - [0:0]\n-A INPUT -j W|', language: 'save', wanted: ['WEB'] },
    { text: 'iptables -A INPUT -m mul|', language: 'commands', wanted: ['multiport'] },
    {
      text: 'iptables -A INPUT -p tcp --dp|',
      language: 'commands',
      wanted: ['--dport'],
      unwanted: ['--dports'],
    },
    {
      text: 'iptables -A INPUT -p tcp -m multiport --d|',
      language: 'commands',
      wanted: ['--destination-ports'],
    },
    { text: 'iptables -A INPUT --reject|', language: 'commands', wanted: [] },
    { text: 'iptables -A INPUT -j REJECT --reject|', language: 'commands', wanted: ['--reject-with'] },
    { text: 'iptables -A INPUT -j REJECT --reject-with tcp|', language: 'commands', wanted: ['tcp-reset'] },
    {
      text: 'iptables -A INPUT -m conntrack --ctstate NEW,E|',
      language: 'commands',
      wanted: ['ESTABLISHED'],
    },
    { text: 'iptables -P INPUT |', language: 'commands', wanted: ['ACCEPT', 'DROP'] },
    { text: 'iptables -A INPUT ! -p u|', language: 'commands', wanted: ['udp'] },
    { text: '*f|', language: 'save', wanted: ['*filter'] },
    { text: 'iptables -A INPUT -s 10.|', language: 'commands', wanted: [] },
  ];
  test.each(offers)('$text', ({ text, language, wanted, unwanted = [] }) => {
    const place = at(text);
    const labels = complete(place.text, place.at, language)?.choices.map((c) => c.label) ?? [];
    if (wanted.length === 0) expect(labels).toEqual([]);
    expect(labels).toEqual(expect.arrayContaining([...wanted]));
    for (const label of unwanted) expect(labels).not.toContain(label);
  });

  test('a list is completed from its last comma', () => {
    const { text, at: place } = at('iptables -A INPUT -m conntrack --ctstate NEW,E|');
    expect(complete(text, place, 'commands')?.from).toBe(text.length - 1);
  });
});

describe('what a word is', () => {
  const said: readonly (readonly [text: string, info: string | null])[] = [
    ['iptables -|A INPUT', 'Adds the rule to the end of the chain.'],
    [
      'iptables -A INPUT -j MASQ|UERADE',
      'Replaces the source address of a connection by that of the interface it leaves through, and restores it in the replies.',
    ],
    ['iptables -A INPUT -p tcp --dp|ort 22', 'Matches segments to this port, or to a range of ports.'],
    ['iptables -A INPUT -j DR|OP', 'Throws the packet away without telling its sender.'],
    ['iptables -A INPUT -s 10.|0.0.1', null],
    ['iptables -A INPUT --nons|ense', null],
  ];
  test.each(said)('%s', (marked, info) => {
    const { text, at: place } = at(marked);
    expect(describeWord(text, place)?.info ?? null).toBe(info);
  });
});
