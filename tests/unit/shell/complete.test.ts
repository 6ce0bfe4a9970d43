import { describe, expect, test } from 'vitest';
import { createWorld } from '../../../src/network/createWorld.ts';
import { complete } from '../../../src/shell/complete.ts';
import { describe as describeAt } from '../../../src/shell/describe.ts';
import { surroundingsOf } from '../../../src/shell/surroundings.ts';

/** A text with `|` where the cursor stands. */
const at = (marked: string) => ({ text: marked.replace('|', ''), at: marked.indexOf('|') });

const made = createWorld({
  hosts: {
    router: {
      interfaces: {
        lan: { link: 'lan', addresses: ['10.0.0.1/24'] },
        wan: { link: 'internet', addresses: ['198.51.100.2/30'] },
      },
      rules: '*filter\n:KNOWN - [0:0]\nCOMMIT\n',
    },
    lan1: { interfaces: { eth0: { link: 'lan', addresses: ['10.0.0.5/24'] } }, listen: ['tcp/80', 'udp/53'] },
  },
});
if (!made.ok) throw new Error('no world');
const around = surroundingsOf(made.world, 'router');

describe('completion', () => {
  const offers: readonly {
    readonly text: string;
    readonly language?: 'save';
    readonly wanted: readonly string[];
    readonly unwanted?: readonly string[];
  }[] = [
    { text: 'ipt|', wanted: ['iptables', 'iptables-save', 'iptables-restore'] },
    { text: 'pi|', wanted: ['ping'] },
    { text: 'iptables -t n|', wanted: ['nat'] },
    { text: 'iptables -t nat -A P|', wanted: ['PREROUTING', 'POSTROUTING'] },
    { text: 'iptables -A |', wanted: ['INPUT', 'FORWARD', 'OUTPUT', 'KNOWN'], unwanted: ['PREROUTING'] },
    {
      text: '*nat\n-A |',
      language: 'save',
      wanted: ['PREROUTING', 'INPUT', 'OUTPUT', 'POSTROUTING'],
      unwanted: ['FORWARD', 'KNOWN'],
    },
    // Chains: those of this table that the lines above made.
    {
      text: 'iptables -N WEB\niptables -A WEB -j D|\niptables -N DMZ',
      wanted: ['DROP'],
      unwanted: ['ACCEPT', 'DNAT', 'DMZ'],
    },
    { text: 'iptables -N WEB\niptables -A INPUT -g |', wanted: ['WEB', 'KNOWN'] },
    { text: 'iptables -N WEB\niptables -t nat -A INPUT -g |', wanted: [] },
    {
      text: 'iptables -N A\niptables -E A B\niptables -X KNOWN\niptables -F |',
      wanted: ['B'],
      unwanted: ['A', 'KNOWN'],
    },
    { text: ':WEB - [0:0]\n-A INPUT -j W|', language: 'save', wanted: ['WEB'] },
    { text: '*nat\n:WEB - [0:0]\nCOMMIT\n*filter\n-A INPUT -j W|', language: 'save', wanted: [] },
    // Targets and matches: those of this table and chain.
    {
      text: 'iptables -t nat -A POSTROUTING -j |',
      wanted: ['MASQUERADE', 'SNAT'],
      unwanted: ['DNAT', 'DROP', 'REJECT'],
    },
    { text: 'iptables -t nat -A PREROUTING -j |', wanted: ['DNAT', 'REDIRECT'], unwanted: ['MASQUERADE'] },
    {
      text: 'iptables -A INPUT -j |',
      wanted: ['ACCEPT', 'DROP', 'REJECT', 'LOG'],
      unwanted: ['DNAT', 'MASQUERADE'],
    },
    { text: 'iptables -A INPUT -m mul|', wanted: ['multiport'] },
    { text: 'iptables -A INPUT -m o|', wanted: ['osf'], unwanted: ['owner'] },
    // Options: those that the command, the chain and the extensions take, and are not there yet.
    { text: 'iptables -|', wanted: ['-A', '-L', '-t', '-P'], unwanted: ['-s', '-j', '-n'] },
    { text: '-|', language: 'save', wanted: ['-A'], unwanted: ['-t', '-j'] },
    { text: 'iptables -L -|', wanted: ['-n', '-v', '--line-numbers', '-t'], unwanted: ['-A', '-s', '-j'] },
    { text: 'iptables -A INPUT -|', wanted: ['-i', '-s', '-j', '-m'], unwanted: ['-o', '-A', '-n'] },
    {
      text: 'iptables -A OUTPUT -s 10.0.0.1 -| -j ACCEPT',
      wanted: ['-o', '-d'],
      unwanted: ['-i', '-s', '-j', '-g'],
    },
    { text: 'iptables -P INPUT DROP -|', wanted: ['-t'], unwanted: ['-s', '-j'] },
    { text: 'iptables -A INPUT -p tcp --dp|', wanted: ['--dport'], unwanted: ['--dports'] },
    { text: 'iptables -A INPUT -p tcp --dport 22 --d|', wanted: ['--destination'], unwanted: ['--dport'] },
    { text: 'iptables -A INPUT -p tcp -m multiport --d|', wanted: ['--dports'] },
    // Of two spellings the usual one, unless the other was begun.
    { text: 'iptables -A INPUT -p udp -|', wanted: ['--dport'], unwanted: ['--destination-port'] },
    { text: 'iptables -A INPUT -p udp --destination-|', wanted: ['--destination-port'] },
    {
      text: 'iptables -A INPUT -m hashlimit --hash|',
      wanted: ['--hashlimit-upto'],
      unwanted: ['--hashlimit'],
    },
    { text: 'iptables -A INPUT --reject|', wanted: [] },
    { text: 'iptables -A INPUT -j REJECT --reject|', wanted: ['--reject-with'] },
    // Values
    { text: 'iptables -A INPUT -j REJECT --reject-with tcp|', wanted: ['tcp-reset'] },
    { text: 'iptables -A INPUT -m conntrack --ctstate NEW,E|', wanted: ['ESTABLISHED'] },
    { text: 'iptables -P INPUT |', wanted: ['ACCEPT', 'DROP'], unwanted: ['RETURN'] },
    { text: 'iptables -A INPUT ! -p u|', wanted: ['udp'] },
    { text: 'iptables -A INPUT -i |', wanted: ['lo', 'lan', 'wan'] },
    { text: 'iptables -A INPUT -s 10.|', wanted: ['10.0.0.5', '10.0.0.1', '10.0.0.0/24'] },
    { text: 'iptables -A INPUT -p udp --dport |', wanted: ['53'], unwanted: ['80'] },
    {
      text: 'iptables -t nat -A PREROUTING -j DNAT --to-destination 10|',
      wanted: ['10.0.0.5'],
      unwanted: ['10.0.0.0/24'],
    },
    { text: '*f|', language: 'save', wanted: ['*filter'] },
    // Nothing to offer, and nothing that breaks.
    { text: 'iptables -A INPUT -s 172.|', wanted: [] },
    { text: 'iptables -N |', wanted: [] },
    { text: 'iptables -A INPUT |', wanted: [] },
    { text: 'ping -|', wanted: [] },
    { text: 'iptables -t toString -A __proto__ -j AC|', wanted: ['ACCEPT'] },
  ];
  test.each(offers)('$text', ({ text, language, wanted, unwanted = [] }) => {
    const place = at(text);
    const choices = complete(place.text, place.at, language ?? 'commands', around)?.choices ?? [];
    const labels = choices.map((c) => c.label);
    if (wanted.length === 0) expect(labels).toEqual([]);
    expect(labels).toEqual(expect.arrayContaining([...wanted]));
    for (const label of unwanted) expect(labels).not.toContain(label);
    expect(new Set(labels).size).toBe(labels.length);
  });

  const said: readonly (readonly [text: string, label: string, info: string])[] = [
    ['iptables -A INPUT -s |', '10.0.0.5', 'lan1’s address.'],
    ['iptables -A INPUT -d |', '10.0.0.1', 'This machine’s address on lan.'],
    ['iptables -A INPUT -s |', '10.0.0.0/24', 'The network of router and lan1.'],
    ['iptables -A INPUT -i |', 'lan', 'Leads to lan1.'],
    ['iptables -A INPUT -p tcp --dport |', '80', 'lan1 listens there.'],
    ['iptables -A INPUT -p tcp --dport s|', 'ssh', 'Destination port 22 (ssh).'],
    ['iptables -A |', 'FORWARD', 'For packets that pass through this machine.'],
  ];
  test.each(said)('%s %s: %s', (text, label, info) => {
    const place = at(text);
    const choices = complete(place.text, place.at, 'commands', around)?.choices ?? [];
    expect(choices.find((c) => c.label === label)?.info).toBe(info);
  });

  const begins: readonly (readonly [text: string, from: number])[] = [
    // A list is completed from its last comma.
    ['iptables -A INPUT -m conntrack --ctstate NEW,E|', 45],
    // An empty line above others.
    ['|\niptables -L', 0],
  ];
  test.each(begins)('%s begins at %i', (marked, from) => {
    const { text, at: place } = at(marked);
    expect(complete(text, place, 'commands')?.from).toBe(from);
  });
});

