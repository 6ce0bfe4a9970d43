import { expect, it } from 'vitest';
import { logLine } from '../../../src/netfilter/logLine.ts';
import type { Packet, Skb } from '../../../src/netfilter/packet.ts';
import { echo, icmpError, tcpSegment, udpDatagram } from '../../../src/network/packets.ts';

const ends = { source: 0x0a000001, destination: 0x0a000002 };
const datagram = udpDatagram(ends, 40001, 53, 4);
const skb = (packet: Packet, more: Partial<Skb> = {}): Skb => ({ packet, input: 'eth0', output: null, mark: 0, mac: '02:00:00:00:01:01', ports: null, type: 'unicast', owner: null, template: null, connection: null, ...more });
const no = { 'tcp-sequence': false, 'tcp-options': false, 'ip-options': false, uid: false, macdecode: false };
const mac = 'MAC=02:00:00:00:02:01:02:00:00:00:01:01:08:00';

/** Lines as nf_log_syslog.c puts them together. */
it.each([
  ['a SYN', skb(tcpSegment(ends, 40001, 80, ['SYN'])), no, `IN=eth0 OUT= ${mac} SRC=10.0.0.1 DST=10.0.0.2 LEN=60 TOS=0x00 PREC=0x00 TTL=64 ID=0 DF PROTO=TCP SPT=40001 DPT=80 WINDOW=64240 RES=0x00 SYN URGP=0 `],
  ['a datagram that leaves, marked, with its user', skb({ ...datagram, tos: 0xb8 }, { input: null, mac: null, output: 'eth1', mark: 16, owner: { uid: 1000, gid: 100 } }), { ...no, uid: true }, 'IN= OUT=eth1 SRC=10.0.0.1 DST=10.0.0.2 LEN=32 TOS=0x18 PREC=0xA0 TTL=64 ID=0 DF PROTO=UDP SPT=40001 DPT=53 LEN=12 UID=1000 GID=100 MARK=0x10 '],
  ['an error, with what it is about', skb(icmpError(ends, 'port-unreachable', datagram), { output: 'eth1' }), no, `IN=eth0 OUT=eth1 ${mac} SRC=10.0.0.1 DST=10.0.0.2 LEN=60 TOS=0x00 PREC=0xC0 TTL=64 ID=0 PROTO=ICMP TYPE=3 CODE=3 [SRC=10.0.0.1 DST=10.0.0.2 LEN=32 TOS=0x00 PREC=0x00 TTL=64 ID=0 DF PROTO=UDP SPT=40001 DPT=53 LEN=12 ] `],
  ['a ping, its hardware addresses written out', skb(echo(ends, 8, 7, 56)), { ...no, macdecode: true }, 'IN=eth0 OUT= MACSRC=02:00:00:00:01:01 MACDST=02:00:00:00:02:01 MACPROTO=0800 SRC=10.0.0.1 DST=10.0.0.2 LEN=84 TOS=0x00 PREC=0x00 TTL=64 ID=0 DF PROTO=ICMP TYPE=8 CODE=0 ID=7 SEQ=1 '],
  ['a further fragment', skb({ ...datagram, fragment: { offset: 1480, more: true } }), no, `IN=eth0 OUT= ${mac} SRC=10.0.0.1 DST=10.0.0.2 LEN=32 TOS=0x00 PREC=0x00 TTL=64 ID=0 MF FRAG:185 PROTO=UDP `],
])('LOG tells of %s', (_, met, flags, line) => expect(logLine('', met, flags, '02:00:00:00:02:01')).toBe(line));
