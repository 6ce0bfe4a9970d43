/** What can be seen of a firewall from outside: what becomes of every packet that we can think of. */
import { printAddress } from '../../netfilter/values/address.ts';
import type { ProbeSpec } from '../../network/scenario.ts';
import { type ProbeResult, sendProbe } from '../../network/sendProbe.ts';
import type { World } from '../../network/world.ts';
import type { Lab } from '../lab.ts';
import { makeChange } from '../makeChange.ts';
import { sendPackets } from '../runLab.ts';

/** The numbers that are written as ports in a text. */
export const portsIn = (text: string): readonly number[] =>
  [...text.matchAll(/--(?:[sd]?ports?|to-ports)\s+([\d,:]+)/g)].flatMap((m) =>
    m[1]!.split(/[,:]/).map(Number),
  );

/** A port on which no host listens. */
const closedPort = (ports: ReadonlySet<number>): number => {
  let port = 4711;
  while (ports.has(port)) port++;
  return port;
};

/** The most probes that are sent after one change of a lab. */
export const mostProbes = 4000;

/**
 * From every host to every address: each port on which any host listens or that is named in `ports`, one on which none
 * does, over tcp and udp, and a ping. A host with several addresses sends from each of them. What is likely to be
 * answered comes first.
 */
export const thinkableProbes = ({ hosts }: World, named: readonly number[]): readonly ProbeSpec[] => {
  const all = Object.values(hosts);
  const listening = all.flatMap((h) => h.listeners);
  const known = new Set([...listening.map((l) => l.port), ...named]);
  const ports = [...known, closedPort(known)];
  const destinations = all.flatMap((h) =>
    h.interfaces.flatMap((i) => i.addresses.map((a) => ({ host: h, address: printAddress(a.address) }))),
  );
  const likely: ProbeSpec[] = [];
  const rest: ProbeSpec[] = [];
  for (const from of all) {
    const own = from.interfaces
      .filter((i) => i.name !== 'lo')
      .flatMap((i) => i.addresses.map((a) => printAddress(a.address)));
    const sources = own.length > 1 ? [undefined, ...own] : [undefined];
    for (const { host: to, address } of destinations) {
      if (address.startsWith('127.') && to !== from) continue;
      for (const source of sources) {
        const common = { from: from.name, ...(source !== undefined && { source }) };
        for (const protocol of ['tcp', 'udp'] as const)
          for (const port of ports) {
            const open = to.listeners.some((l) => l.protocol === protocol && l.port === port);
            (open && source === undefined ? likely : rest).push({
              ...common,
              [protocol]: `${address}:${port}`,
            });
          }
        (source === undefined ? likely : rest).push({ ...common, ping: address });
      }
    }
  }
  return [...likely, ...rest];
};

/** What can be seen of one probe: how it ended, who answered, who got it, and from which address. */
export const seenOf = ({ answer, trace }: Pick<ProbeResult, 'answer' | 'trace'>): string => {
  const reply = trace.journeys.find((j) => j.answers === 0)?.events[0];
  const { outcome, icmp, seen } = answer;
  return JSON.stringify([
    outcome,
    icmp,
    reply?.kind === 'made' ? reply.host : null,
    seen && [seen.host, seen.source, seen.destination, seen.dport],
  ]);
};

/** A network after none of a lab's changes, after the first, after the first two … */
export const stages = ({ changes }: Pick<Lab, 'changes'>, world: World): readonly World[] => {
  const worlds = [world];
  for (const change of changes) worlds.push(makeChange(worlds.at(-1)!, change));
  return worlds;
};

/** What is seen of the lab's own packets, one after the other. */
export const seenOfPackets = (lab: Lab, world: World): readonly string[] =>
  sendPackets(lab, world).packets.map(seenOf);

/** A probe, after how many of the lab's changes it is sent, and what is seen of it with the solution. */
export interface Observed {
  readonly probe: ProbeSpec;
  readonly stage: number;
  readonly seen: string;
}

/**
 * Every thinkable probe that meets the lab's host at all, with what is seen of it in this world; and how many were left
 * out because there were too many.
 */
export const observe = (
  lab: Lab,
  world: World,
  named: readonly number[],
): { readonly observed: readonly Observed[]; readonly left: number } => {
  const observed: Observed[] = [];
  let left = 0;
  for (const [stage, now] of stages(lab, world).entries()) {
    const probes = thinkableProbes(now, named);
    left += Math.max(0, probes.length - mostProbes);
    for (const probe of probes.slice(0, mostProbes)) {
      const sent = sendProbe(now, probe);
      // What never comes to this host is the same whatever its rules are.
      if (sent.trace.journeys.some((j) => j.events.some((e) => 'host' in e && e.host === lab.host)))
        observed.push({ probe, stage, seen: seenOf(sent) });
    }
  }
  return { observed, left };
};

/** The probes of which something else is seen in another world, one after the other. */
export function* differences(
  lab: Lab,
  observed: readonly Observed[],
  world: World,
): Generator<Observed, void> {
  const worlds = stages(lab, world);
  for (const o of observed) if (seenOf(sendProbe(worlds[o.stage]!, o.probe)) !== o.seen) yield o;
}
