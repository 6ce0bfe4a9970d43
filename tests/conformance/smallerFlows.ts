/**
 * A scenario of which nothing can be taken away without a difference to the kernel going too, and how it is
 * written.
 */
import { Document, isMap, visit } from 'yaml';
import { decodeScenario } from '../../src/network/decodeScenario.ts';
import type { HostSpec, InterfaceSpec, ProbeSpec, Scenario } from '../../src/network/scenario.ts';

/** Everything that can be taken out of a scenario, by name, the largest first. */
const piecesOf = ({ hosts, probes }: Scenario): readonly string[] => {
  const list: string[] = [];
  for (const i of [...probes.keys()].reverse()) list.push(`probe ${i}`);
  for (const name of Object.keys(hosts)) list.push(`host ${name}`);
  for (const [name, spec] of Object.entries(hosts))
    for (const [i, line] of (spec.rules ?? '').split('\n').entries())
      if (line.startsWith('*')) list.push(`${name} line ${i}`);
  for (const [name, spec] of Object.entries(hosts))
    for (const [i, line] of (spec.rules ?? '').split('\n').entries())
      if (/^-A|^:\S+ DROP/.test(line)) list.push(`${name} line ${i}`);
  for (const [name, spec] of Object.entries(hosts)) {
    for (const key of ['routes', 'listen'] as const)
      for (const i of spec[key]?.keys() ?? []) list.push(`${name} ${key} ${i}`);
    if (spec.forwarding) list.push(`${name} forwarding`);
    for (const [device, own] of Object.entries(spec.interfaces ?? {})) {
      list.push(`${name} ${device}`);
      if (own.mac) list.push(`${name} ${device} mac`);
      for (const i of own.addresses?.keys() ?? []) list.push(`${name} ${device} ${i}`);
    }
  }
  for (const [i, probe] of probes.entries())
    for (const key of ['source', 'sport', 'ttl', 'tos', 'uid', 'gid', 'payload'] as const)
      if (probe[key] !== undefined) list.push(`probe ${i} ${key}`);
  return list;
};

/** Rules without some lines, and without chains that then nobody needs. */
const rulesWithout = (rules: string, gone: (line: number) => boolean): string | undefined => {
  const tables: string[][] = [];
  let dropped = false;
  for (const [i, line] of rules.split('\n').entries()) {
    if (line.startsWith('*')) {
      dropped = gone(i);
      if (!dropped) tables.push([line]);
    } else if (!dropped && line && line !== 'COMMIT' && !gone(i)) tables.at(-1)!.push(line);
  }
  const kept = tables.map((lines) => {
    const needed = (name: string) => lines.some((l) => l.startsWith('-A') && l.split(' ').includes(name));
    return lines.filter(
      (l) => !l.startsWith(':') || / DROP /.test(l) || (/ - /.test(l) && needed(l.slice(1).split(' ')[0]!)),
    );
  });
  return (
    kept
      .filter((lines) => lines.length > 1)
      .map((lines) => `${[...lines, 'COMMIT'].join('\n')}\n`)
      .join('') || undefined
  );
};

const without = ({ hosts, probes }: Scenario, gone: ReadonlySet<string>): Scenario => {
  const kept = <T>(list: readonly T[] | undefined, name: string): readonly T[] | undefined => {
    const left = list?.filter((_, i) => !gone.has(`${name} ${i}`));
    return left?.length ? left : undefined;
  };
  const given = <T extends object>(o: T): T =>
    Object.fromEntries(Object.entries(o).filter(([, v]) => v !== undefined)) as T;
  const hostOf = (name: string, spec: HostSpec): HostSpec => {
    const interfaces = Object.entries(spec.interfaces ?? {})
      .filter(([d]) => !gone.has(`${name} ${d}`))
      .map(([d, i]): [string, InterfaceSpec] => [
        d,
        given({
          ...i,
          mac: gone.has(`${name} ${d} mac`) ? undefined! : i.mac!,
          addresses: kept(i.addresses, `${name} ${d}`)!,
        }),
      ]);
    return given({
      forwarding: spec.forwarding && !gone.has(`${name} forwarding`) ? true : undefined!,
      interfaces: interfaces.length ? Object.fromEntries(interfaces) : undefined!,
      routes: kept(spec.routes, `${name} routes`)!,
      listen: kept(spec.listen, `${name} listen`)!,
      sysctl: spec.sysctl!,
      rules: rulesWithout(spec.rules ?? '', (i) => gone.has(`${name} line ${i}`))!,
    });
  };
  const bare = (probe: ProbeSpec, i: number): ProbeSpec =>
    Object.fromEntries(
      Object.entries(probe).filter(([key]) => !gone.has(`probe ${i} ${key}`)),
    ) as unknown as ProbeSpec;
  return {
    hosts: Object.fromEntries(
      Object.entries(hosts)
        .filter(([name]) => !gone.has(`host ${name}`))
        .map(([name, spec]) => [name, hostOf(name, spec)]),
    ),
    probes: probes.map(bare).filter((_, i) => !gone.has(`probe ${i}`)),
  };
};

/** Takes away as much as it can; `stays` says in which of some scenarios there still is a difference. */
export const smallest = async (
  scenario: Scenario,
  stays: (list: readonly Scenario[]) => Promise<readonly boolean[]>,
  batch = 12,
): Promise<Scenario> => {
  // The default port goes with the place among the probes, so it is written down until the end.
  const whole: Scenario = {
    ...scenario,
    probes: scenario.probes.map((p, i) => ({ ...p, sport: p.sport ?? 40001 + i })),
  };
  const gone = new Set<string>();
  for (let before = -1; before < gone.size; ) {
    before = gone.size;
    const left = piecesOf(whole).filter((p) => !gone.has(p));
    while (left.length) {
      // Each scenario has one piece less than the one before it: the last that still differs is the best.
      const steps: Set<string>[] = [];
      for (const piece of left.slice(0, batch)) steps.push(new Set([...(steps.at(-1) ?? gone), piece]));
      const scenarios = steps.map((s) => without(whole, s));
      const sound = scenarios.map((s) => s.probes.length > 0 && decodeScenario(s).ok);
      const differ = await stays(scenarios.filter((_, i) => sound[i]));
      let next = 0;
      const fits = sound.map((s) => s && differ[next++]!);
      let good = fits.findIndex((f) => !f);
      if (good === -1) good = steps.length;
      for (const piece of left.splice(0, good)) gone.add(piece);
      if (good < steps.length) left.shift();
    }
  }
  return without(whole, gone);
};

/** A scenario as it is written in flows/. */
export const asFlow = (name: string, { hosts, probes }: Scenario): string => {
  const doc = new Document([{ name, hosts, probes }]);
  visit(doc, {
    Pair(_, pair) {
      const key = String((pair.key as { value?: unknown }).value);
      if (['interfaces', 'routes', 'listen'].includes(key)) (pair.value as { flow?: boolean }).flow = true;
      if (key === 'probes')
        for (const item of (pair.value as { items: unknown[] }).items) if (isMap(item)) item.flow = true;
    },
    Scalar(_, node) {
      if (typeof node.value === 'string' && node.value.includes('\n')) node.type = 'BLOCK_LITERAL';
    },
  });
  return doc.toString({ lineWidth: 0, flowCollectionPadding: true });
};
