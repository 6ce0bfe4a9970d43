/** The first line of the explainer: what an expert colleague would say about thirty rules, and about any other. */
import { describe, expect, it, test } from 'vitest';
import { explainRule } from '../../../../src/netfilter/print/explain.ts';
import { generator } from '../../../conformance/generate.ts';

const sentence = (line: string): string => {
  const read = explainRule(line);
  if (!read.ok) throw new Error(`${line}: ${read.problem.message}`);
  return read.explanation.sentence;
};

const said: readonly (readonly [rule: string, sentence: string])[] = [
  [
    '-t nat -A POSTROUTING -s 172.17.0.0/16 ! -o docker0 -j MASQUERADE',
    'When a container talks to anything that isn’t on docker0, hide it behind this machine’s own address so that replies can come back.',
  ],
  [
    '-t nat -A DOCKER ! -i docker0 -p tcp --dport 8080 -j DNAT --to-destination 172.17.0.2:80',
    'Publish a container: TCP connections to port 8080 go to port 80 of 172.17.0.2, except those that arrive on docker0.',
  ],
  [
    '-A DOCKER -d 172.17.0.2/32 ! -i docker0 -o docker0 -p tcp --dport 80 -j ACCEPT',
    'Let other networks reach TCP port 80 of 172.17.0.2: by now the packet has the container’s address and port, because DNAT has already happened.',
  ],
  [
    '-A DOCKER-ISOLATION-STAGE-1 -i docker0 ! -o docker0 -j DOCKER-ISOLATION-STAGE-2',
    'Packets that leave docker0 for another interface get a second check, which drops them if that interface is another Docker network.',
  ],
  [
    '-t nat -A KUBE-SERVICES -d 10.96.0.10/32 -p udp -m comment --comment "kube-system/kube-dns:dns cluster IP" -m udp --dport 53 -j KUBE-SVC-TCOU7JCQXEZGVUNU',
    'DNS queries to the kube-dns service address go to the chain that picks one of its pods.',
  ],
  [
    '-t nat -A KUBE-SVC-TCOU7JCQXEZGVUNU -m comment --comment "kube-system/kube-dns:dns" -m statistic --mode random --probability 0.5 -j KUBE-SEP-AAAA',
    'Half of the connections go to this pod; the rest fall through to the next rule.',
  ],
  [
    '-t nat -A KUBE-POSTROUTING -m mark ! --mark 0x4000/0x4000 -j RETURN',
    'Leave alone all connections, except those that kube-proxy has marked for masquerading.',
  ],
  [
    '-t nat -A KUBE-MARK-MASQ -j MARK --set-xmark 0x4000/0x4000',
    'Set bit 0x4000 in the mark of the packet so that POSTROUTING will masquerade it; nothing else changes yet.',
  ],
  [
    '-A KUBE-FORWARD -m conntrack --ctstate INVALID -j DROP',
    'Drop packets that connection tracking cannot place, because nat would pass them through untranslated.',
  ],
  [
    '-t nat -A KUBE-POSTROUTING -m comment --comment "kubernetes service traffic requiring SNAT" -j MASQUERADE --random-fully',
    'Masquerade all connections that get this far, with a fully random source port so that two connections don’t race for the same one.',
  ],
  [
    '-A ufw-user-limit -m limit --limit 3/min -j LOG --log-prefix "[UFW LIMIT BLOCK] "',
    'Log blocked connection attempts, at most three a minute after the first five, and go on to the next rule.',
  ],
  [
    '-A ufw-user-input -p tcp --dport 22 -m conntrack --ctstate NEW -m recent --update --seconds 30 --hitcount 6 --name DEFAULT --mask 255.255.255.255 --rsource -j ufw-user-limit',
    'If the source address has been seen six or more times in the last 30 seconds, new ssh connections go to the chain ufw-user-limit, and the address is noted again.',
  ],
  [
    '-A ufw-user-input -p tcp --dport 22 -m conntrack --ctstate NEW -m recent --set --name DEFAULT --mask 255.255.255.255 --rsource',
    'Note the source address of new ssh connections in the list DEFAULT; with no -j, they carry on to the next rule.',
  ],
  [
    '-A INPUT -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT',
    'Let in replies and other packets of connections that already exist, and errors about them.',
  ],
  [
    '-A INPUT -p tcp -m multiport --dports 80,443,8000:8010 -m conntrack --ctstate NEW -j ACCEPT',
    'Anyone may open TCP connections to ports 80, 443 and 8000–8010.',
  ],
  [
    '-t nat -A PREROUTING -i eth0 -p tcp --dport 80 -j REDIRECT --to-ports 8080',
    'TCP connections to port 80 that arrive on eth0 end up at port 8080 of this machine; connections from this machine itself are not affected.',
  ],
  [
    '-t nat -A PREROUTING -d 203.0.113.5 -p tcp --dport 5000:5010 -j DNAT --to-destination 10.0.0.10-10.0.0.14:6000-6010',
    'Spread TCP connections to ports 5000 to 5010 of 203.0.113.5 over five addresses, 10.0.0.10 to 10.0.0.14, on some port from 6000 to 6010 (the ports are not paired one to one).',
  ],
  [
    '-A INPUT -m limit --limit 5/min --limit-burst 7 -j LOG --log-prefix "iptables denied: " --log-level 7',
    'Log everything that gets this far, at most five a minute after the first seven, and go on to the next rule.',
  ],
  [
    '-A INPUT -p tcp -j REJECT --reject-with tcp-reset',
    'Immediately refuse all TCP connections that get this far, as a closed port would.',
  ],
  [
    '-t mangle -A FORWARD -o ppp0 -p tcp --tcp-flags SYN,RST SYN -j TCPMSS --clamp-mss-to-pmtu',
    'Lower the announced segment size of TCP connections that leave through ppp0 so that large packets fit the link, and go on to the next rule.',
  ],
  [
    '-A INPUT -p tcp --dport 80 -m hashlimit --hashlimit-above 20/sec --hashlimit-burst 40 --hashlimit-mode srcip --hashlimit-name http -j DROP',
    'Drop TCP packets to port 80 from any single address that sends more than 20 a second, after a first burst of 40.',
  ],
  [
    '-A ufw-not-local -m addrtype --dst-type LOCAL -j RETURN',
    'Stop here for packets to one of this machine’s own addresses, and go back to the calling chain.',
  ],
  [
    '-t nat -A OUTPUT ! -d 127.0.0.0/8 -m addrtype --dst-type LOCAL -j DOCKER',
    'Outgoing connections to one of this machine’s own addresses are checked for published container ports, except those to localhost (127.0.0.0/8).',
  ],
  [
    '-t nat -A OUTPUT -p tcp -m owner ! --uid-owner 1337 -j REDIRECT --to-ports 15001',
    'All outgoing TCP connections end up at port 15001 of this machine, except those that come from a program of user 1337: a proxy’s own connections would loop.',
  ],
  [
    '-A INPUT ! -i lo -s 127.0.0.0/8 -j DROP',
    'Drop packets that claim to come from localhost (127.0.0.0/8) but arrive from the network.',
  ],
  [
    '-A FORWARD -m physdev --physdev-is-bridged -j ACCEPT',
    'Don’t filter traffic that only crosses a bridge.',
  ],
  [
    '-A INPUT -p icmp --icmp-type 8 -m limit --limit 1/sec -j ACCEPT',
    'Answer pings, at most one a second after the first five; what exceeds that goes on to the next rules, and a later rule or the policy has to drop it.',
  ],
  [
    '-A FORWARD -m set --match-set blocklist src -j DROP',
    'Don’t forward anything from an address in the ipset “blocklist”.',
  ],
  [
    '-t raw -A PREROUTING -p udp --dport 53 -j CT --notrack',
    'Don’t track incoming DNS queries; nat and --ctstate ESTABLISHED won’t work for them.',
  ],
  [
    '-I INPUT 1 -p tcp --syn --dport 22 -m connlimit --connlimit-above 3 --connlimit-mask 32 -j REJECT',
    'Refuse a fourth simultaneous ssh connection from one address, before any other rule is looked at.',
  ],
];
test.each(said)('%s', (rule, words) => expect(sentence(rule)).toBe(words));

