import type { TcpFlag } from '../netfilter/packet.ts';
import { parseAddress } from '../netfilter/values/address.ts';
import { tcpFlagNames } from '../netfilter/values/tcpFlags.ts';
import { type Client, runClient } from './runClient.ts';
import type { Answer, ProbeSpec } from './scenario.ts';
import { addressOf, protocolOf, sentWhere } from './sentWhere.ts';
import type { Trace } from './trace.ts';
import { nextPort, unwatched, type World } from './world.ts';

/** What came of a probe. */
export interface ProbeResult {
  readonly world: World;
  readonly trace: Trace;
  readonly answer: Answer;
}

/** The TCP flags that a probe's `flags` names. */
export const parseFlags = (text: string): readonly TcpFlag[] =>
  text === 'ALL'
    ? tcpFlagNames
    : text === 'NONE'
      ? []
      : tcpFlagNames.filter((f) => text.split(',').includes(f));

const target = (
  probe: ProbeSpec,
): { readonly kind: 'tcp' | 'udp' | 'ping'; readonly address: number; readonly port: number | null } => {
  const [address = '', port] = addressOf(probe).split(':');
  return {
    kind: protocolOf(probe),
    address: parseAddress(address)!,
    port: port === undefined ? null : Number(port),
  };
};

/** A probe's name; without one what it does: `tcp 192.0.2.80:80 from pod`. */
export const probeName = (probe: ProbeSpec): string => probe.name ?? `${sentWhere(probe)} from ${probe.from}`;

/**
 * Sends one probe and follows every packet that it causes. The host and the addresses that the probe names have to
 * exist: `decodeScenario` checks that.
 */
export const sendProbe = (world: World, probe: ProbeSpec): ProbeResult => {
  const to = target(probe);
  const { payload } = probe;
  const bytes = typeof payload === 'string' ? payload.length : (payload ?? (to.kind === 'ping' ? 56 : 4));
  const text = typeof payload === 'string' ? payload : '';
  const sends: Client['sends'] =
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
      sends,
      source: probe.source === undefined ? null : parseAddress(probe.source),
      port: probe.sport ?? nextPort(world),
      ttl: probe.ttl ?? 64,
      tos: probe.tos ?? 0,
      owner: { uid: probe.uid ?? 0, gid: probe.gid ?? 0 },
    },
  );
  // A reset does not undo that the connection was open.
  const outcome = done.outcome === 'refused' && done.reset ? 'connected' : done.outcome;
  return {
    world: done.world,
    trace: done.trace,
    answer: { name: probeName(probe), outcome, icmp: done.icmp, seen: done.seen },
  };
};
