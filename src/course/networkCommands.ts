import { printAddress } from '../netfilter/values/address.ts';
import { printRoutingRule } from '../network/routingRuleText.ts';
import { parameters } from '../network/sysctl.ts';
import type { Host, InterfaceAddress, Route, World } from '../network/world.ts';
import { run } from '../shell/run.ts';

/**
 * Commands that give one host of `untouched` the addresses, links, routes, routing rules, parameters and sets
 * that it has in `wanted`; its rules are not among them. Each command was run here, and one that is refused is
 * left out: the kernel adds and removes routes by itself, so only running shows what is still to be done.
 */
export const networkCommands = (untouched: World, wanted: World, name: string): readonly string[] => {
  const target = wanted.hosts[name]!;
  const lines: string[] = [];
  let world = untouched;
  const now = (): Host => world.hosts[name]!;
  const add = (line: string): void => {
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
    if (parameters(now()).get(key) !== value) add(`sysctl -w ${key}=${value}`);
  for (const { name: device, addresses } of target.interfaces) {
    const there = () => now().interfaces.find((i) => i.name === device)?.addresses ?? [];
    const remove = (a: InterfaceAddress): void =>
      add(`ip address del ${printAddress(a.address)}/${a.prefix} dev ${device}`);
    // Removing a primary address may remove its secondary addresses too.
    for (const a of there())
      if (!addresses.some((w) => same(w, a)) && there().some((b) => same(a, b))) remove(a);
    // Their order decides which are secondary: if it differs, all are added again.
    if (!same(there(), addresses.slice(0, there().length))) for (const a of there().toReversed()) remove(a);
    for (const a of addresses.slice(there().length)) add(`ip address add ${addressText(a)} dev ${device}`);
  }
  for (const { name: device, up } of target.interfaces)
    if (now().interfaces.find((i) => i.name === device)?.up !== up)
      add(`ip link set ${device} ${up ? 'up' : 'down'}`);
  for (const r of now().routes)
    if (!target.routes.some((t) => same(t, r))) add(`ip route del ${routeText(r)}`);
  // The route to a gateway must exist before a route through it.
  for (const r of target.routes.toSorted((a, b) => Number(a.via !== null) - Number(b.via !== null)))
    if (!now().routes.some((t) => same(t, r))) add(`ip route append ${routeText(r)}`);
  for (const r of now().routingRules)
    if (!target.routingRules.some((t) => same(t, r))) add(`ip rule del ${ruleText(printRoutingRule(r))}`);
  for (const r of target.routingRules)
    if (!now().routingRules.some((t) => same(t, r))) add(`ip rule add ${ruleText(printRoutingRule(r))}`);
  // A lab's hosts have no sets at first.
  for (const line of run(wanted, name, 'ipset save').stdout.split('\n'))
    if (line !== '') add(`ipset ${line.replace(/[$`\\]/g, '\\$&')}`);
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
