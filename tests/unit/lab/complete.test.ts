import { describe, expect, test } from 'vitest';
import { complete, describeWord } from '../../../src/lab/complete.ts';

/** A text with `|` where the cursor stands. */
const at = (marked: string) => ({ text: marked.replace('|', ''), at: marked.indexOf('|') });

describe('completion', () => {
  const offers: readonly (readonly [text: string, language: 'commands' | 'save', wanted: readonly string[], unwanted?: readonly string[]])[] = [
    ['ipt|', 'commands', ['iptables', 'iptables-save', 'iptables-restore']],
    ['iptables -t n|', 'commands', ['nat']],
    ['iptables -t nat -A P|', 'commands', ['PREROUTING', 'POSTROUTING']],
    ['iptables -A |', 'commands', ['INPUT', 'FORWARD', 'OUTPUT'], ['PREROUTING']],
    ['*nat\n-A |', 'save', ['PREROUTING', 'INPUT', 'OUTPUT', 'POSTROUTING'], ['FORWARD']],
    ['iptables -N WEB\niptables -A WEB -j D|', 'commands', ['DROP', 'DNAT'], ['ACCEPT']],
    ['iptables -N WEB\niptables -A INPUT -g |', 'commands', ['WEB']],
    [':WEB - [0:0]\n-A INPUT -j W|', 'save', ['WEB']],
    ['iptables -A INPUT -m mul|', 'commands', ['multiport']],
    ['iptables -A INPUT -p tcp --dp|', 'commands', ['--dport'], ['--dports']],
    ['iptables -A INPUT -p tcp -m multiport --d|', 'commands', ['--destination-ports']],
    ['iptables -A INPUT --reject|', 'commands', []],
    ['iptables -A INPUT -j REJECT --reject|', 'commands', ['--reject-with']],
    ['iptables -A INPUT -j REJECT --reject-with tcp|', 'commands', ['tcp-reset']],
    ['iptables -A INPUT -m conntrack --ctstate NEW,E|', 'commands', ['ESTABLISHED']],
    ['iptables -P INPUT |', 'commands', ['ACCEPT', 'DROP']],
    ['iptables -A INPUT ! -p u|', 'commands', ['udp']],
    ['*f|', 'save', ['*filter']],
    ['iptables -A INPUT -s 10.|', 'commands', []],
  ];
  test.each(offers)('%s', (marked, language, wanted, unwanted = []) => {
    const place = at(marked);
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
    ['iptables -A INPUT -j MASQ|UERADE', 'Gives packets of a connection the address of the interface they leave by, and undoes it for the answers.'],
    ['iptables -A INPUT -p tcp --dp|ort 22', 'Fits segments to this port, or to this range of ports.'],
    ['iptables -A INPUT -j DR|OP', 'Throws the packet away and tells nobody.'],
    ['iptables -A INPUT -s 10.|0.0.1', null],
    ['iptables -A INPUT --nons|ense', null],
  ];
  test.each(said)('%s', (marked, info) => {
    const { text, at: place } = at(marked);
    expect(describeWord(text, place)?.info ?? null).toBe(info);
  });
});