/** Rules that are easily put wrongly. */
const careful: readonly (readonly [rule: string, sentence: string])[] = [
  ['-A INPUT -i lo -j ACCEPT', 'Let in what this machine sends to itself (over lo).'],
  ['-A INPUT -p tcp -m tcp --dport 22 -j ACCEPT', 'Let in TCP packets to port 22.'],
  [
    '-A INPUT -p tcp -m tcp ! --syn -m conntrack --ctstate NEW -j DROP',
    'Drop new TCP connections that do not begin with a SYN.',
  ],
  [
    '-A INPUT -p tcp ! --syn -m state --state NEW -j LOG',
    'Log new TCP connections that do not begin with a SYN, and go on to the next rule.',
  ],
  [
    '-t mangle -A PREROUTING -p tcp --dport 80 -m conntrack --ctstate NEW -j MARK --set-mark 1',
    'Incoming TCP packets to port 80 that open a connection get the mark 0x1, and go on to the next rule.',
  ],
  [
    '-t nat -A OUTPUT -p tcp --dport 80 -j MARK --set-xmark 0x1/0x1',
    'Set bit 0x1 in the mark of outgoing TCP packets to port 80 that open a connection, and go on to the next rule.',
  ],
  [
    '-A INPUT -s 10.0.0.0/8 -p tcp --dport 22 -m conntrack --ctstate NEW -j ACCEPT',
    'Machines in 10.0.0.0/8 may open ssh connections.',
  ],
  ['-A INPUT -j DROP', 'Drop everything that gets this far.'],
  ['-A FORWARD -j DROP', 'Don’t forward anything that gets this far.'],
  [
    '-A FORWARD -j REJECT --reject-with icmp-host-prohibited',
    'Refuse everything that gets this far, with the ICMP error host-prohibited.',
  ],
  ['-A OUTPUT -d 192.0.2.1 -j ACCEPT', 'Let out packets to 192.0.2.1.'],
  [
    '-A OUTPUT -m conntrack --ctstate ESTABLISHED -j ACCEPT',
    'Let out replies and other packets of connections that already exist.',
  ],
  [
    '-A INPUT ! -s 10.0.0.0/8 ! -i eth1 -p tcp ! --dport 22 -j DROP',
    'Drop TCP packets to any port but 22, except those from 10.0.0.0/8 or that arrive on eth1.',
  ],
  ['-A INPUT -s 192.0.2.1,192.0.2.9 -j DROP', 'Drop packets from 192.0.2.1 or 192.0.2.9.'],
  [
    '-t nat -A POSTROUTING -o eth0 -j MASQUERADE',
    'Masquerade connections that leave through eth0: they get eth0’s address as their source.',
  ],
  [
    '-t nat -A POSTROUTING -s 10.0.0.0/24 -o eth0 -j MASQUERADE',
    'When a machine in 10.0.0.0/24 talks to anything through eth0, hide it behind eth0’s address so that replies can come back.',
  ],
  [
    '-t nat -A POSTROUTING -o wan -j SNAT --to-source 198.51.100.7',
    'Connections that leave through wan get 198.51.100.7 as their source.',
  ],
  [
    '-t nat -A POSTROUTING -s 10.0.0.0/24 -j SNAT --to-source 198.51.100.7-198.51.100.9 --persistent',
    'Connections from 10.0.0.0/24 get an address from 198.51.100.7 to 198.51.100.9 as their source, the same one for each client.',
  ],
  [
    '-w -t nat -A POSTROUTING -o eth0 -j MASQUERADE ! -d 10.244.0.0/16',
    'Masquerade connections that leave through eth0, except those to 10.244.0.0/16: they get eth0’s address as their source.',
  ],
  [
    '-t nat -A OUTPUT -p tcp --dport 80 -j ACCEPT',
    'Don’t translate outgoing TCP connections to port 80: the rest of nat OUTPUT is skipped.',
  ],
  [
    '-t mangle -A PREROUTING -i eth1 -p tcp --dport 80 -j MARK --set-mark 1',
    'Incoming TCP packets to port 80 that arrive on eth1 get the mark 0x1, and go on to the next rule.',
  ],
  [
    '-t nat -A mine -j ACCEPT',
    'Don’t translate anything that gets this far: the rest of this chain is skipped, and of the chains that jumped here.',
  ],
  [
    '-t nat -A POSTROUTING -m limit --limit 5/min -j ACCEPT',
    'Don’t translate anything that gets this far, at most five a minute after the first five: the rest of nat POSTROUTING is skipped; what exceeds that goes on to the next rule.',
  ],
  ['-t raw -A OUTPUT -j ACCEPT', 'Skip the rest of raw OUTPUT for everything that gets this far.'],
  [
    '-t mangle -A PREROUTING -i eth0 -j ACCEPT',
    'Skip the rest of mangle PREROUTING for incoming packets that arrive on eth0.',
  ],
  [
    '-t mangle -A mine -j ACCEPT',
    'Skip the rest of this chain, and of the chains that jumped here, for everything that gets this far.',
  ],
  [
    '-t raw -A PREROUTING -j CT --notrack',
    'Don’t track any incoming packets that get this far; nat and --ctstate ESTABLISHED won’t work for them.',
  ],
  [
    '-A FORWARD -m recent --set -j DROP',
    'Don’t forward any packets that get this far, and their source address is noted in the list DEFAULT.',
  ],
  ['-A INPUT', 'Count all packets that get this far; with no -j, they carry on to the next rule.'],
  [
    '-A INPUT -m quota --quota 1000000 -j ACCEPT',
    'Let in everything that gets this far, until 1000000 bytes have passed this rule; what exceeds that goes on to the next rules, and a later rule or the policy has to drop it.',
  ],
  [
    '-A INPUT -m time --timestart 08:00 --timestop 18:00 --weekdays Mon,Tue -j ACCEPT',
    'If it is between 08:00:00 and 18:00:00 UTC and the day is Mon or Tue, let in everything that gets this far.',
  ],
  [
    '-A INPUT -p tcp --dport 80 -m connlimit --connlimit-above 20 -j REJECT',
    'Refuse TCP packets to port 80 from any address with more than 20 connections open.',
  ],
  [
    '-A INPUT -m statistic --mode nth --every 3 --packet 0 -j DROP',
    'Drop one in three of the packets; the rest fall through to the next rule.',
  ],
  [
    '-A INPUT -m recent --name ssh --rcheck -j DROP',
    'If the source address is on the list ssh, drop everything that gets this far.',
  ],
  [
    '-A INPUT -p tcp -m recent --name ssh --set -j ACCEPT',
    'Let in all TCP packets that get this far, and their source address is noted in the list ssh.',
  ],
  [
    '-t nat -A PREROUTING -p udp --dport 53 -j DNAT --to-destination 10.9.0.3 --random',
    'DNS queries go to 10.9.0.3.',
  ],
  [
    '-t nat -A PREROUTING -p udp --dport 53 -j DNAT --to-destination 10.9.0.3:5353 --random',
    'DNS queries go to port 5353 of 10.9.0.3.',
  ],
  [
    '-t nat -A PREROUTING -p udp --dport 53 -j DNAT --to-destination 10.9.0.3:5353-5360 --random',
    'DNS queries go to some port from 5353 to 5360 of 10.9.0.3, the port chosen at random.',
  ],
  [
    '-t nat -A PREROUTING -p udp --dport 53 -j DNAT --to-destination 10.9.0.3:5353-5360/53 --random',
    'DNS queries go to some port from 5353 to 5360 of 10.9.0.3 (port 53 becomes 5353, and so on).',
  ],
  [
    '-t nat -A PREROUTING -p udp --dport 53 -j DNAT --to-destination 10.9.0.3-10.9.0.5:5353 --random',
    'Spread DNS queries over three addresses, 10.9.0.3 to 10.9.0.5, on port 5353.',
  ],
  [
    '-t nat -A PREROUTING -p udp --dport 53 -j DNAT --to-destination 10.9.0.3-10.9.0.5:5353-5360 --random --persistent',
    'Spread DNS queries over three addresses, 10.9.0.3 to 10.9.0.5, on some port from 5353 to 5360 (the ports are not paired one to one), the same address for each client, the port chosen at random.',
  ],
  [
    '-A ufw-before-input -j ufw-logging-deny',
    'All packets that get this far go to the chain ufw-logging-deny.',
  ],
  [
    '-A ufw-before-input -j ufw-user-input',
    'All packets that get this far go to the chain of the rules you gave to ufw.',
  ],
  ['-A INPUT -g OTHER', 'All packets that get this far go to the chain OTHER, and do not come back here.'],
  ['-D INPUT -p tcp --dport 22 -j ACCEPT', 'Delete this rule from INPUT: let in TCP packets to port 22.'],
  ['-D INPUT 3', 'Delete rule 3 of INPUT.'],
  ['-R INPUT 3 -s 192.0.2.1 -j DROP', 'Replace rule 3 of INPUT by this one: drop packets from 192.0.2.1.'],
  [
    '-I FORWARD 2 -i eth0 -o eth1 -j ACCEPT',
    'Forward packets that arrive on eth0 and leave through eth1, as rule 2 of FORWARD.',
  ],
  ['-P INPUT DROP', 'Drop every packet that reaches the end of INPUT without a decision.'],
  ['-N WEB', 'Make the chain WEB in the filter table; packets come there only when a rule sends them.'],
  [
    '-A INPUT -p tcp -j SET --add-set curious src',
    'All TCP packets that get this far have their source put into the ipset “curious”, and go on to the next rule.',
  ],
];
test.each(careful)('%s', (rule, words) => expect(sentence(rule)).toBe(words));

