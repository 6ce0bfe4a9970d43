import { restore } from '../netfilter/command/restore.ts';
import { emptyConntrack } from '../netfilter/datapath/conntrack.ts';
import { emptyFilterOf } from '../netfilter/ruleset.ts';
import type { BackendName } from '../netfilter/types.ts';
import { parseAddress, printAddress } from '../netfilter/values/address.ts';
import { connectedRoutes, parseRoute } from './routes.ts';
import { parseRoutingRule, usualRules, withRule } from './routingRules.ts';
import type { HostSpec, Scenario, ScenarioProblem } from './scenario.ts';
import type { Host, Interface, InterfaceAddress, Listener, Route, World } from './world.ts';

/** Reads `10.0.0.1/24`; null where it is nothing like it. */
export const parseInterfaceAddress = (text: string): InterfaceAddress | null => {
  const [address = '', prefix = '32'] = text.split('/');
  const number = parseAddress(address);
  return number === null || !/^\d{1,2}$/.test(prefix) || Number(prefix) > 32
    ? null
    : { address: number, prefix: Number(prefix) };
};

/** Reads `tcp/80`. */
export const parseListener = (text: string): Listener | null => {
  const match = /^(tcp|udp)\/(\d{1,5})$/.exec(text);
  return match && Number(match[2]) <= 65535
    ? { protocol: match[1] as 'tcp' | 'udp', port: Number(match[2]) }
    : null;
};

const hex = (n: number): string => n.toString(16).padStart(2, '0');

/**
 * A scenario's hosts as a world that nothing has happened in, or everything that is wrong with them, placed.
 */
export const createWorld = (
  scenario: Pick<Scenario, 'hosts'>,
  backend: BackendName = 'legacy',
):
  | { readonly ok: true; readonly world: World }
  | { readonly ok: false; readonly problems: readonly ScenarioProblem[] } => {
  const problems: ScenarioProblem[] = [];
  const hosts: Record<string, Host> = {};
  for (const [index, [name, spec]] of Object.entries(scenario.hosts).entries())
    hosts[name] = createHost(name, spec, index + 1, backend, problems);
  problems.push(...sharedOnLinks(hosts));
  return problems.length
    ? { ok: false, problems }
    : { ok: true, world: { hosts, now: 1_700_000_000_000, seed: 1, probes: 0, sent: { journeys: [] } } };
};

/** What two interfaces on one link must not share. Who would get the packet, nobody could say. */
const sharedOnLinks = (hosts: Readonly<Record<string, Host>>): readonly ScenarioProblem[] => {
  const taken = new Map<string, string>();
  const problems: ScenarioProblem[] = [];
  for (const host of Object.values(hosts))
    for (const { name, link, mac, addresses, master } of host.interfaces) {
      const links =
        link === null
          ? host.interfaces.flatMap((i) => (i.master === name && i.link !== null ? [i.link] : []))
          : [link];
      const own = [...addresses.map((a) => printAddress(a.address)), ...(link === null ? [] : [mac])];
      for (const [at, what] of links.flatMap((l) => own.map((w) => [`${l} ${w}`, w] as const))) {
        const owner = taken.get(at);
        if (owner === undefined) taken.set(at, host.name);
        else if (owner !== host.name || what === mac)
          problems.push({
            path: ['hosts', host.name, 'interfaces', name],
            message: `${what} is on the link already: ${owner} has it`,
            hint:
              what === mac
                ? 'Leave mac out, and every interface gets one of its own.'
                : 'Give each host on a link an address of its own.',
          });
      }
      if (master !== null && host.interfaces.some((i) => i.name === master && i.master !== null))
        problems.push({
          path: ['hosts', host.name, 'interfaces', name, 'master'],
          message: `${master} is itself a port of a bridge`,
          hint: 'A bridge is no port of another.',
        });
    }
  return problems;
};

