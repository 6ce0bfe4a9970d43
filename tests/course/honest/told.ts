/** What the program that sent a packet is told, against what came back to its machine. */

import { sendProbe } from '../../../src/network/sendProbe.ts';
import { run } from '../../../src/shell/run.ts';
import type { Witnessed } from './witness.ts';

/** Linux' icmp_err_convert: the error of a socket for each code of "destination unreachable". */
const errors = [
  'ENETUNREACH',
  'EHOSTUNREACH',
  'ENOPROTOOPT',
  'ECONNREFUSED',
  'EMSGSIZE',
  'EOPNOTSUPP',
  'ENETUNREACH',
  'EHOSTDOWN',
  'ENONET',
  'ENETUNREACH',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'EHOSTUNREACH',
  'EHOSTUNREACH',
];

/** What was delivered to the sender's machine as an answer, in order: `SYN,ACK`, `RST`, `echo`, an error's name. */
const cameBack = ({ trace, expected: { probe } }: Witnessed): readonly string[] =>
  trace.journeys.flatMap(({ answers, events }) => {
    const got = events.find((e) => e.kind === 'delivered' && e.host === probe.from && e.to === 'client');
    if (answers === null || got?.kind !== 'delivered') return [];
    const { transport: t } = got.skb.packet;
    if (t.kind === 'tcp')
      return [t.flags.includes('RST') ? 'RST' : t.flags.includes('SYN') ? 'SYN,ACK' : 'data'];
    if (t.kind !== 'icmp' || t.type === 0) return ['reply'];
    return t.type === 3 ? [errors[t.code] ?? '?'] : t.type === 11 ? ['EHOSTUNREACH'] : [];
  });

/** Whether the sender's own rules alone kept the packet from being sent: without them it goes. */
const isStoppedAtHome = ({ before, expected: { probe } }: Witnessed): boolean => {
  const open = ['raw', 'mangle', 'nat', 'filter'].flatMap((table) => [
    `iptables -t ${table} -F`,
    ...['OUTPUT', 'POSTROUTING'].map((chain) => `iptables -t ${table} -P ${chain} ACCEPT 2> /dev/null`),
  ]);
  const goes = (world: Witnessed['before']) =>
    sendProbe(world, probe).trace.journeys[0]?.events.some(
      (e) =>
        e.kind === 'wire' || e.kind === 'delivered' || (e.kind === 'table' && /^(PRE|IN)/.test(e.visit.hook)),
    ) === true;
  const without = open.reduce((world, command) => run(world, probe.from, command).world, before);
  return !goes(before) && goes(without);
};

/** What is not so of what the program is told. */
export function* untrueTold(packet: Witnessed, says: string): Generator<string> {
  const { from, ping, flags } = packet.expected.probe;
  const back = cameBack(packet);
  const rest = says.replace(`The program on ${from} `, '');
  if (rest === says) yield 'another program';
  const error = /\((E\w+)\)/.exec(rest)?.[1];
  if (error === 'EPERM') {
    if (!isStoppedAtHome(packet)) yield 'its own machine did not stop it';
  } else if (rest.includes('there is no route')) {
    // A packet that OUTPUT gave another destination has been made, and goes nowhere.
    const [end] = packet.trace.journeys.map(({ events }) => events.at(-1));
    if (end && !(end.kind === 'dropped' && end.reason === 'no-route' && end.host === from))
      yield 'it was sent';
  } else if (rest === 'is connected.') {
    if (!back.includes('SYN,ACK') || back.includes('RST')) yield `it got ${back}`;
  } else if (rest === 'gets a reply.') {
    if (!back.some((b) => b === 'reply' || (flags !== undefined && b !== 'RST'))) yield `it got ${back}`;
  } else if (rest.startsWith('is connected, and then')) {
    if (back.indexOf('SYN,ACK') < 0 || back.indexOf('RST') < back.indexOf('SYN,ACK')) yield `it got ${back}`;
  } else if (rest.startsWith('is told: ')) {
    const errs = back.map((b) => (b === 'RST' ? 'ECONNREFUSED' : b));
    if (ping === undefined ? !errs.includes(error ?? '') : !errs.some((b) => b.startsWith('E')))
      yield `it got ${back}`;
  } else if (rest === 'gets no answer, and gives up after a while.') {
    if (back.length > 0) yield `it got ${back}`;
  } else yield 'unknown sentence';
}
