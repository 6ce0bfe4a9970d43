import '../../src/netfilter/allExtensions.ts';
import '../../src/shell/commands/all.ts';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { readNetworks } from '../../src/cli/files.ts';
import { save } from '../../src/netfilter/print/save.ts';
import { mostPackets } from '../../src/network/conversation.ts';
import { createWorld } from '../../src/network/createWorld.ts';
import { decodeScenario } from '../../src/network/decodeScenario.ts';
import type { HostSpec, Scenario } from '../../src/network/scenario.ts';
import { sendProbe } from '../../src/network/sendProbe.ts';
import type { World } from '../../src/network/world.ts';
import { run } from '../../src/shell/run.ts';
import { entries, type KernelAnswer } from './kernel/run.ts';

const folder = join(import.meta.dirname, 'flows');
const read = (file: string): unknown => parse(readFileSync(join(folder, file), 'utf8'), { merge: true });

/**
 * A flow as its file has it: hosts of its own, or those of one of the networks, with rules and
 * parameters for some of them.
 */
interface Written {
  readonly name?: string;
  readonly on?: string;
  readonly hosts?: Readonly<Record<string, HostSpec>>;
  readonly rules?: Readonly<Record<string, string>>;
  readonly sysctl?: Readonly<Record<string, HostSpec['sysctl']>>;
}

/** The networks that flows and the shell's tables stand on: those of networks.yaml, and the course's as `content/NAME`. */
export const networks: Readonly<Record<string, Readonly<Record<string, HostSpec>>>> = {
  ...(read('networks.yaml') as Readonly<Record<string, Readonly<Record<string, HostSpec>>>>),
  ...Object.fromEntries(
    Object.entries(readNetworks('content')).map(([name, { hosts }]) => [`content/${name}`, hosts]),
  ),
};

/** The scenario of a flow; a host nobody has is an error, as everywhere. */
const scenarioOf = (file: string, { name, on, hosts, rules, sysctl, ...rest }: Written) => {
  const all: Record<string, HostSpec> = { ...(on === undefined ? {} : networks[on]), ...hosts };
  for (const [host, text] of Object.entries(rules ?? {})) all[host] = { ...all[host], rules: text };
  for (const [host, parameters] of Object.entries(sysctl ?? {}))
    all[host] = { ...all[host], ...(parameters && { sysctl: parameters }) };
  const decoded = decodeScenario({ hosts: all, ...rest });
  if (!decoded.ok) throw new Error(`${file}: ${name}: ${JSON.stringify(decoded.problems)}`);
  return { name: name ?? file.replace('.yaml', ''), scenario: decoded.scenario };
};

/** Every flow of flows/ by name. */
export const flows: readonly { readonly name: string; readonly scenario: Scenario }[] = readdirSync(folder)
  .filter((f) => f.endsWith('.yaml') && f !== 'networks.yaml')
  .sort()
  .flatMap((file) => [read(file)].flat().map((flow) => scenarioOf(file, flow as Written)));

/**
 * Flows whose way is compared rule by rule with the kernel's: a third and more, by a number that goes with
 * the name. TRACE has its rules in raw, so packets of other orders there are left out.
 */
export const isTraced = (name: string): boolean =>
  [...name].reduce((n, c) => (n * 31 + c.charCodeAt(0)) >>> 0, 7) % 5 < 2;

/**
 * The driver's hosts give up on a neighbour in a twenty-fifth of a second, and not in three
 * (kernel/network.py).
 */
export const hurried = (world: World): World => {
  const { hosts } = world;
  const sysctl = (h: World['hosts'][string]) =>
    Object.fromEntries(
      h.interfaces.flatMap((i) => [
        [`net.ipv4.neigh.${i.name}.mcast_solicit`, '1'],
        [`net.ipv4.neigh.${i.name}.retrans_time_ms`, '40'],
      ]),
    );
  return {
    ...world,
    hosts: Object.fromEntries(
      Object.entries(hosts).map(([name, h]) => [name, { ...h, sysctl: { ...sysctl(h), ...h.sysctl } }]),
    ),
  };
};

/** Whether two programs answer each other without an end: here such a conversation is cut off, and there it is not. */
export const isEndless = (scenario: Scenario): boolean => {
  const created = createWorld(scenario);
  if (!created.ok) return false;
  let { world } = created;
  return scenario.probes.some((probe) => {
    const sent = sendProbe(world, probe);
    world = sent.world;
    return sent.trace.journeys.length >= mostPackets;
  });
};

/** Our answer in the kernel's form, from one state of the random source. */
export const oursOf = (scenario: Scenario, seed = 1): KernelAnswer => {
  const created = createWorld(scenario);
  if (!created.ok) throw new Error(JSON.stringify(created.problems));
  let world = hurried({ ...created.world, seed });
  const probes = scenario.probes.map((probe) => {
    const sent = sendProbe(world, probe);
    world = sent.world;
    const { outcome, icmp, seen } = sent.answer;
    return { outcome, icmp, seen };
  });
  return { probes, ...endOf(world) };
};

/** What the hosts of a world remember, as the kernel's do: every counter, and every connection. */
export const endOf = (world: World): Pick<KernelAnswer, 'counters' | 'connections'> => {
  const hosts = Object.values(world.hosts);
  return {
    counters: Object.fromEntries(hosts.map((h) => [h.name, save(h.filter, { counters: true })])),
    connections: Object.fromEntries(
      hosts.flatMap((h) => {
        const list = entries(run(world, h.name, 'conntrack -L').stdout);
        return list.length ? [[h.name, list]] : [];
      }),
    ),
  };
};
