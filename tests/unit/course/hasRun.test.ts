import { expect, it } from 'vitest';
import { covers, hasRun } from '../../../src/course/hasRun.ts';

it.each<[asked: string, ran: string, good: boolean]>([
  ['iptables -L', 'iptables -L', true],
  ['iptables -L', 'iptables -t filter -L', true],
  ['iptables -L', '/usr/sbin/iptables --list -n -v', true],
  ['iptables -L', 'iptables -S', true],
  ['iptables -L', 'iptables -t nat -L', false],
  ['iptables -L', 'iptables -L INPUT', false],
  ['iptables -L', 'iptables -F', false],
  ['iptables -L', 'iptables-save', false],
  ['iptables -L', 'iptables --nonsense', false],
  ['iptables -t nat -L', 'iptables -nL -t nat', true],
  ['iptables -t nat -L', 'iptables --table=nat --list', true],
  ['iptables -t nat -L', 'iptables -L', false],
  ['iptables -L FORWARD -n -v', 'iptables -vnL FORWARD --line-numbers', true],
  ['iptables -L FORWARD -n -v', 'iptables -nL FORWARD', false],
  ['iptables -L FORWARD', 'iptables -L', false],
  ['iptables-save', 'iptables-save -t nat', true],
  ['iptables -t nat -L', 'iptables-save -t nat', true],
  ['iptables -t nat -L', 'iptables-save -t raw', false],
  ['iptables -t nat -L -v', 'iptables-save -t nat', false],
  ['iptables -t nat -L -v', 'iptables-save -c -t nat', true],
  ['iptables -L FORWARD', 'iptables-save -t filter', false],
  ['iptables-save -t nat', 'iptables-save', false],
  ['ping -c 1 192.0.2.1', 'ping -c 1 -W 1 192.0.2.1', true],
  ['ping -c 1 192.0.2.1', 'ping -c 1 192.0.2.2', false],
])('%s: %s', (asked, ran, good) => expect(covers(ran.split(' '), asked)).toBe(good));

it.each([
  ['it ran here and went well', 'laptop', 0, true],
  ['it failed', 'laptop', 4, false],
  ['it ran on another host', 'nas', 0, false],
])('%s', (_, host, status, good) =>
  expect(hasRun([{ host, status, words: ['iptables', '-L'] }], 'laptop', 'iptables -L')).toBe(good),
);
