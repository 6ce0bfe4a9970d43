import { expect, it } from 'vitest';
import type { Packet, Skb } from '../../../../src/netfilter/packet.ts';
import { logLine } from '../../../../src/netfilter/print/logLine.ts';
import { createWorld } from '../../../../src/network/createWorld.ts';
import { echo, icmpError, tcpSegment, udpDatagram } from '../../../../src/network/packets.ts';
import { sendProbe } from '../../../../src/network/sendProbe.ts';

const ends = { source: 0x0a000001, destination: 0x0a000002 };
const datagram = udpDatagram(ends, 40001, 53, 4);
const skb = (packet: Packet, more: Partial<Skb> = {}): Skb => ({
  packet,
  input: 'eth0',
  output: null,
  mark: 0,
  mac: '02:00:00:00:01:01',
  ports: null,
  type: 'unicast',
  owner: null,
  template: null,
  connection: null,
  ...more,
});
const no = { 'tcp-sequence': false, 'tcp-options': false, 'ip-options': false, uid: false, macdecode: false };
const mac = 'MAC=02:00:00:00:02:01:02:00:00:00:01:01:08:00';

/** Lines as nf_log_syslog.c puts them together. */
it.each([
  [
    'a SYN',
    skb(tcpSegment(ends, 40001, 80, ['SYN'])),
    no,
    `IN=eth0 OUT= ${mac} SRC=10.0.0.1 DST=10.0.0.2 LEN=60 TOS=0x00 PREC=0x00 TTL=64 ID=0 DF PROTO=TCP SPT=40001 DPT=80 WINDOW=64240 RES=0x00 SYN URGP=0 `,
  ],
  [
    'a datagram that leaves, marked, with its user',
    skb(
      { ...datagram, tos: 0xb8 },
      { input: null, mac: null, output: 'eth1', mark: 16, owner: { uid: 1000, gid: 100 } },
    ),
    { ...no, uid: true },
    'IN= OUT=eth1 SRC=10.0.0.1 DST=10.0.0.2 LEN=32 TOS=0x18 PREC=0xA0 TTL=64 ID=0 DF PROTO=UDP SPT=40001 DPT=53 LEN=12 UID=1000 GID=100 MARK=0x10 ',
  ],
  [
    'an error, with what it is about',
    skb(icmpError(ends, 'port-unreachable', datagram), { output: 'eth1' }),
    no,
    `IN=eth0 OUT=eth1 ${mac} SRC=10.0.0.1 DST=10.0.0.2 LEN=60 TOS=0x00 PREC=0xC0 TTL=64 ID=0 PROTO=ICMP TYPE=3 CODE=3 [SRC=10.0.0.1 DST=10.0.0.2 LEN=32 TOS=0x00 PREC=0x00 TTL=64 ID=0 DF PROTO=UDP SPT=40001 DPT=53 LEN=12 ] `,
  ],
  [
    'a ping, its hardware addresses written out',
    skb(echo(ends, 8, 7, 56)),
    { ...no, macdecode: true },
    'IN=eth0 OUT= MACSRC=02:00:00:00:01:01 MACDST=02:00:00:00:02:01 MACPROTO=0800 SRC=10.0.0.1 DST=10.0.0.2 LEN=84 TOS=0x00 PREC=0x00 TTL=64 ID=0 DF PROTO=ICMP TYPE=8 CODE=0 ID=7 SEQ=1 ',
  ],
  [
    'a further fragment',
    skb({ ...datagram, fragment: { offset: 1480, more: true } }),
    no,
    `IN=eth0 OUT= ${mac} SRC=10.0.0.1 DST=10.0.0.2 LEN=32 TOS=0x00 PREC=0x00 TTL=64 ID=0 MF FRAG:185 PROTO=UDP `,
  ],
])('LOG tells of %s', (_, met, flags, line) =>
  expect(logLine('', met, flags, '02:00:00:00:02:01')).toBe(line),
);

/**
 * What Linux 6.18 wrote into its log of this network (nf_log_all_netns was 1 for that moment), but for what
 * is made up anew each time and the window scale, which goes by a machine's memory.
 */