describe('a sentence about any rule', () => {
  const seed = 20261128;
  const next = generator(seed);
  const rules: string[] = [];
  while (rules.length < 1500) {
    const { table, chain, rule } = next();
    const line = `-t ${table} -A ${chain} ${rule}`;
    if (explainRule(line).ok) rules.push(line);
  }
  const sentences = rules.map((line) => ({ line, text: sentence(line) }));
  const without = (wrong: RegExp) => sentences.filter(({ text }) => wrong.test(text));

  it(`is one sentence (seed ${seed})`, () => {
    expect(sentences.filter(({ text }) => !/^.+\.$/s.test(text))).toEqual([]);
    expect(without(/^[a-z]/)).toEqual([]);
    expect(without(/\s\s|\s[.,;)]|\.\.$/)).toEqual([]);
  });
  it('has no holes', () => {
    expect(without(/undefined|null|NaN|\[object|\b(is|of|the|and|to|from) [.,;]|…\w/)).toEqual([]);
  });
  it('calls no "everything" them', () => {
    expect(without(/\b(every|any)thing\b.*\b(they|them|their)\b/)).toEqual([]);
  });
  it('is at most 300 characters long', () =>
    expect(sentences.filter(({ text }) => text.length > 300)).toEqual([]));
  it('says what each rule decides', () => {
    const of = (verdict: string) => sentences.filter(({ line }) => line.includes(` -j ${verdict}`));
    for (const { line, text } of of('REJECT ')) expect(text, line).toMatch(/[Rr]efuse/);
    for (const { line, text } of of('NOPE')) expect(text, line).toContain('the chain NOPE');
  });
  it('names every address and interface of the rule', () => {
    for (const { line, text } of sentences) {
      const address = / -[sd] (\d+\.\d+\.\d+\.\d+)( |$)/.exec(line)?.[1];
      if (address && !text.includes('other conditions')) expect(text, line).toContain(address);
      const device = / -[io] (eth0|wlan0|docker0)( |$)/.exec(line)?.[1];
      if (device && !text.includes('other conditions')) expect(text, line).toContain(device);
    }
  });
});
