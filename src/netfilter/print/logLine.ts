import { dontFragment, flagByte, packetBytes, tcpHeaderLength } from '../datapath/packetBytes.ts';
import type { Packet, Skb, TcpFlag } from '../packet.ts';
import { printAddress } from '../values/address.ts';

/** What `--log-…` asks for besides. */
export type LogFlags = {
  readonly 'tcp-sequence': boolean;
  readonly 'tcp-options': boolean;
  readonly 'ip-options': boolean;
  readonly uid: boolean;
  readonly macdecode: boolean;
};

const hex = (n: number): string => n.toString(16).toUpperCase().padStart(2, '0');
const flagOrder: readonly TcpFlag[] = ['CWR', 'ECE', 'URG', 'ACK', 'PSH', 'RST', 'SYN', 'FIN'];
/** Errors that have the packet they are about behind them. */
const errors = [3, 4, 11];

const transport = (p: Packet, flags: LogFlags): string => {
  const t = p.transport;
  const further = (p.fragment?.offset ?? 0) > 0;
  switch (t.kind) {
    case 'tcp': {
      if (further) return 'PROTO=TCP ';
      const set = flagOrder
        .filter((f) => (flagByte(t.flags) & flagByte([f])) !== 0)
        .map((f) => `${f} `)
        .join('');
      return `PROTO=TCP SPT=${t.sport} DPT=${t.dport} ${flags['tcp-sequence'] ? 'SEQ=0 ACK=0 ' : ''}WINDOW=64240 RES=0x00 ${set}URGP=0 ${flags['tcp-options'] && t.options.length ? `OPT (${[...packetBytes(p).slice(40, 20 + tcpHeaderLength(t))].map(hex).join('')}) ` : ''}`;
    }
    case 'udp':
      return further ? 'PROTO=UDP ' : `PROTO=UDP SPT=${t.sport} DPT=${t.dport} LEN=${p.length - 20} `;
    case 'icmp': {
      if (further) return 'PROTO=ICMP ';
      const query = t.type === 0 || t.type === 8 ? `ID=${t.id ?? 0} SEQ=${t.sequence ?? 0} ` : '';
      return `PROTO=ICMP TYPE=${t.type} CODE=${t.code} ${query}${t.about && errors.includes(t.type) ? `[${packet(t.about, flags)}] ` : ''}`;
    }
    case 'other':
      return `PROTO=${p.protocol} `;
  }
};

const packet = (p: Packet, flags: LogFlags): string => {
  const fragment = `${dontFragment(p) ? 'DF ' : ''}${p.fragment?.more ? 'MF ' : ''}${p.fragment?.offset ? `FRAG:${p.fragment.offset >> 3} ` : ''}`;
  return `SRC=${printAddress(p.source)} DST=${printAddress(p.destination)} LEN=${p.length} TOS=0x${hex(p.tos & 0x1e)} PREC=0x${hex(p.tos & 0xe0)} TTL=${p.ttl} ID=0 ${fragment}${transport(p, flags)}`;
};

const none = '00:00:00:00:00:00';
/** The Ethernet header of a packet that came in; `own` is the address of the interface. */
const ethernet = (source: string | null, own: string | null, decoded: boolean): string =>
  decoded && source !== null
    ? `MACSRC=${source} MACDST=${own ?? none} MACPROTO=0800 `
    : `MAC=${own ?? none}:${source ?? none}:08:00 `;

/**
 * The line that LOG writes about a packet, with its space at the end. What packets here do not keep (the IP
 * identification, sequence numbers, timestamps) is 0 in it.
 * Reference: net/netfilter/nf_log_syslog.c, nf_log_ip_packet.
 */
export const logLine = (prefix: string, skb: Skb, flags: LogFlags, own: string | null): string => {
  const mac = skb.input === null ? '' : ethernet(skb.mac, own, flags.macdecode);
  const uid =
    flags.uid && skb.owner !== null && skb.owner.uid !== null
      ? `UID=${skb.owner.uid} GID=${skb.owner.gid ?? 0} `
      : '';
  return `${prefix}IN=${skb.input ?? ''} OUT=${skb.output ?? ''} ${mac}${packet(skb.packet, flags)}${uid}${skb.mark ? `MARK=0x${skb.mark.toString(16)} ` : ''}`;
};
