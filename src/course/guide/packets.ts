import type { Rows } from './row.ts';

/** The three ways to send something. */
export const protocolRows: Rows = {
  tcp: { means: 'Opens a tcp connection to an address and a port.', example: 'visitor tcp 192.0.2.10:80' },
  udp: { means: 'Sends a udp packet to an address and a port.', example: 'visitor udp 192.0.2.10:53' },
  ping: { means: 'Sends a ping to an address.', example: 'visitor ping 192.0.2.10' },
};

/** What may follow the address of a packet. */
export const packetRows: Rows = {
  sport: { means: 'The source port.', example: 'visitor tcp 192.0.2.10:80 sport=5000' },
  ttl: { means: 'How many routers it may pass.', example: 'visitor ping 192.0.2.10 ttl=3' },
  tos: { means: 'The TOS byte, as a number.', example: 'visitor ping 192.0.2.10 tos=16' },
  uid: {
    means: 'The user whose program sends it, for the owner match.',
    example: 'visitor tcp 192.0.2.10:80 uid=1000',
  },
  gid: { means: 'The group of the program that sends it.', example: 'visitor tcp 192.0.2.10:80 gid=100' },
  payload: {
    means: 'So many bytes, or this text.',
    example: 'visitor udp 192.0.2.10:53 payload=1200',
  },
  wait: { means: 'Seconds that pass before it is sent.', example: 'visitor ping 192.0.2.10 wait=60' },
  source: {
    means: 'Which of its own addresses the sender uses.',
    example: 'visitor ping 192.0.2.10 source=192.0.2.99',
  },
  flags: {
    means: 'One segment made by hand, with these TCP flags; also `ALL` and `NONE`.',
    example: 'visitor tcp 192.0.2.10:80 flags=SYN,ACK',
  },
  says: {
    means: 'What the client sends once it is connected. You may write it several times.',
    example: 'visitor tcp 192.0.2.10:80 says=hello says=bye',
  },
};
