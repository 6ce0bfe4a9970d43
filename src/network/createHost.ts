import { ruleReader } from '../netfilter/command/ruleReader.ts';
import { emptyConntrack } from '../netfilter/datapath/conntrack.ts';
import { countingWith } from '../netfilter/datapath/countsConnections.ts';
import { emptyFilterOf } from '../netfilter/ruleset.ts';
import { setReader } from '../netfilter/sets/setReader.ts';
import type { BackendName, PacketFilter } from '../netfilter/types.ts';
import { createInterfaces } from './createInterfaces.ts';
import { connectedRoutes } from './routes.ts';
import { parseRoute } from './routeText.ts';
import { type RoutingRule, usualRules, withRule } from './routingRules.ts';
import { parseRoutingRule } from './routingRuleText.ts';
import type { AddProblem, HostSpec, ListenerSpec, Scenario, ScenarioProblem } from './scenario.ts';
import { firstMoment, type Host, type Interface, type Listener, type Route } from './world.ts';

/**
 * A host as its scenario describes it; what is wrong goes to `problems`. `number` counts the scenario's hosts
 * from 1, for the MAC addresses.
 */
export const createHost = (
  name: string,
  spec: HostSpec,
  number: number,
  links: NonNullable<Scenario['links']>,
  backend: BackendName,
  problems: ScenarioProblem[],
): Host => {
  const wrong: AddProblem = (path, message, hint) =>
    problems.push({ path: ['hosts', name, ...path], message, hint });
  const interfaces = createInterfaces(name, spec.interfaces ?? {}, number, links, wrong);
  const filter = createFilter(createSets(spec.sets, backend, wrong), spec.rules, wrong);
  const sysctl = {
    'net.ipv4.ip_forward': spec.forwarding ? '1' : '0',
    ...Object.fromEntries(Object.entries(spec.sysctl ?? {}).map(([key, value]) => [key, String(value)])),
  };
  return {
    name,
    interfaces,
    routes: createRoutes(spec.routes ?? [], interfaces, wrong),
    routingRules: createRoutingRules(spec.routingRules ?? [], wrong),
    listeners: createListeners(spec.listen ?? [], wrong),
    neighbours: {},
    sysctl: countingWith(sysctl, filter),
    icmpCredit: {},
    filter,
    conntrack: emptyConntrack,
  };
};

const createRoutes = (
  texts: readonly string[],
  interfaces: readonly Interface[],
  wrong: AddProblem,
): readonly Route[] => {
  const routes: Route[] = interfaces.flatMap(connectedRoutes);
  for (const [i, text] of texts.entries()) {
    const refuse = (why: string, hint: string) =>
      wrong(['routes', i], `the route "${text}" cannot be used: ${why}`, hint);
    const route = parseRoute(text, { interfaces, routes });
    if (typeof route === 'string')
      refuse(route, 'Write it as ip route add takes it: default via 192.168.1.1.');
    else if (routes.some((other) => hasSameKey(other, route)))
      refuse('there is already a route to this network', 'Give one of the two another metric, or remove it.');
    else routes.push(route);
  }
  return routes;
};

const hasSameKey = (a: Route, b: Route): boolean =>
  a.table === b.table && a.destination === b.destination && a.prefix === b.prefix && a.metric === b.metric;

const createRoutingRules = (texts: readonly string[], wrong: AddProblem): readonly RoutingRule[] => {
  let rules = usualRules;
  for (const [i, text] of texts.entries()) {
    const rule = parseRoutingRule(text, rules);
    if (typeof rule !== 'string') rules = withRule(rules, rule);
    else
      wrong(
        ['routingRules', i],
        `the rule "${text}" cannot be used: ${rule}`,
        'Write it as ip rule add takes it: fwmark 1 lookup 100.',
      );
  }
  return rules;
};

const createListeners = (specs: NonNullable<HostSpec['listen']>, wrong: AddProblem): readonly Listener[] =>
  specs.flatMap((spec, i) => {
    const listener = typeof spec === 'string' ? parseListener(spec) : listenerOf(spec);
    if (listener) return [listener];
    wrong(['listen', i], `${spec} is not a listener`, 'Write the protocol and the port: tcp/80 or udp/53.');
    return [];
  });

const listenerOf = ({ tcp, udp, uid, gid, transparent }: ListenerSpec): Listener => ({
  protocol: tcp === undefined ? 'udp' : 'tcp',
  port: tcp ?? udp!,
  ...((uid !== undefined || gid !== undefined) && { owner: { uid: uid ?? 0, gid: gid ?? 0 } }),
  ...(transparent && { transparent }),
});

/** Reads `tcp/80`; null for any other text. */
const parseListener = (text: string): Listener | null => {
  const match = /^(tcp|udp)\/(\d{1,5})$/.exec(text);
  return match && Number(match[2]) <= 65535
    ? { protocol: match[1] as 'tcp' | 'udp', port: Number(match[2]) }
    : null;
};

/** A filter with the sets that a text makes, and no rules. */
const createSets = (text: string | undefined, backend: BackendName, wrong: AddProblem): PacketFilter => {
  const empty = emptyFilterOf(backend);
  if (text === undefined) return empty;
  const restored = setReader.get()(empty, text, new Set(), firstMoment);
  for (const problem of restored.problems) {
    const line = text.slice(0, problem.from).split('\n').length;
    wrong(['sets'], `line ${line}: ${problem.message.split('\n')[0]}`, problem.hint);
  }
  return restored.filter;
};

const createFilter = (empty: PacketFilter, rules: string | undefined, wrong: AddProblem): PacketFilter => {
  if (!rules) return empty;
  const restored = ruleReader.get()(empty, rules, { counters: true });
  for (const problem of restored.problems) {
    const line = rules.slice(0, problem.from).split('\n').length;
    wrong(['rules'], `line ${line}: ${problem.message.split('\n')[0]}`, problem.hint);
  }
  return restored.filter;
};
