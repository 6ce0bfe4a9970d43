import { parsed, refused } from '../../text/problem.ts';
import { defineTarget, type Value } from '../extension.ts';

/**
 * Names with their short forms, in the order abbreviations are tried. Reference: extensions/libipt_REJECT.c
 */
const kinds: readonly (readonly [string, string])[] = [
  ['icmp-net-unreachable', 'net-unreach'],
  ['icmp-host-unreachable', 'host-unreach'],
  ['icmp-proto-unreachable', 'proto-unreach'],
  ['icmp-port-unreachable', 'port-unreach'],
  ['icmp-net-prohibited', 'net-prohib'],
  ['icmp-host-prohibited', 'host-prohib'],
  ['tcp-reset', 'tcp-rst'],
  ['icmp-admin-prohibited', 'admin-prohib'],
];

const rejectWith: Value<string> = {
  form: 'type',
  suggestions: kinds.map(([name]) => name),
  parse(text) {
    const begins = (name: string) => name.startsWith(text.toLowerCase());
    const found = kinds.find((names) => names.some(begins));
    if (found) return parsed(found[0]);
    const unknown = refused(
      `unknown reject type "${text}"`,
      `Choose from ${kinds.map(([name]) => name).join(', ')}.`,
    );
    return ['echo-reply', 'echoreply'].some(begins)
      ? { ...unknown, warning: '--reject-with echo-reply no longer supported\n' }
      : unknown;
  },
};

/**
 * Drops the packet and tells its sender. Reference: net/ipv4/netfilter/ipt_REJECT.c,
 * extensions/libipt_REJECT.c
 */
export const REJECT = defineTarget({
  name: 'REJECT',
  summary: 'Drops the packet and tells its sender.',
  tables: ['filter'],
  hooks: ['INPUT', 'FORWARD', 'OUTPUT'],
  options: {
    with: {
      names: ['--reject-with'],
      takes: rejectWith,
      help: 'What the sender is told; icmp-port-unreachable if you leave it out.',
      means: (v: string) =>
        v === 'tcp-reset'
          ? 'The sender gets a TCP reset, as from a closed port.'
          : `The sender gets the ICMP error ${v.slice('icmp-'.length)}.`,
    },
  },
  parse: (given) => parsed({ with: given.with?.value ?? 'icmp-port-unreachable' }),
  check: (d, { rule }) =>
    d.with === 'tcp-reset' && (rule.protocol?.number !== 6 || rule.protocol.inverted)
      ? { errno: 'Invalid argument', hint: 'Only TCP knows a reset. Put -p tcp in the same rule.' }
      : null,
  save: (d) => ` --reject-with ${d.with}`,
  list: (d) => `reject-with ${d.with}`,
  deed: (d) => {
    if (d.with === 'tcp-reset')
      return { does: 'Immediately refuse …', after: ', as a closed port would', connections: true };
    return d.with === 'icmp-port-unreachable'
      ? { does: 'Refuse …' }
      : { does: 'Refuse …', after: `, with the ICMP error ${d.with.slice('icmp-'.length)}` };
  },
  apply: (d) => ({ kind: 'reject', with: d.with }),
});
