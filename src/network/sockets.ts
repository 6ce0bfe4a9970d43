import type { SocketEnd } from '../netfilter/environment.ts';
import type { Packet, Skb, Transport } from '../netfilter/packet.ts';
import type { Address } from '../netfilter/types.ts';
import { printAddress } from '../netfilter/values/address.ts';
import type { OutgoingPacket } from './outgoingPacket.ts';
import { answerOptions, echo, icmpErrorName, segmentSize, tcpSegment, udpDatagram } from './packets.ts';
import { ownerOf } from './routes.ts';
import type { Answer, Outcome } from './scenario.ts';
import { answerTo } from './services.ts';
import type { Delivery, SocketLayer } from './socketLayer.ts';
import type { Host } from './world.ts';

/** The program that probes: what it sent and where it waits for the answer. */
export interface Client {
  readonly host: string;
  readonly kind: 'tcp' | 'udp' | 'ping' | 'segment';
  readonly source: Address;
  readonly destination: Address;
  /** The source port, or the echo id. */
  readonly port: number;
  /** The destination port; null for ping. */
  readonly dport: number | null;
  readonly owner: Skb['owner'];
  /** What its socket writes into every packet. */
  readonly ttl: number;
  readonly tos: number;
  /**
   * What a TCP client says once it is connected, each when it was answered to the one before, and then it
   * closes; one that says nothing waits to be closed upon.
   */
  readonly says: readonly string[];
}

type Tcp = Extract<Transport, { kind: 'tcp' }>;

/** A server's side of one TCP connection, by its four ends. */
type Serving = 'opening' | 'listening' | 'closing' | 'waiting' | 'last' | 'closed';

const kernelOwner = { uid: null, gid: null };
const listenerOwner = { uid: 0, gid: 0 };

/** All sockets of one conversation: the client's, and those of the listeners that answer it. */
export interface SocketState {
  readonly client: Client;
  readonly clientState: 'opening' | 'open' | 'closing' | 'closed';
  /** The listeners' sides, by the ends of their connections. */
  readonly serving: Readonly<Record<string, Serving>>;
  readonly outcome: Outcome;
  /** A reset came behind the handshake: nothing more will be heard. */
  readonly reset: boolean;
  readonly icmp: string | null;
  readonly seen: Answer['seen'];
  /** What the client was told. */
  readonly heard: string;
  /** How much of what it has to say it has said. */
  readonly said: number;
}

/** The sockets before the client has sent anything. */
export const opened = (client: Client): SocketState => ({
  client,
  clientState: 'opening',
  serving: {},
  outcome: 'timeout',
  reset: false,
  icmp: null,
  seen: null,
  heard: '',
  said: 0,
});

/** What hosts do with the packets that are for them. `state` changes with each. */
export class Sockets implements SocketLayer {
  state: SocketState;

  constructor(state: SocketState) {
    this.state = state;
  }

