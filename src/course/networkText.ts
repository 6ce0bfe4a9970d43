/**
 * What somebody did to a host's addresses, links, routes, routing rules, parameters and sets, as commands
 * that do it again.
 */
import { printAddress } from '../netfilter/values/address.ts';
import { printRoutingRule } from '../network/routingRules.ts';
import { parameters } from '../network/sysctl.ts';
import type { Host, InterfaceAddress, Route, World } from '../network/world.ts';
import { run } from '../shell/run.ts';

/**
 * Commands that bring one host of `begun` to what it is in `wanted`, its rules aside. Each was run here, and
 * what the command refuses is left out: the kernel makes and takes routes by itself, so only running shows
 * what is still to be done.
 */
export const networkText = (begun: World, wanted: World, name: string): readonly string[] => {
  const target = wanted.hosts[name]!;
  const lines: string[] = [];
  let world = begun;
  const now = (): Host => world.hosts[name]!;
  const tell = (line: string): void => {
    const done = run(world, name, line);
    if (done.status !== 0) return;
    world = done.world;
    lines.push(line);
  };
  // Forwarding of the host is set first: it sets that of every device.
  const forwarding = 'net.ipv4.ip_forward';
  for (const [key, value] of [
    [forwarding, parameters(target).get(forwarding)!] as const,
    ...parameters(target),
  ])
    if (parameters(now()).get(key) !== value) tell(`sysctl -w ${key}=${value}`);
  for (const { name: device, addresses } of target.interfaces) {
    const there = () => now().interfaces.find((i) => i.name === device)?.addresses ?? [];
    const remove = (a: InterfaceAddress): void =>
      tell(`ip address del ${printAddress(a.address)}/${a.prefix} dev ${device}`);
    // A first one that goes takes its secondary ones with it.
    for (const a of there())
      if (!addresses.some((w) => same(w, a)) && there().some((b) => same(a, b))) remove(a);
    // In another order other ones are secondary: all are given anew.
    if (!same(there(), addresses.slice(0, there().length))) for (const a of there().toReversed()) remove(a);
    for (const a of addresses.slice(there().length)) tell(`ip address add ${addressText(a)} dev ${device}`);
  }
  for (const { name: device, up } of target.interfaces)
    if (now().interfaces.find((i) => i.name === device)?.up !== up)
      tell(`ip link set ${device} ${up ? 'up' : 'down'}`);
  for (const r of now().routes)
    if (!target.routes.some((t) => same(t, r))) tell(`ip route del ${routeText(r)}`);
  // A way to a gateway has to be there before what goes through it.
  for (const r of target.routes.toSorted((a, b) => Number(a.via !== null) - Number(b.via !== null)))
    if (!now().routes.some((t) => same(t, r))) tell(`ip route append ${routeText(r)}`);
  for (const r of now().routingRules)
    if (!target.routingRules.some((t) => same(t, r))) tell(`ip rule del ${ruleText(printRoutingRule(r))}`);
  for (const r of target.routingRules)
    if (!now().routingRules.some((t) => same(t, r))) tell(`ip rule add ${ruleText(printRoutingRule(r))}`);
  // A lab's hosts begin without sets.
  for (const line of run(wanted, name, 'ipset save').stdout.split('\n'))
    if (line !== '') tell(`ipset ${line.replace(/[$`\\]/g, '\\$&')}`);
  return lines;
};

const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);

const addressText = ({ address, prefix, broadcast }: InterfaceAddress): string =>
  `${printAddress(address)}/${prefix}${broadcast === undefined ? '' : ` brd ${printAddress(broadcast)}`}`;

const routeText = (r: Route): string =>
  [
    r.kind === 'unicast' ? '' : r.kind,
    r.prefix === 0 ? 'default' : `${printAddress(r.destination)}/${r.prefix}`,
    r.via === null ? '' : `via ${printAddress(r.via)}`,
    r.device === null ? '' : `dev ${r.device}`,
    r.proto === undefined ? '' : `proto ${r.proto}`,
    r.source === null ? '' : `src ${printAddress(r.source)}`,
    r.metric === 0 ? '' : `metric ${r.metric}`,
    r.table === 254 ? '' : `table ${r.table}`,
  ]
    .filter((part) => part !== '')
    .join(' ');

/** `100:\tfrom all lookup 7` as ip rule takes it. */
const ruleText = (printed: string): string => printed.replace(/^(\d+):\s*/, 'priority $1 ').trim();
