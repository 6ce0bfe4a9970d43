import { parsed, refused } from '../../text/problem.ts';
import { defineTarget } from '../extension.ts';
import type { TcpFlag, Transport } from '../packet.ts';
import { listed } from '../print/sentence/words.ts';
import { uint } from '../values/uint.ts';
import { goesOnWith } from './goesOn.ts';

/**
 * Clears the bits that warn of congestion. Reference: net/ipv4/netfilter/ipt_ECN.c, extensions/libipt_ECN.c
 */
export const ECN = defineTarget({
  name: 'ECN',
  summary: 'Clears the ECN bits, for old servers and routers that drop packets which have them.',
  tables: ['mangle'],
  options: {
    remove: {
      names: ['--ecn-tcp-remove'],
      takes: null,
      excludes: ['cwr', 'ece'],
      help: 'Clears the ECN bits in the TCP header.',
    },
    cwr: {
      names: ['--ecn-tcp-cwr'],
      takes: uint(1),
      help: 'Sets the CWR bit to this.',
      means: (v: number) => `Set the CWR bit to ${v}.`,
    },
    ece: {
      names: ['--ecn-tcp-ece'],
      takes: uint(1),
      help: 'Sets the ECE bit to this.',
      means: (v: number) => `Set the ECE bit to ${v}.`,
    },
    ect: {
      names: ['--ecn-ip-ect'],
      takes: uint(3),
      help: 'Sets the two ECN bits of IP to this.',
      means: (v: number) => `Set the two ECN bits of IP to ${v}.`,
    },
  },
  demand: (g) =>
    g.remove || g.cwr || g.ece || g.ect
      ? null
      : refused('ECN target: An operation is required', 'Say what to do: --ecn-tcp-remove.'),
  // The real one forgets what came before --ecn-tcp-remove.
  parse: (g) =>
    parsed({
      ece: g.remove ? 0 : (g.ece?.value ?? null),
      cwr: g.remove ? 0 : (g.cwr?.value ?? null),
      ect: g.remove && g.ect && g.remove.order > g.ect.order ? null : (g.ect?.value ?? null),
    }),
  check: (d, { rule }) =>
    (d.ece !== null || d.cwr !== null) && (rule.protocol?.number !== 6 || rule.protocol.inverted)
      ? { errno: 'Invalid argument', hint: 'CWR and ECE are bits of TCP. Put -p tcp in the same rule.' }
      : null,
  save: (d) =>
    d.ece === 0 && d.cwr === 0 && d.ect === null
      ? ' --ecn-tcp-remove'
      : [
          d.ece !== null && ` --ecn-tcp-ece ${d.ece}`,
          d.cwr !== null && ` --ecn-tcp-cwr ${d.cwr}`,
          d.ect !== null && ` --ecn-ip-ect ${d.ect}`,
        ]
          .filter(Boolean)
          .join(''),
  list: (d) =>
    d.ece === 0 && d.cwr === 0 && d.ect === null
      ? 'ECN TCP remove'
      : [
          'ECN',
          d.ece !== null && `ECE=${d.ece}`,
          d.cwr !== null && `CWR=${d.cwr}`,
          d.ect !== null && `ECT codepoint=${d.ect}`,
        ]
          .filter(Boolean)
          .join(' '),
  deed(d) {
    if (d.ece === 0 && d.cwr === 0 && d.ect === null)
      return { does: 'Clear the ECN bits in the TCP header of …', goesOn: true };
    const bits = [
      d.ece !== null && `ECE to ${d.ece}`,
      d.cwr !== null && `CWR to ${d.cwr}`,
      d.ect !== null && `the ECN bits to ${d.ect}`,
    ].filter((b) => b !== false);
    return { does: `Set ${listed(bits)} in …`, goesOn: true };
  },
  apply(d, skb) {
    const { tos, transport: t } = skb.packet;
    const wanted = { ECE: d.ece, CWR: d.cwr };
    const kept = (f: TcpFlag) => (f !== 'ECE' && f !== 'CWR') || wanted[f] === null;
    const set = (['ECE', 'CWR'] as const).filter((f) => wanted[f] === 1);
    const transport: Transport = t.kind === 'tcp' ? { ...t, flags: [...t.flags.filter(kept), ...set] } : t;
    return goesOnWith(skb, { tos: d.ect === null ? tos : (tos & ~3) | d.ect, transport });
  },
});