it('LOG says what the kernel said', () => {
  const created = createWorld({
    hosts: {
      client: {
        interfaces: { eth0: { link: 'a', addresses: ['10.0.0.1/24'] } },
        rules:
          '*mangle\n-A OUTPUT -p udp -j MARK --set-mark 16\n-A POSTROUTING -p udp -j LOG --log-prefix "leaves " --log-uid\nCOMMIT\n*filter\n-A INPUT -p icmp -m icmp --icmp-type 3 -j LOG --log-prefix "error "\nCOMMIT\n',
      },
      server: {
        interfaces: { eth0: { link: 'a', addresses: ['10.0.0.2/24'] } },
        rules:
          '*raw\n-A PREROUTING -f -j LOG --log-prefix "fragment "\nCOMMIT\n*filter\n-A INPUT -p tcp -j LOG --log-prefix "tcp "\n-A INPUT -p tcp -j LOG --log-prefix "options " --log-tcp-options --log-tcp-sequence --log-ip-options\n-A INPUT -p icmp -j LOG --log-prefix "ping " --log-macdecode\nCOMMIT\n',
      },
    },
  });
  if (!created.ok) throw new Error(JSON.stringify(created.problems));
  let { world } = created;
  const probes = [
    { tcp: '10.0.0.2:80', sport: 40001 },
    { udp: '10.0.0.2:53', sport: 40001, tos: 0xb8, uid: 1000, gid: 100 },
    { ping: '10.0.0.2', sport: 7 },
    { udp: '10.0.0.2:53', sport: 40001, payload: 2000 },
  ];
  const said = probes.flatMap((probe) => {
    const sent = sendProbe(world, { from: 'client', ...probe });
    ({ world } = sent);
    return sent.trace.journeys.flatMap((j) =>
      j.events.flatMap((e) =>
        (e.kind === 'table' ? e.visit.steps : []).flatMap((s) =>
          s.kind === 'matched' ? s.effects.flatMap((f) => (f.kind === 'log' ? [f.text] : [])) : [],
        ),
      ),
    );
  });
  const alike = (line: string) =>
    line
      .replace(/ ID=\d+ (?=DF|PROTO|FRAG|MF)/g, ' ID=0 ')
      .replace(/SEQ=\d+ (?=ACK)/, 'SEQ=0 ')
      .replace(/(?<=080A)\w{8}/, '00000000')
      .replace(/(?<=0103030)\w/, '7');
  expect(said.map(alike)).toEqual(
    [
      'tcp IN=eth0 OUT= MAC=02:00:00:00:02:01:02:00:00:00:01:01:08:00 SRC=10.0.0.1 DST=10.0.0.2 LEN=60 TOS=0x00 PREC=0x00 TTL=64 ID=30953 DF PROTO=TCP SPT=40001 DPT=80 WINDOW=64240 RES=0x00 SYN URGP=0 ',
      'options IN=eth0 OUT= MAC=02:00:00:00:02:01:02:00:00:00:01:01:08:00 SRC=10.0.0.1 DST=10.0.0.2 LEN=60 TOS=0x00 PREC=0x00 TTL=64 ID=30953 DF PROTO=TCP SPT=40001 DPT=80 SEQ=2031896306 ACK=0 WINDOW=64240 RES=0x00 SYN URGP=0 OPT (020405B40402080A06DF12D4000000000103030A) ',
      'leaves IN= OUT=eth0 SRC=10.0.0.1 DST=10.0.0.2 LEN=32 TOS=0x18 PREC=0xA0 TTL=64 ID=18597 DF PROTO=UDP SPT=40001 DPT=53 LEN=12 UID=1000 GID=100 MARK=0x10 ',
      'error IN=eth0 OUT= MAC=02:00:00:00:01:01:02:00:00:00:02:01:08:00 SRC=10.0.0.2 DST=10.0.0.1 LEN=60 TOS=0x18 PREC=0xC0 TTL=64 ID=28225 PROTO=ICMP TYPE=3 CODE=3 [SRC=10.0.0.1 DST=10.0.0.2 LEN=32 TOS=0x18 PREC=0xA0 TTL=64 ID=18597 DF PROTO=UDP SPT=40001 DPT=53 LEN=12 ] ',
      'ping IN=eth0 OUT= MACSRC=02:00:00:00:01:01 MACDST=02:00:00:00:02:01 MACPROTO=0800 SRC=10.0.0.1 DST=10.0.0.2 LEN=84 TOS=0x00 PREC=0x00 TTL=64 ID=58430 DF PROTO=ICMP TYPE=8 CODE=0 ID=7 SEQ=1 ',
      'leaves IN= OUT=eth0 SRC=10.0.0.1 DST=10.0.0.2 LEN=2028 TOS=0x00 PREC=0x00 TTL=64 ID=18356 PROTO=UDP SPT=40001 DPT=53 LEN=2008 UID=0 GID=0 MARK=0x10 ',
      'fragment IN=eth0 OUT= MAC=02:00:00:00:02:01:02:00:00:00:01:01:08:00 SRC=10.0.0.1 DST=10.0.0.2 LEN=548 TOS=0x00 PREC=0x00 TTL=64 ID=18356 FRAG:185 PROTO=UDP ',
      'error IN=eth0 OUT= MAC=02:00:00:00:01:01:02:00:00:00:02:01:08:00 SRC=10.0.0.2 DST=10.0.0.1 LEN=576 TOS=0x00 PREC=0xC0 TTL=64 ID=28228 PROTO=ICMP TYPE=3 CODE=3 [SRC=10.0.0.1 DST=10.0.0.2 LEN=2028 TOS=0x00 PREC=0x00 TTL=64 ID=18356 PROTO=UDP SPT=40001 DPT=53 LEN=2008 ] ',
    ].map(alike),
  );
});
