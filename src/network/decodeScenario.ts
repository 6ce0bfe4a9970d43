import type { BackendName } from '../netfilter/types.ts';
import { parseAddress } from '../netfilter/values/address.ts';
import { suggest } from '../text/suggest.ts';
import { checkProbe } from './checkProbe.ts';
import { createWorld } from './createWorld.ts';
import { interfaceOf } from './localAddress.ts';
import type { AddProblem, Scenario, ScenarioProblem } from './scenario.ts';
import { checkFields, checkTexts, isObject } from './scenarioFields.ts';
import type { World } from './world.ts';

/** A scenario with more hosts than this is refused. */
export const mostHosts = 64;
/** A scenario with more probes than this is refused. */
export const mostProbes = 10_000;

/** A scenario, or everything that is wrong with it, each with the path to its place. Never throws. */
export const decodeScenario = (
  value: unknown,
  backend: BackendName = 'legacy',
):
  | { readonly ok: true; readonly scenario: Scenario }
  | { readonly ok: false; readonly problems: readonly ScenarioProblem[] } => {
  const problems: ScenarioProblem[] = [];
  const wrong: AddProblem = (path, message, hint) => problems.push({ path, message, hint });
  const root = checkFields(value, 'scenario', [], wrong);
  const hosts = isObject(root?.['hosts']) ? root['hosts'] : {};
  const probes = Array.isArray(root?.['probes']) ? root['probes'] : [];
  if (root && root['hosts'] === undefined)
    wrong(['hosts'], 'a scenario needs hosts', 'Name at least one host.');
  if (Object.keys(hosts).length > mostHosts) {
    wrong(['hosts'], `${Object.keys(hosts).length} hosts`, `A scenario has at most ${mostHosts} hosts.`);
    return { ok: false, problems };
  }
  for (const [name, host] of Object.entries(hosts)) checkHost(host, ['hosts', name], wrong);
  checkLinks(root?.['links'], hosts, wrong);
  if (probes.length > mostProbes)
    wrong(['probes'], `${probes.length} probes`, `A scenario has at most ${mostProbes} probes.`);
  for (const [i, given] of probes.slice(0, mostProbes).entries()) {
    const probe = checkFields(given, 'probe', ['probes', i], wrong);
    checkTexts(probe?.['says'], ['probes', i, 'says'], wrong);
    if (probe) checkProbe(probe, hosts, ['probes', i], wrong);
  }
  if (problems.length) return { ok: false, problems };
  const scenario = { ...root, hosts, probes } as unknown as Scenario;
  const created = createWorld(scenario, backend);
  if (!created.ok) return created;
  checkSources(scenario, created.world, wrong);
  return problems.length ? { ok: false, problems } : { ok: true, scenario };
};

const checkHost = (value: unknown, path: ScenarioProblem['path'], wrong: AddProblem): void => {
  const host = checkFields(value, 'host', path, wrong);
  for (const field of ['routes', 'routingRules']) checkTexts(host?.[field], [...path, field], wrong);
  if (Array.isArray(host?.['listen'])) {
    checkTexts(
      host['listen'].map((l: unknown) => (isObject(l) ? '' : l)),
      [...path, 'listen'],
      wrong,
    );
    for (const [i, listener] of host['listen'].entries())
      if (isObject(listener)) checkListener(listener, [...path, 'listen', i], wrong);
  }
  if (!isObject(host?.['interfaces'])) return;
  for (const [device, given] of Object.entries(host['interfaces'])) {
    const at = [...path, 'interfaces', device];
    checkTexts(checkFields(given, 'interface', at, wrong)?.['addresses'], [...at, 'addresses'], wrong);
  }
};

/** The smallest MTU of IPv4. */
const leastMtu = 68;

const checkLinks = (links: unknown, hosts: Readonly<Record<string, unknown>>, wrong: AddProblem): void => {
  if (!isObject(links)) return;
  const names = Object.values(hosts).flatMap((host) =>
    isObject(host) && isObject(host['interfaces'])
      ? Object.values(host['interfaces']).flatMap((i) => (isObject(i) ? [String(i['link'])] : []))
      : [],
  );
  for (const [name, given] of Object.entries(links)) {
    const link = checkFields(given, 'link', ['links', name], wrong);
    if (!names.includes(name)) {
      const near = suggest(name, names);
      const hint = near ? `Did you mean ${near}?` : `The links are ${[...new Set(names)].join(', ')}.`;
      wrong(['links', name], `no interface is on a link ${name}`, hint);
    }
    if (typeof link?.['mtu'] === 'number' && link['mtu'] < leastMtu)
      wrong(['links', name, 'mtu'], `mtu is ${link['mtu']}`, `At least ${leastMtu}.`);
  }
};

const checkListener = (value: unknown, path: ScenarioProblem['path'], wrong: AddProblem): void => {
  const listener = checkFields(value, 'listener', path, wrong);
  if (listener && (listener['tcp'] === undefined) === (listener['udp'] === undefined))
    wrong(path, 'a listener has either tcp or udp', 'Write tcp/80, or { tcp: 80, uid: 33 }.');
};

const checkSources = ({ probes }: Scenario, { hosts }: World, wrong: AddProblem): void => {
  for (const [i, { source, from }] of probes.entries()) {
    const address = source === undefined ? null : parseAddress(source);
    if (address !== null && !interfaceOf(hosts[from]!, address))
      wrong(
        ['probes', i, 'source'],
        `${from} does not have the address ${source}`,
        'A program can bind only to an address of its own host.',
      );
  }
};
