import { printAddress } from '../netfilter/values/address.ts';
import { printRoute } from '../network/routes.ts';
import type { Route, World } from '../network/world.ts';
import { run } from '../shell/run.ts';

/** A route in the words that `ip route add` takes. */
const route = (r: Route): string =>
  [printRoute(r), r.source !== null && `src ${printAddress(r.source)}`, r.metric !== 0 && `metric ${r.metric}`, r.proto && r.proto !== 'boot' && `proto ${r.proto}`].filter(Boolean).join(' ');
const routes = (world: World, host: string): readonly string[] => world.hosts[host]!.routes.map(route);

const printed = (world: World, host: string, command: string): readonly string[] => run(world, host, command).stdout.split('\n').filter((line) => line !== '').map((line) => line.trim());
/** Its rules in the words that `ip rule add` takes. */
const rules = (world: World, host: string): readonly string[] => printed(world, host, 'ip rule show').map((line) => line.replace(/^(\d+):\s+(.*)/, '$2 pref $1'));
/** Its parameters in the words that `sysctl -w` takes; forwarding of the whole host, which sets others, comes first. */
const parameters = (world: World, host: string): readonly string[] => {
  const lines = printed(world, host, 'sysctl -a').map((line) => line.replace(' = ', '='));
  return [...lines.filter((l) => l.startsWith('net.ipv4.ip_forward')), ...lines.filter((l) => !l.startsWith('net.ipv4.ip_forward'))];
};

/**
 * The `ip` and `sysctl` commands that bring a host's addresses, devices, routes, rules and parameters from where they are
 * in one world to where they are in another. A command that the first world does not take is left out.
 */
export const changes = (begun: World, host: string, now: World): readonly string[] => {
  const lines: string[] = [];
  let world = begun;
  const enter = (line: string): void => {
    const done = run(world, host, line);
    if (done.status !== 0) return;
    lines.push(line);
    world = done.world;
  };
  for (const { name, addresses, up } of now.hosts[host]!.interfaces) {
    const was = () => world.hosts[host]!.interfaces.find((i) => i.name === name);
    if (!was()) continue;
    const missing = (from: typeof addresses) => (a: (typeof addresses)[number]) => !from.some((o) => o.address === a.address && o.prefix === a.prefix);
    const change = (verb: string) => (a: (typeof addresses)[number]) => enter(`ip addr ${verb} ${printAddress(a.address)}/${a.prefix} dev ${name}`);
    was()!.addresses.filter(missing(addresses)).forEach(change('del'));
    addresses.filter(missing(was()!.addresses)).forEach(change('add'));
    if (was()!.up !== up) enter(`ip link set ${name} ${up ? 'up' : 'down'}`);
  }
  for (const [object, words] of [['route', routes], ['rule', rules]] as const) {
    const wanted = words(now, host);
    for (const line of words(world, host)) if (!wanted.includes(line)) enter(`ip ${object} del ${line}`);
    for (const line of wanted) if (!words(world, host).includes(line)) enter(`ip ${object} add ${line}`);
  }
  for (const line of parameters(now, host)) if (!parameters(world, host).includes(line)) enter(`sysctl -w ${line}`);
  return lines;
};
