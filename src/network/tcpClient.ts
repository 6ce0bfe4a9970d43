import type { TcpFlag } from '../netfilter/packet.ts';
import type { OutgoingPacket } from './outgoingPacket.ts';
import { synOptions } from './packets.ts';
import { type Arrival, type Received, type SocketState, withOutcome } from './socketState.ts';
import { clientReply, type Tcp, tcpReply } from './tcpReply.ts';

/**
 * What the client does with a segment of its connection: it sends its texts one by one, and closes after the
 * reply to the last.
 */
export const receiveForClient = (sockets: SocketState, arrival: Arrival, t: Tcp): Received => {
  const { payload } = arrival.packet;
  const has = (flag: TcpFlag) => t.flags.includes(flag);
  const say = (...flags: readonly TcpFlag[]) => clientReply(sockets.client, arrival, t, flags);
  const received = (after: SocketState, ...send: Received['send']): Received => ({
    sockets: after,
    to: 'client',
    send,
  });
  if (has('RST')) return received(afterReset(sockets));
  switch (sockets.clientState) {
    case 'SYN_SENT':
      if (has('ACK') && !has('SYN') && !sockets.triedAgain) return again(sockets, arrival, t);
      if (!has('SYN') || !has('ACK')) return received(sockets);
      return connected(sockets, arrival, t);
    case 'ESTABLISHED': {
      if (sockets.sent === 0 && payload === '' && !has('FIN')) {
        const next = nextText(sockets, arrival, t);
        return received(next.sockets, ...next.send);
      }
      if (payload !== '') {
        const heard = { ...sockets, received: sockets.received + payload };
        const next = nextText(heard, arrival, t);
        return next.send.length
          ? received(next.sockets, say('ACK'), ...next.send)
          : received({ ...heard, clientState: 'FIN_WAIT' }, say('ACK'), say('FIN', 'ACK'));
      }
      return has('FIN')
        ? received({ ...sockets, clientState: 'CLOSED' }, say('ACK'), say('FIN', 'ACK'))
        : received(sockets);
    }
    case 'FIN_WAIT': {
      if (!has('FIN')) return received(sockets);
      const last = tcpReply(arrival, t, ['ACK'], { by: 'kernel', owner: null });
      return received({ ...sockets, clientState: 'CLOSED' }, last);
    }
    case 'CLOSED':
      return received(sockets);
  }
};

/**
 * A reset right after the handshake is there before a program asks for the result of its connect(); `reset` tells that
 * from a connection that was never open.
 */
const afterReset = (sockets: SocketState): SocketState => {
  const open = sockets.clientState === 'ESTABLISHED';
  const refused: SocketState =
    open && sockets.sent === 0 ? { ...sockets, outcome: 'refused' } : withOutcome(sockets, 'refused');
  return { ...refused, reset: sockets.reset || open, clientState: 'CLOSED' };
};

/**
 * An acknowledgement of something else: the client resets that connection, and sends its SYN once more. Reference:
 * net/ipv4/tcp_input.c, tcp_rcv_synsent_state_process
 */
const again = (sockets: SocketState, arrival: Arrival, t: Tcp): Received => {
  const { client } = sockets;
  const reset = tcpReply(arrival, t, ['RST'], { by: 'kernel', owner: client.owner });
  const syn = clientReply(client, arrival, { ...t, options: synOptions }, ['SYN']);
  return {
    sockets: { ...sockets, triedAgain: true },
    to: 'client',
    send: [{ ...reset, packet: { ...reset.packet, tos: arrival.packet.tos & 0xfc } }, syn],
  };
};

const connected = (sockets: SocketState, arrival: Arrival, t: Tcp): Received => {
  const open: SocketState = { ...withOutcome(sockets, 'connected'), clientState: 'ESTABLISHED' };
  const ack = clientReply(sockets.client, arrival, t, ['ACK']);
  // A SYN,ACK with a cookie has no window yet: the client speaks when it hears that there is one.
  if (t.cookie) {
    const transport = { ...(ack.packet.transport as Tcp), cookie: t.cookie };
    return { sockets: open, to: 'client', send: [{ ...ack, packet: { ...ack.packet, transport } }] };
  }
  const next = nextText(open, arrival, t);
  return { sockets: next.sockets, to: 'client', send: [ack, ...next.send] };
};

/** The next text that the client has to send, if there is one left. */
const nextText = (
  sockets: SocketState,
  arrival: Arrival,
  t: Tcp,
): { readonly sockets: SocketState; readonly send: readonly OutgoingPacket[] } => {
  const text = sockets.client.says[sockets.sent];
  if (text === undefined) return { sockets, send: [] };
  return {
    sockets: { ...sockets, sent: sockets.sent + 1 },
    send: [clientReply(sockets.client, arrival, t, ['PSH', 'ACK'], text)],
  };
};
