import { expect, it } from 'vitest';
import { prepareLab } from '../../../../src/course/prepareLab.ts';
import { runText } from '../../../../src/course/runLab.ts';

const lab = prepareLab(
  { host: 'pc', language: 'commands' },
  { hosts: { pc: { interfaces: { eth0: { link: 'lan', addresses: ['10.0.0.1/24'] } } } } },
);

// The messages are those of iptables v1.8.9 (legacy); v1.8.9 (nf_tables) says the same.
it.each([
  ['-A INPUT -d 10.0.0.1 -p tcp -dport 80 -j DROP', '-d and its value', '--dport', 'multiple -d flags not'],
  ['-A INPUT -s 10.0.0.2 -p tcp -sport 80 -j DROP', '-s and its value', '--sport', 'multiple -s flags not'],
  ['-A INPUT -i eth0 -p icmp -icmp-type 8 -j DROP', '-i and its value', '--icmp-type', 'multiple -i flags'],
  ['-A INPUT -p tcp -dport 80 -j DROP', '-d and its value', '--dport', "Bad argument `80'"],
  ['-A INPUT -dport 80 -j DROP', '-d and its value', '--dport', "Bad argument `80'"],
  ['-A INPUT -p tcp -dport=80 -j DROP', '-d and its value', '--dport', "host/network `-dport=80' not found"],
  ['-A INPUT -p tcp -syn -j DROP', '-s and its value', '--syn', "host/network `-syn' not found"],
  [
    '-A INPUT -m conntrack -ctstate NEW -j DROP',
    '-c and its value',
    '--ctstate',
    '-c packet counter not numeric',
  ],
  ['-A INPUT -ctstate NEW -j DROP', '-c and its value', '--ctstate', '-c packet counter not numeric'],
  [
    '-A INPUT -m comment -comment x -j DROP',
    '-c and its value',
    '--comment',
    '-c packet counter not numeric',
  ],
  ['-A INPUT -m state -state NEW -j DROP', '-s and its value', '--state', "Bad argument `NEW'"],
  ['-A INPUT -m limit -limit 5/min -j DROP', '-l, which does not exist', '--limit', 'unknown option "limit"'],
  ['-A INPUT -j LOG -log-prefix x', '-l, which does not exist', '--log-prefix', 'unknown option "LOG"'],
  ['-A INPUT -m mark -mark 1 -j DROP', '-m and its value', '--mark', "Couldn't load match `ark'"],
  ['-A INPUT -m recent -set -j DROP', '-s and its value', '--set', 'recent: you must specify one of `--set'],
  ['-A INPUT -p tcp -m tcp -tcp-flags SYN SYN -j DROP', '-t and its value', '--tcp-flags', "argument `SYN'"],
  ['-A INPUT -source 10.0.0.2 -j DROP', '-s and its value', '--source', "Bad argument `10.0.0.2'"],
  [
    '-A INPUT -protocol tcp -j DROP',
    '-p and its value',
    '--protocol',
    'unknown protocol "-protocol" specified',
  ],
  ['-policy INPUT DROP', '-p and its value', '--policy', 'unknown protocol "-policy" specified'],
  ['-L -numeric', '-n and more letters', '--numeric', 'unknown option "-L"'],
  [
    '-t nat -A PREROUTING -p tcp -j DNAT -to-destination 10.0.0.2',
    '-t and its value',
    '--to-destination',
    "argument `10.0.0.2'",
  ],
])('%s: one dash is too few', (line, read, option, message) => {
  const text = `iptables ${line}\n`;
  const [found, ...more] = runText(lab, text).problems;
  expect(more).toEqual([]);
  expect(found!.hint).toBe(`One dash is too few: this is read as ${read}. Write ${option}.`);
  expect(found!.message).toContain(message);
  const { from, to, replacement } = found!;
  expect(runText(lab, text.slice(0, from) + replacement + text.slice(to)).problems).toEqual([]);
});

it('what is left is another mistake, which comes after it', () => {
  const [found] = runText(lab, 'iptables -A INPUT -d 10.0.0.1 -p tcp -dport 80 -sport 81 -j DORP\n').problems;
  expect(found!.replacement).toBe('--dport');
});

// No long option has that name, or the mistake is not there.
it.each([
  ['-A INPUT -d 10.0.0.1 -d 10.0.0.2 -j DROP'],
  ['-A INPUT -d 10.0.0.1 -dorp -j DROP'],
  ['-A INPUT -j LOG --log-prefix -source -d 10.0.0.1 -d 10.0.0.2'],
  ['-A INPUT --nonsense -p tcp -dport 80 -j DROP'],
  ['-A INPUT -i eth0 -ipv6 -j DROP'],
])('%s: another mistake', (words) => {
  const [found] = runText(lab, `iptables ${words}\n`).problems;
  expect(found!.hint).not.toContain('One dash');
});