  get #client(): Client {
    return this.state.client;
  }

  #change(changes: Partial<SocketState>): void {
    this.state = { ...this.state, ...changes };
  }

  #serve(key: string, now: Serving): void {
    this.#change({ serving: { ...this.state.serving, [key]: now } });
  }

  /** What a host does with a packet that is for it. */
  deliver(host: Host, skb: Skb, journey: number): Delivery {
    const { transport } = skb.packet;
    switch (transport.kind) {
      case 'tcp':
        return this.#tcp(host, skb, transport, journey);
      case 'udp':
        return this.#udp(host, skb, transport, journey);
      case 'icmp':
        return this.#icmp(host, skb, transport, journey);
      case 'other':
        return { to: null, send: [] };
    }
  }

  /**
   * The socket of a host that gets what comes for one of its ends. Reference: net/ipv4/inet_hashtables.c,
   * udp.c
   */
  socketFor(
    host: Host,
    protocol: 'tcp' | 'udp',
    local: SocketEnd,
    remote: SocketEnd,
  ): ReturnType<SocketLayer['socketFor']> {
    const c = this.#client;
    const mine =
      host.name === c.host &&
      c.kind === protocol &&
      local.address === c.source &&
      local.port === c.port &&
      remote.address === c.destination &&
      remote.port === c.dport;
    if (mine) return 'connected';
    const serving =
      this.state.serving[`${host.name} ${local.address} ${local.port} ${remote.address} ${remote.port}`];
    // A request that has not been answered to, and FIN-WAIT-2 without a program. Reference: net/core/sock.c,
    // sk_fullsock
    if (serving) return serving === 'opening' || serving === 'waiting' ? 'half' : 'connected';
    return host.listeners.some((l) => l.protocol === protocol && l.port === local.port) ? 'listening' : null;
  }

  /**
   * A program that opens a TCP connection is not told, and tries on. Reference: net/ipv4/tcp_output.c,
   * tcp_connect
   */
  sendFailed({ by }: OutgoingPacket): void {
    if (by === 'client' && this.#client.kind !== 'tcp') this.#end('unreachable');
  }

  /** Packets from the client's side of a connection to its other end. */
  #mine(host: Host, p: Packet, sport: number, dport: number): boolean {
    const c = this.#client;
    return (
      host.name === c.host &&
      p.destination === c.source &&
      dport === c.port &&
      p.source === c.destination &&
      sport === c.dport
    );
  }

  #see(host: Host, p: Packet, sport: number | null, dport: number | null): void {
    if (this.state.seen === null)
      this.#change({
        seen: {
          host: host.name,
          source: printAddress(p.source),
          sport,
          destination: printAddress(p.destination),
          dport,
        },
      });
  }

  #end(outcome: Outcome, icmp: string | null = null): void {
    if (this.state.outcome === 'timeout') this.#change({ outcome, icmp });
  }

  #answer(
    host: Host,
    p: Packet,
    t: Tcp,
    flags: Parameters<typeof tcpSegment>[3],
    by: OutgoingPacket['by'],
    owner: Skb['owner'],
    journey: number,
    payload = '',
  ): OutgoingPacket {
    const mss = ownerOf(host, p.source) ? segmentSize.loopback : segmentSize.ethernet;
    const congestion =
      flags.includes('SYN') &&
      t.flags.includes('ECE') &&
      t.flags.includes('CWR') &&
      host.sysctl['net.ipv4.tcp_ecn'] !== '0';
    const packet = tcpSegment(
      { source: p.destination, destination: p.source },
      t.dport,
      t.sport,
      congestion ? [...flags, 'ECE'] : flags,
      answerOptions(t.options, flags),
      mss,
      payload,
    );
    const { ttl, tos } = by === 'client' ? this.#client : packet;
    return {
      host: host.name,
      packet: { ...packet, ttl, tos },
      by,
      owner,
      connection: null,
      answers: journey,
    };
  }

  /** Reference: net/ipv4/tcp_ipv4.c, tcp_v4_rcv. */
  #tcp(host: Host, skb: Skb, t: Tcp, journey: number): Delivery {
    const p = skb.packet;
    const has = (f: Tcp['flags'][number]) => t.flags.includes(f);
    const reset = (owner: Skb['owner'] = kernelOwner) => {
      if (has('RST')) return { to: 'kernel' as const, send: [] };
      const answer = this.#answer(
        host,
        p,
        t,
        has('ACK') ? ['RST'] : ['RST', 'ACK'],
        'kernel',
        owner,
        journey,
      );
      // Nobody has set a type of service here, so it is the other side's. Reference: net/ipv4/tcp_ipv4.c,
      // tcp_v4_send_reset
      return {
        to: 'kernel' as const,
        send: [{ ...answer, packet: { ...answer.packet, tos: p.tos & 0xfc } }],
      };
    };
    if (this.#mine(host, p, t.sport, t.dport)) {
      if (this.#client.kind === 'segment') {
        this.#end(has('RST') ? 'refused' : 'replied');
        return has('RST') ? { to: 'client', send: [] } : reset();
      }
      return this.#clientTcp(host, p, t, journey);
    }
    const key = `${host.name} ${p.destination} ${t.dport} ${p.source} ${t.sport}`;
    const serving = this.state.serving[key];
    const listening = host.listeners.some((l) => l.protocol === 'tcp' && l.port === t.dport);
    const say = (...flags: Parameters<typeof tcpSegment>[3]) =>
      this.#answer(host, p, t, flags, 'listener', listenerOwner, journey);
    if (!serving) {
      // The reset is the listener's, where there is one. Reference: net/ipv4/ip_output.c,
      // ip_send_unicast_reply
      if (!listening || has('ACK')) return reset(listening ? listenerOwner : kernelOwner);
      if (has('RST') || !has('SYN') || has('FIN')) return { to: 'kernel', send: [] };
      this.#serve(key, 'opening');
      this.#see(host, p, t.sport, t.dport);
      return { to: 'listener', send: [say('SYN', 'ACK')] };
    }
    if (has('RST')) {
      const { [key]: _, ...serving } = this.state.serving;
      this.#change({ serving });
      return { to: 'listener', send: [] };
    }
    let now = serving;
    if (now === 'opening' && has('ACK')) {
      // Linux 6.15 and later asks whether the timestamp that comes back is one that was sent. Reference:
      // net/ipv4/tcp_minisocks.c, tcp_check_req
      if (t.strayEcho) return { to: 'listener', send: [say('ACK')] };
      // A program that accepts sees a client that has something to say wait, and closes upon one that has
      // not.
      const asked = this.#client.says.length > 0;
      now = asked ? 'listening' : 'closing';
      this.#serve(key, now);
      if (p.payload === '') return { to: 'listener', send: asked ? [] : [say('FIN', 'ACK')] };
    }
    // What comes before a program has accepted is acknowledged by a socket that has no program yet.
    if (now === 'listening' && p.payload !== '')
      return {
        to: 'listener',
        send: [
          this.#answer(
            host,
            p,
            t,
            ['ACK'],
            'listener',
            serving === 'opening' ? kernelOwner : listenerOwner,
            journey,
          ),
          this.#answer(
            host,
            p,
            t,
            ['PSH', 'ACK'],
            'listener',
            listenerOwner,
            journey,
            answerTo(host, p.payload),
          ),
        ],
      };
    if (now === 'listening' && has('FIN')) {
      this.#serve(key, 'last');
      return { to: 'listener', send: [say('FIN', 'ACK')] };
    }
    if (now === 'closing' && !has('FIN')) this.#serve(key, 'waiting');
    if ((now === 'closing' || now === 'waiting') && has('FIN')) {
      this.#serve(key, 'closed');
      // The program has closed; what is left in TIME-WAIT acknowledges without a socket.
      return { to: 'listener', send: [this.#answer(host, p, t, ['ACK'], 'kernel', null, journey)] };
    }
    return { to: 'listener', send: [] };
  }

  #clientTcp(host: Host, p: Packet, t: Tcp, journey: number): Delivery {
    const has = (f: Tcp['flags'][number]) => t.flags.includes(f);
    const say = (...flags: Parameters<typeof tcpSegment>[3]) =>
      this.#answer(host, p, t, flags, 'client', this.#client.owner, journey);
    if (has('RST')) {
      // One that follows the handshake is there before the program asks what came of it.
      if (this.state.clientState === 'open')
        this.#change({ reset: true, ...(this.state.said === 0 && { outcome: 'refused' }) });
      this.#end('refused');
      this.#change({ clientState: 'closed' });
      return { to: 'client', send: [] };
    }
    if (this.state.clientState === 'opening' && has('SYN') && has('ACK')) {
      this.#change({ clientState: 'open' });
      this.#end('connected');
      const ack = say('ACK');
      // There is no room in the window yet: it speaks when it is told that there is.
      if (t.cookie)
        return {
          to: 'client',
          send: [
            {
              ...ack,
              packet: { ...ack.packet, transport: { ...(ack.packet.transport as Tcp), cookie: t.cookie } },
            },
          ],
        };
      return { to: 'client', send: [ack, ...this.#speak(host, p, t, journey)] };
    }
    if (this.state.clientState === 'open' && this.state.said === 0 && p.payload === '' && !has('FIN'))
      return { to: 'client', send: this.#speak(host, p, t, journey) };
    if (this.state.clientState === 'open' && p.payload !== '') {
      this.#change({ heard: this.state.heard + p.payload });
      const more = this.#speak(host, p, t, journey);
      if (more.length) return { to: 'client', send: [say('ACK'), ...more] };
      this.#change({ clientState: 'closing' });
      return { to: 'client', send: [say('ACK'), say('FIN', 'ACK')] };
    }
    if (this.state.clientState === 'closing' && has('FIN')) {
      this.#change({ clientState: 'closed' });
      return { to: 'client', send: [this.#answer(host, p, t, ['ACK'], 'kernel', null, journey)] };
    }
    if (this.state.clientState === 'open' && has('FIN')) {
      this.#change({ clientState: 'closed' });
      return { to: 'client', send: [say('ACK'), say('FIN', 'ACK')] };
    }
    return { to: 'client', send: [] };
  }

  /** The next thing that the client has to say, if there is one. */
  #speak(host: Host, p: Packet, t: Tcp, journey: number): readonly OutgoingPacket[] {
    const text = this.#client.says[this.state.said];
    if (text === undefined) return [];
    this.#change({ said: this.state.said + 1 });
    return [this.#answer(host, p, t, ['PSH', 'ACK'], 'client', this.#client.owner, journey, text)];
  }

  #udp(host: Host, skb: Skb, t: Extract<Transport, { kind: 'udp' }>, journey: number): Delivery {
    const p = skb.packet;
    if (this.#client.kind === 'udp' && this.#mine(host, p, t.sport, t.dport)) {
      this.#change({ heard: this.state.heard + p.payload });
      this.#end('replied');
      return { to: 'client', send: [] };
    }
    if (!host.listeners.some((l) => l.protocol === 'udp' && l.port === t.dport))
      return { to: null, send: [] };
    this.#see(host, p, t.sport, t.dport);
    const packet = udpDatagram(
      { source: p.destination, destination: p.source },
      t.dport,
      t.sport,
      p.length - 28,
      p.payload,
    );
    return {
      to: 'listener',
      send: [
        { host: host.name, packet, by: 'listener', owner: listenerOwner, connection: null, answers: journey },
      ],
    };
  }

  #icmp(host: Host, skb: Skb, t: Extract<Transport, { kind: 'icmp' }>, journey: number): Delivery {
    const p = skb.packet;
    if (t.about !== null) return this.#error(host, t, t.about, journey);
    if (t.type === 8) {
      this.#see(host, p, null, null);
      const packet = {
        ...echo(
          { source: p.destination, destination: p.source },
          0,
          t.id ?? 0,
          p.length - 28,
          p.payload,
          t.sequence ?? 0,
        ),
        tos: p.tos,
      };
      return {
        to: 'kernel',
        send: [
          { host: host.name, packet, by: 'kernel', owner: kernelOwner, connection: null, answers: journey },
        ],
      };
    }
    const c = this.#client;
    if (
      t.type === 0 &&
      c.kind === 'ping' &&
      host.name === c.host &&
      p.source === c.destination &&
      t.id === c.port
    ) {
      this.#end('replied');
      return { to: 'client', send: [] };
    }
    return { to: 'kernel', send: [] };
  }

  /** An error is the client's if the packet inside is the one it sent. */
  #error(host: Host, t: Transport, about: Packet, journey: number): Delivery {
    const c = this.#client;
    const inner = about.transport;
    const port =
      inner.kind === 'tcp' || inner.kind === 'udp' ? inner.sport : inner.kind === 'icmp' ? inner.id : null;
    if (
      host.name !== c.host ||
      about.source !== c.source ||
      about.destination !== c.destination ||
      port !== c.port
    )
      return { to: 'kernel', send: [] };
    const icmp = icmpErrorName(t);
    const outcome = icmp === 'port-unreachable' && c.kind !== 'ping' ? 'refused' : 'unreachable';
    // An error about the last packet of the handshake is there before the program asks what came of it.
    // Reference: net/ipv4/tcp_ipv4.c, tcp_v4_err (sk_err_soft)
    if (inner.kind === 'tcp' && this.state.clientState === 'open' && inner.flags.join() === 'ACK') {
      this.#change({ outcome, icmp, clientState: 'closing' });
      return {
        to: 'client',
        send: [
          {
            host: host.name,
            packet: {
              ...tcpSegment(
                { source: c.source, destination: c.destination },
                c.port,
                c.dport!,
                ['FIN', 'ACK'],
                inner.options,
              ),
              ttl: c.ttl,
              tos: c.tos,
            },
            by: 'client',
            owner: c.owner,
            connection: null,
            answers: journey,
          },
        ],
      };
    }
    this.#end(outcome, icmp);
    return { to: 'client', send: [] };
  }
}