const createHost = (
  name: string,
  spec: HostSpec,
  number: number,
  backend: BackendName,
  problems: ScenarioProblem[],
): Host => {
  const wrong = (path: readonly (string | number)[], message: string, hint: string) =>
    problems.push({ path: ['hosts', name, ...path], message, hint });
  const interfaces: Interface[] = [
    {
      name: 'lo',
      link: null,
      mac: '00:00:00:00:00:00',
      addresses: [{ address: 0x7f000001, prefix: 8 }],
      up: true,
      master: null,
    },
  ];
  for (const [i, [device, given]] of Object.entries(spec.interfaces ?? {}).entries()) {
    const addresses: InterfaceAddress[] = [];
    for (const [j, text] of (given.addresses ?? []).entries()) {
      const address = parseInterfaceAddress(text);
      if (!address)
        wrong(
          ['interfaces', device, 'addresses', j],
          `${text} is no address with a prefix`,
          'Write it like 192.168.1.20/24.',
        );
      else if (
        interfaces.some((o) => o.addresses.some((a) => a.address === address.address)) ||
        addresses.some((a) => a.address === address.address)
      )
        wrong(
          ['interfaces', device, 'addresses', j],
          `${text} stands twice on this host`,
          'Give each interface addresses of its own.',
        );
      else addresses.push(address);
    }
    if (device.length > 15)
      wrong(
        ['interfaces', device],
        `the name ${device} is too long`,
        'The name of an interface has at most 15 letters.',
      );
    const { master = null } = given;
    if (master !== null && !Object.hasOwn(spec.interfaces!, master))
      wrong(
        ['interfaces', device, 'master'],
        `${name} has no interface ${master}`,
        'A port names a bridge that is an interface of the same host.',
      );
    else if (master !== null && addresses.length)
      wrong(
        ['interfaces', device, 'addresses'],
        `${device} is a port of ${master}`,
        `Give the address to the bridge ${master}; a port has none.`,
      );
    const own = {
      name: device,
      link: given.link ?? null,
      mac: given.mac ?? `02:00:00:00:${hex(number)}:${hex(i + 1)}`,
      addresses,
      up: true,
      master,
    };
    if (device === 'lo')
      interfaces[0] = { ...interfaces[0]!, addresses: [...interfaces[0]!.addresses, ...addresses] };
    else interfaces.push(own);
  }
  const routes: Route[] = interfaces.flatMap(connectedRoutes);
  for (const [i, text] of (spec.routes ?? []).entries()) {
    const route = parseRoute(text, { interfaces, routes });
    if (typeof route === 'string')
      wrong(
        ['routes', i],
        `the route "${text}" cannot be used: ${route}`,
        'Write it as ip route add takes it: default via 192.168.1.1.',
      );
    else if (
      routes.some(
        (r) =>
          r.table === route.table &&
          r.destination === route.destination &&
          r.prefix === route.prefix &&
          r.metric === route.metric,
      )
    )
      wrong(
        ['routes', i],
        `the route "${text}" cannot be used: there is one to this network already`,
        'Give one of the two another metric, or take it away.',
      );
    else routes.push(route);
  }
  let routingRules = usualRules;
  for (const [i, text] of (spec.routingRules ?? []).entries()) {
    const rule = parseRoutingRule(text, routingRules);
    if (typeof rule === 'string')
      wrong(
        ['routingRules', i],
        `the rule "${text}" cannot be used: ${rule}`,
        'Write it as ip rule add takes it: fwmark 1 lookup 100.',
      );
    else routingRules = withRule(routingRules, rule);
  }
  const listeners: Listener[] = [];
  for (const [i, text] of (spec.listen ?? []).entries()) {
    const listener = parseListener(text);
    if (listener) listeners.push(listener);
    else wrong(['listen', i], `${text} is no listener`, 'Write the protocol and the port: tcp/80 or udp/53.');
  }
  const restored = restore(emptyFilterOf(backend), spec.rules ?? '', { counters: true });
  for (const p of restored.problems) {
    const line = (spec.rules ?? '').slice(0, p.from).split('\n').length;
    wrong(['rules'], `line ${line}: ${p.message.split('\n')[0]}`, p.hint);
  }
  const sysctl = {
    'net.ipv4.ip_forward': spec.forwarding ? '1' : '0',
    ...Object.fromEntries(Object.entries(spec.sysctl ?? {}).map(([key, value]) => [key, String(value)])),
  };
  return {
    name,
    interfaces,
    routes,
    routingRules,
    listeners,
    neighbours: [],
    sysctl,
    icmpCredit: {},
    filter: restored.filter,
    conntrack: emptyConntrack,
  };
};
