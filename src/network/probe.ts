import type { TcpFlag } from '../netfilter/packet.ts';
import type { BackendName } from '../netfilter/types.ts';
import { parseAddress } from '../netfilter/values/address.ts';
import { tcpFlagNames } from '../netfilter/values/tcpFlags.ts';
import { createWorld } from './createWorld.ts';
import { type Client, runClient } from './runClient.ts';
import type { Answer, ProbeSpec, Scenario, ScenarioProblem } from './scenario.ts';
import type { Trace } from './trace.ts';
import { nextPort, unwatched, type World } from './world.ts';

/** What a probe left behind. */
export interface Sent {
  readonly world: World;
  readonly trace: Trace;
  readonly answer: Answer;
}

/** What `flags` names. */
export const parseFlags = (text: string): readonly TcpFlag[] =>
  text === 'ALL'
    ? tcpFlagNames
    : text === 'NONE'
      ? []
      : tcpFlagNames.filter((f) => text.split(',').includes(f));

const target = (
  probe: ProbeSpec,
): { readonly kind: 'tcp' | 'udp' | 'ping'; readonly address: number; readonly port: number | null } => {
  const text = probe.tcp ?? probe.udp ?? probe.ping ?? '';
  const [address = '', port] = text.split(':');
  return {
    kind: probe.tcp !== undefined ? 'tcp' : probe.udp !== undefined ? 'udp' : 'ping',
    address: parseAddress(address)!,
    port: port === undefined ? null : Number(port),
  };
};

/** A probe as people read it where it has no name: `tcp 192.0.2.80:80 from pod`. */
export const probeName = (probe: ProbeSpec): string => {
  const { kind } = target(probe);
  return probe.name ?? `${kind} ${probe.tcp ?? probe.udp ?? probe.ping} from ${probe.from}`;
};

/**
 * Sends one probe and follows every packet it causes. The probe has to name a host and addresses that exist;
 * `decodeScenario` sees to it.
 */
export const send = (world: World, probe: ProbeSpec): Sent => {
  const to = target(probe);
  const { payload } = probe;
  const bytes = typeof payload === 'string' ? payload.length : (payload ?? (to.kind === 'ping' ? 56 : 4));
  const text = typeof payload === 'string' ? payload : '';
  const what: Client['what'] =
    to.kind === 'udp'
      ? { kind: 'udp', dport: to.port!, bytes, text }
      : to.kind === 'ping'
        ? { kind: 'ping', sequence: 1, bytes, text }
        : probe.flags !== undefined
          ? { kind: 'segment', dport: to.port!, flags: parseFlags(probe.flags) }
          : { kind: 'tcp', dport: to.port!, says: probe.says ?? [] };
  const done = runClient(
    { ...unwatched(world), now: world.now + (probe.wait ?? 0) * 1000, probes: world.probes + 1 },
    {
      from: probe.from,
      to: to.address,
      what,
      source: probe.source === undefined ? null : parseAddress(probe.source),
      port: probe.sport ?? nextPort(world),
      ttl: probe.ttl ?? 64,
      tos: probe.tos ?? 0,
      owner: { uid: probe.uid ?? 0, gid: probe.gid ?? 0 },
    },
  );
  return {
    world: done.world,
    trace: done.trace,
    answer: { name: probeName(probe), outcome: done.outcome, icmp: done.icmp, seen: done.seen },
  };
};

/** A whole scenario: its probes one after the other on the same state. */
export const runScenario = (
  scenario: Scenario,
  backend: BackendName = 'legacy',
):
  | { readonly ok: true; readonly world: World; readonly sent: readonly Sent[] }
  | { readonly ok: false; readonly problems: readonly ScenarioProblem[] } => {
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
