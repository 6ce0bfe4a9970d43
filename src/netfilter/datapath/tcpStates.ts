import type { TcpFlag } from '../packet.ts';
import type { TcpState } from './connection.ts';

/**
 * What a segment does to a connection's state: a new one, nothing (the packet passes), or the packet is
 * INVALID.
 */
type Next = TcpState | 'ignore' | 'invalid';

const columns: readonly TcpState[] = [
  'NONE',
  'SYN_SENT',
  'SYN_RECV',
  'ESTABLISHED',
  'FIN_WAIT',
  'CLOSE_WAIT',
  'LAST_ACK',
  'TIME_WAIT',
  'CLOSE',
  'SYN_SENT2',
];
const short: Readonly<Record<string, Next>> = {
  SS: 'SYN_SENT',
  SR: 'SYN_RECV',
  ES: 'ESTABLISHED',
  FW: 'FIN_WAIT',
  CW: 'CLOSE_WAIT',
  LA: 'LAST_ACK',
  TW: 'TIME_WAIT',
  CL: 'CLOSE',
  S2: 'SYN_SENT2',
  IG: 'ignore',
  IV: 'invalid',
};

/**
 * One row a kind of segment, one column a state, in the order of `columns`. Reference:
 * net/netfilter/nf_conntrack_proto_tcp.c, tcp_conntracks.
 */
const table = {
  original: {
    syn: 'SS SS IG IG IG IG IG SS SS S2',
    synack: 'IV IV SR IV IV IV IV IV IV SR',
    fin: 'IV IV FW FW LA LA LA TW CL IV',
    ack: 'ES IV ES ES CW CW TW TW CL IV',
    rst: 'IV CL CL CL CL CL CL CL CL CL',
  },
  reply: {
    syn: 'IV S2 IV IV IV IV IV SS IV S2',
    synack: 'IV SR IG IG IG IG IG IG IG SR',
    fin: 'IV IV FW FW LA LA LA TW CL IV',
    ack: 'IV IG SR ES CW CW TW TW CL IG',
    rst: 'IV CL CL CL CL CL CL CL CL CL',
  },
} as const;

const legal = new Set([
  'SYN',
  'SYN,URG',
  'SYN,ACK',
  'RST',
  'RST,ACK',
  'FIN,ACK',
  'FIN,ACK,URG',
  'ACK',
  'ACK,URG',
]);

/** The state after a segment. One with a combination of flags that no real segment has is invalid. */
export const nextTcpState = (
  state: TcpState,
  flags: readonly TcpFlag[],
  direction: 'original' | 'reply',
): Next => {
  const has = (f: TcpFlag) => flags.includes(f);
  if (!legal.has((['FIN', 'SYN', 'RST', 'ACK', 'URG'] as const).filter(has).join(','))) return 'invalid';
  const row = has('RST') ? 'rst' : has('SYN') ? (has('ACK') ? 'synack' : 'syn') : has('FIN') ? 'fin' : 'ack';
  return short[table[direction][row].split(' ')[columns.indexOf(state)]!]!;
};
