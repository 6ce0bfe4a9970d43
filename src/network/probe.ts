import type { BackendName } from '../netfilter/backend.ts';
import type { Packet, TcpFlag } from '../netfilter/packet.ts';
import { tcpFlagNames } from '../netfilter/values/tcpFlags.ts';
import { parseAddress } from '../netfilter/values/address.ts';
import { createWorld } from './create.ts';
import { Flight } from './flight.ts';
import { echo, segmentSize, tcpSegment, udpDatagram } from './packets.ts';
import { flowTo, lookUp, ownerOf, sourceFor, sourceForOwn } from './routes.ts';
import type { Answer, ProbeSpec, Scenario, ScenarioProblem } from './scenario.ts';
import { type Client, Sockets } from './sockets.ts';
import type { Trace } from './trace.ts';
import type { Host, World } from './world.ts';

/** What a probe left behind. */
export interface Sent {
  readonly world: World;
  readonly trace: Trace;
  readonly answer: Answer;
}

/** What `flags` names. */
export const parseFlags = (text: string): readonly TcpFlag[] =>
  text === 'ALL' ? tcpFlagNames : text === 'NONE' ? [] : tcpFlagNames.filter((f) => text.split(',').includes(f));

const target = (probe: ProbeSpec): { readonly kind: 'tcp' | 'udp' | 'ping'; readonly address: number; readonly port: number | null } => {
  const text = probe.tcp ?? probe.udp ?? probe.ping ?? '';
  const [address = '', port] = text.split(':');
  return { kind: probe.tcp !== undefined ? 'tcp' : probe.udp !== undefined ? 'udp' : 'ping', address: parseAddress(address)!, port: port === undefined ? null : Number(port) };
};

/** A probe as people read it where it has no name: `tcp 192.0.2.80:80 from pod`. */
export const probeName = (probe: ProbeSpec): string => {
  const { kind } = target(probe);
  return probe.name ?? `${kind} ${probe.tcp ?? probe.udp ?? probe.ping} from ${probe.from}`;
};

/** The source address of what a program sends, given the one it has bound to; null where no route leads there. The way is looked up again once the source is known. Reference: include/net/route.h, ip_route_connect */
const sourceOf = (host: Host, destination: number, bound: number | null): number | null => {
  if (ownerOf(host, destination)) return bound ?? sourceForOwn(host, destination);
  const leads = (source: number) => {
    const route = lookUp(host, { ...flowTo(destination), source });
    return route?.kind === 'unicast' || route?.kind === 'local' ? route : null;
  };
  const first = leads(bound ?? 0);
  const source = bound ?? (first && (first.kind === 'local' ? destination : sourceFor(host, first, destination)));
  return source !== null && leads(source) ? source : null;
};

/** Sends one probe and follows every packet it causes. The probe has to name a host and addresses that exist; `decodeScenario` sees to it. */
export const send = (world: World, probe: ProbeSpec): Sent => {
  const host = world.hosts[probe.from]!;
  const to = target(probe);
  const next = { ...world, now: world.now + (probe.wait ?? 0) * 1000, probes: world.probes + 1 };
  const name = probeName(probe);
  const chosen = sourceOf(host, to.address, probe.source === undefined ? null : parseAddress(probe.source));
  if (chosen === null) return { world: next, trace: { journeys: [] }, answer: { name, outcome: 'unreachable', icmp: null, seen: null } };
  const port = probe.sport ?? 40001 + world.probes;
  const ends = { source: chosen, destination: to.address };
  const bytes = typeof probe.payload === 'string' ? probe.payload.length : (probe.payload ?? (to.kind === 'ping' ? 56 : to.kind === 'udp' ? 4 : 0));
  const text = typeof probe.payload === 'string' ? probe.payload : '';
  const bare =
    to.kind === 'udp' ? udpDatagram(ends, port, to.port!, bytes, text)
    : to.kind === 'ping' ? echo(ends, 8, port, bytes, text)
    : probe.flags !== undefined ? tcpSegment(ends, port, to.port!, parseFlags(probe.flags), [])
    : tcpSegment(ends, port, to.port!, host.sysctl['net.ipv4.tcp_ecn'] === '1' ? ['SYN', 'ECE', 'CWR'] : ['SYN'], undefined, ownerOf(host, to.address) ? segmentSize.loopback : segmentSize.ethernet);
  const packet: Packet = { ...bare, ttl: probe.ttl ?? 64, tos: probe.tos ?? 0 };
  const owner = { uid: probe.uid ?? 0, gid: probe.gid ?? 0 };
  const client: Client = { host: host.name, kind: probe.flags !== undefined ? 'segment' : to.kind, ...ends, port, dport: to.port, owner };
  const sockets = new Sockets(client);
  const flight = new Flight(next, sockets.deliver, sockets.waiting);
  flight.send({ host: host.name, packet, by: 'client', owner, connection: null, answers: null });
  return { world: flight.world, trace: { journeys: flight.journeys }, answer: { name, outcome: sockets.outcome, icmp: sockets.icmp, seen: sockets.seen } };
};

/** A whole scenario: its probes one after the other on the same state. */
export const runScenario = (
  scenario: Scenario,
  backend: BackendName = 'legacy',
): { readonly ok: true; readonly world: World; readonly sent: readonly Sent[] } | { readonly ok: false; readonly problems: readonly ScenarioProblem[] } => {
  const created = createWorld(scenario, backend);
  if (!created.ok) return created;
  let { world } = created;
  const sent = scenario.probes.map((probe) => {
    const done = send(world, probe);
    world = done.world;
    return done;
  });
  return { ok: true, world, sent };
};
