import { expect, it } from 'vitest';
import { prepareLab } from '../../../../src/course/prepareLab.ts';
import { runText } from '../../../../src/course/runLab.ts';

const lab = prepareLab(
  { host: 'pc', language: 'commands' },
  { hosts: { pc: { interfaces: { eth0: { link: 'lan', addresses: ['10.0.0.1/24'] } } } } },
);

// The messages are those of iptables v1.8.9 (legacy).
it.each([
  ['-d ! 10.0.0.0/8', 'A ! goes before its option. Write ! -d 10.0.0.0/8.', "Bad argument `10.0.0.0/8'"],
  ['-i ! eth0', 'A ! goes before its option. Write ! -i eth0.', "Bad argument `eth0'"],
  ['-p ! tcp', 'A ! goes before its option. Write ! -p tcp.', 'unknown protocol "!" specified'],
  [
    '-p tcp --dport ! 22',
    'A ! goes before its option. Write ! --dport 22.',
    "invalid port/service `!' specified",
  ],
  [
    '-d !10.0.0.0/8',
    'A ! goes before its option. Write ! -d 10.0.0.0/8.',
    "host/network `!10.0.0.0' not found",
  ],
  ['-m conntrack --ctstate ! NEW', 'A ! goes before its option. Write ! --ctstate NEW.', 'Bad ctstate "!"'],
  ['!-d 10.0.0.0/8', 'A space is missing after the !. Write ! -d.', "Bad argument `!-d'"],
])('%s: where its ! goes', (words, hint, message) => {
  const text = `iptables -A INPUT ${words} -j ACCEPT\n`;
  const [found, ...more] = runText(lab, text).problems;
  expect(more).toEqual([]);
  expect(found!.hint).toBe(hint);
  expect(found!.message).toContain(message);
  const { from, to, replacement } = found!;
  expect(runText(lab, text.slice(0, from) + replacement + text.slice(to)).problems).toEqual([]);
});

// There is nothing to invert, or the line has another mistake.
it.each([['-j ! ACCEPT'], ['-d ! 10.0.0.999'], ['-d ! -j ACCEPT'], ['-j ACCEPT --nonsense -d ! 10.0.0.1']])(
  '%s: another mistake',
  (words) => {
    const [found] = runText(lab, `iptables -A INPUT ${words}\n`).problems;
    expect(found!.hint).not.toMatch(/goes before|is missing after/);
  },
);