describe('what a word means in its rule', () => {
  const rule = 'Append the rule to INPUT, for packets addressed to this machine.';
  const said: readonly (readonly [text: string, label: string | null, info: string, language?: 'save'])[] = [
    ['iptables -|A INPUT -j DROP', '-A INPUT', rule],
    ['iptables -A INP|UT -j DROP', '-A INPUT', rule],
    [
      'iptables -A INPUT -i eth0 -j DR|OP',
      '-j DROP',
      'Drop: the packet is gone, and its sender gets no answer.',
    ],
    ['iptables -A INPUT ! -i et|h0', '! -i eth0', 'Does not arrive on eth0.'],
    ['iptables -A INPUT -p tcp --dp|ort 22', '--dport 22', 'Destination port 22 (ssh).'],
    ['*nat\n[1:2] -A POSTROUTING -o wan|', '-o wan', 'Leaves through wan.', 'save'],
    // The line's start: the whole rule.
    ['ipt|ables -A INPUT -p tcp --dport 22 -j ACCEPT', '', 'Let in TCP packets to port 22.'],
    ['ipt|ables -P INPUT DROP', '', 'Drop every packet that reaches the end of INPUT without a decision.'],
    ['*nat\n:INPUT ACC|EPT [0:0]', '', 'The policy of INPUT: accept what no rule has decided.', 'save'],
    ['*na|t', '', 'The nat table: its rules give a connection another source or destination.', 'save'],
    // A rule that cannot be read: what the word is for.
    [
      'iptables -A INPUT --nonsense -p tcp --dp|ort 22',
      '--dport',
      'Matches segments to this port, or to a range of ports.',
    ],
    ['iptables -A INPUT --nonsense -j DR|OP', 'DROP', 'Throws the packet away without telling its sender.'],
    ['iptables -A INPUT --nons|ense', null, ''],
    ['|', null, ''],
    ['*toString|', null, '', 'save'],
  ];
  test.each(said.map((row) => ({ row, name: row[0] })))(
    '$name',
    ({ row: [marked, label, info, language] }) => {
      const { text, at: place } = at(marked);
      const known = describeAt(text, place, language ?? 'commands');
      expect(known?.label ?? null).toBe(label);
      expect(known?.info ?? '').toBe(info);
      if (label) expect(text.slice(known!.from, known!.to)).toBe(label);
    },
  );
});
