import { dontFragment, flagByte, packetBytes, tcpHeaderLength } from '../datapath/packetBytes.ts';
import type { Packet, Skb, TcpFlag } from '../packet.ts';
import { printAddress } from '../values/address.ts';

/** The `--log-…` options that add to the line. */
export type LogFlags = {
  readonly 'tcp-sequence': boolean;
  readonly 'tcp-options': boolean;
  readonly 'ip-options': boolean;
  readonly uid: boolean;
  readonly macdecode: boolean;
};

const hex = (n: number): string => n.toString(16).toUpperCase().padStart(2, '0');
const flagOrder: readonly TcpFlag[] = ['CWR', 'ECE', 'URG', 'ACK', 'PSH', 'RST', 'SYN', 'FIN'];
/** ICMP errors, which quote the packet that they are about. */
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
      const ports = `SPT=${t.sport} DPT=${t.dport} `;
      const sequence = flags['tcp-sequence'] ? 'SEQ=0 ACK=0 ' : '';
      const bytes = () => [...packetBytes(p).slice(40, 20 + tcpHeaderLength(t))].map(hex).join('');
      const options = flags['tcp-options'] && t.options.length ? `OPT (${bytes()}) ` : '';
      return `PROTO=TCP ${ports}${sequence}WINDOW=64240 RES=0x00 ${set}URGP=0 ${options}`;
    }
    case 'udp':
      return further ? 'PROTO=UDP ' : `PROTO=UDP SPT=${t.sport} DPT=${t.dport} LEN=${p.length - 20} `;
    case 'icmp': {
      if (further) return 'PROTO=ICMP ';
      const query = t.type === 0 || t.type === 8 ? `ID=${t.id ?? 0} SEQ=${t.sequence ?? 0} ` : '';
      const about = t.about && errors.includes(t.type) ? `[${packet(t.about, flags)}] ` : '';
      return `PROTO=ICMP TYPE=${t.type} CODE=${t.code} ${query}${about}`;
    }
    case 'other':
      return `PROTO=${p.protocol} `;
  }
};

const packet = (p: Packet, flags: LogFlags): string => {
  const { offset = 0, more = false } = p.fragment ?? {};
  const fragment = `${dontFragment(p) ? 'DF ' : ''}${more ? 'MF ' : ''}${offset ? `FRAG:${offset >> 3} ` : ''}`;
  const tos = `TOS=0x${hex(p.tos & 0x1e)} PREC=0x${hex(p.tos & 0xe0)}`;
  const addresses = `SRC=${printAddress(p.source)} DST=${printAddress(p.destination)}`;
  return `${addresses} LEN=${p.length} ${tos} TTL=${p.ttl} ID=0 ${fragment}${transport(p, flags)}`;
};

const none = '00:00:00:00:00:00';
/** The Ethernet header of an incoming packet. `own` is the address of the interface. */
const ethernet = (source: string | null, own: string | null, decoded: boolean): string =>
  decoded && source !== null
    ? `MACSRC=${source} MACDST=${own ?? none} MACPROTO=0800 `
    : `MAC=${own ?? none}:${source ?? none}:08:00 `;

/**
 * The line that LOG writes about a packet, with its final space. What packets do not have here (IP identification,
 * sequence numbers, timestamps) is 0.
 * Reference: net/netfilter/nf_log_syslog.c, nf_log_ip_packet.
 */
export const logLine = (prefix: string, skb: Skb, flags: LogFlags, own: string | null): string => {
  const mac = skb.input === null ? '' : ethernet(skb.mac, own, flags.macdecode);
  const uid =
    flags.uid && skb.owner !== null && skb.owner.uid !== null
      ? `UID=${skb.owner.uid} GID=${skb.owner.gid ?? 0} `
      : '';
  const mark = skb.mark ? `MARK=0x${skb.mark.toString(16)} ` : '';
  const interfaces = `IN=${skb.input ?? ''} OUT=${skb.output ?? ''}`;
  return `${prefix}${interfaces} ${mac}${packet(skb.packet, flags)}${uid}${mark}`;
};
