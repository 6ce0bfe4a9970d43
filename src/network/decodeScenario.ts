import type { BackendName } from '../netfilter/types.ts';
import { parseAddress } from '../netfilter/values/address.ts';
import { tcpFlagNames } from '../netfilter/values/tcpFlags.ts';
import { suggest } from '../text/suggest.ts';
import { createWorld } from './createWorld.ts';
import { interfaceOf } from './localAddress.ts';
import type { Scenario, ScenarioProblem } from './scenario.ts';

/** What a scenario may hold at the most; more is refused by name. */
export const mostHosts = 64;
/** Things that one probe says. */
const mostSaid = 10;
/** Probes in one scenario. */
export const mostProbes = 10_000;

type Path = readonly (string | number)[];
type Kind = 'string' | 'number' | 'boolean' | 'object' | 'list' | 'text-or-number';

const fields: Readonly<Record<'scenario' | 'host' | 'interface' | 'probe', Readonly<Record<string, Kind>>>> =
  {
    scenario: { hosts: 'object', probes: 'list' },
    host: {
      forwarding: 'boolean',
      interfaces: 'object',
      routes: 'list',
      routingRules: 'list',
      listen: 'list',
      rules: 'string',
      sysctl: 'object',
    },
    interface: { link: 'string', addresses: 'list', mac: 'string', master: 'string' },
    probe: {
      name: 'string',
      from: 'string',
      tcp: 'string',
      udp: 'string',
      ping: 'string',
      source: 'string',
      sport: 'number',
      ttl: 'number',
      tos: 'number',
      uid: 'number',
      gid: 'number',
      payload: 'text-or-number',
      flags: 'string',
      says: 'list',
      wait: 'number',
    },
  };
const largest: Readonly<Record<string, number>> = {
  sport: 65535,
  ttl: 255,
  tos: 255,
  uid: 4294967295,
  gid: 4294967295,
  payload: 65000,
  wait: 1_000_000_000,
};

const isObject = (v: unknown): v is Readonly<Record<string, unknown>> =>
  typeof v === 'object' && v !== null && !Array.isArray(v);
const kindOf = (v: unknown): string =>
  Array.isArray(v) ? 'a list' : v === null ? 'nothing' : isObject(v) ? 'an object' : `a ${typeof v}`;
const is: Readonly<Record<Kind, (v: unknown) => boolean>> = {
  string: (v) => typeof v === 'string',
  number: (v) => typeof v === 'number' && Number.isInteger(v) && v >= 0,
  boolean: (v) => typeof v === 'boolean',
  object: isObject,
  list: (v) => Array.isArray(v),
  'text-or-number': (v) => typeof v === 'string' || (typeof v === 'number' && Number.isInteger(v) && v >= 0),
};

/** A scenario, or everything that is wrong with it, each with the path to its place. Never throws. */
export const decodeScenario = (
  value: unknown,
  backend: BackendName = 'legacy',
):
  | { readonly ok: true; readonly scenario: Scenario }
  | { readonly ok: false; readonly problems: readonly ScenarioProblem[] } => {
  const problems: ScenarioProblem[] = [];
  const wrong = (path: Path, message: string, hint: string) => void problems.push({ path, message, hint });
  const check = (
    v: unknown,
    what: keyof typeof fields,
    path: Path,
  ): Readonly<Record<string, unknown>> | null => {
    if (!isObject(v)) {
      wrong(
        path,
        `${kindOf(v)} stands here, not an object`,
        `A ${what} is an object with ${Object.keys(fields[what]).join(', ')}.`,
      );
      return null;
    }
    for (const [key, given] of Object.entries(v)) {
      const kind = Object.hasOwn(fields[what], key) ? fields[what][key] : undefined;
      if (!kind) {
        const near = suggest(key, Object.keys(fields[what]));
        wrong(
          [...path, key],
          `a ${what} has no field ${key}`,
          near ? `Did you mean ${near}?` : `It has ${Object.keys(fields[what]).join(', ')}.`,
        );
      } else if (!is[kind](given))
        wrong(
          [...path, key],
          `${key} is ${kindOf(given)}`,
          `It has to be ${kind === 'text-or-number' ? 'a text or a whole number' : kind === 'number' ? 'a whole number' : `a ${kind}`}.`,
        );
      else if (typeof given === 'number' && given > (largest[key] ?? Infinity))
        wrong([...path, key], `${key} is ${given}`, `At most ${largest[key]}.`);
    }
    return v;
  };
  const texts = (v: unknown, path: Path) => {
    if (Array.isArray(v))
      for (const [i, t] of v.entries())
        if (typeof t !== 'string')
          wrong([...path, i], `${kindOf(t)} stands here, not a text`, 'Put it in quotation marks.');
  };
  const root = check(value, 'scenario', []);
  const hosts = root && isObject(root['hosts']) ? root['hosts'] : {};
  if (root && root['hosts'] === undefined)
    wrong(['hosts'], 'a scenario needs hosts', 'Name at least one host.');
  if (Object.keys(hosts).length > mostHosts) {
    wrong(['hosts'], `${Object.keys(hosts).length} hosts`, `At most ${mostHosts} hosts fit in one scenario.`);
    return { ok: false, problems };
  }
  for (const [name, given] of Object.entries(hosts)) {
    const host = check(given, 'host', ['hosts', name]);
    texts(host?.['routes'], ['hosts', name, 'routes']);
    texts(host?.['routingRules'], ['hosts', name, 'routingRules']);
    texts(host?.['listen'], ['hosts', name, 'listen']);
    for (const [device, spec] of Object.entries(isObject(host?.['interfaces']) ? host['interfaces'] : {})) {
      const own = check(spec, 'interface', ['hosts', name, 'interfaces', device]);
      texts(own?.['addresses'], ['hosts', name, 'interfaces', device, 'addresses']);
    }
  }
  const probes = root && Array.isArray(root['probes']) ? root['probes'] : [];
  if (probes.length > mostProbes)
    wrong(['probes'], `${probes.length} probes`, `At most ${mostProbes} probes fit in one scenario.`);
  for (const [i, given] of probes.slice(0, mostProbes).entries()) {
    const probe = check(given, 'probe', ['probes', i]);
    texts(probe?.['says'], ['probes', i, 'says']);
    if (probe) checkProbe(probe, hosts, ['probes', i], wrong);
  }
  if (problems.length) return { ok: false, problems };
  const scenario = { hosts, probes } as Scenario;
  const made = createWorld(scenario, backend);
  if (!made.ok) return made;
  for (const [i, probe] of scenario.probes.entries()) {
    const source = probe.source === undefined ? null : parseAddress(probe.source);
    if (source !== null && !interfaceOf(made.world.hosts[probe.from]!, source))
      wrong(
        ['probes', i, 'source'],
        `${probe.from} does not have the address ${probe.source}`,
        'A program can bind only to an address of its own host.',
      );
  }
  return problems.length ? { ok: false, problems } : { ok: true, scenario };
};

const checkProbe = (
  probe: Readonly<Record<string, unknown>>,
  hosts: Readonly<Record<string, unknown>>,
  path: Path,
  wrong: (path: Path, message: string, hint: string) => void,
): void => {
  const { from, source, flags, says } = probe;
  if (typeof from !== 'string') wrong([...path, 'from'], 'a probe needs from', 'Say which host sends it.');
  else if (!Object.hasOwn(hosts, from))
    wrong([...path, 'from'], `there is no host ${from}`, `The hosts are ${Object.keys(hosts).join(', ')}.`);
  const kinds = (['tcp', 'udp', 'ping'] as const).filter((k) => probe[k] !== undefined);
  if (kinds.length !== 1)
    wrong(
      path,
      kinds.length ? `a probe is one of ${kinds.join(' and ')}, not both` : 'a probe needs tcp, udp or ping',
      'Say where to: tcp: "192.0.2.80:80".',
    );
  for (const kind of kinds) {
    const [address = '', port, ...more] = String(probe[kind]).split(':');
    if (parseAddress(address) === null)
      wrong([...path, kind], `${address || 'nothing'} is no address`, 'Write an address such as 192.0.2.80.');
    const good =
      kind === 'ping'
        ? port === undefined
        : port !== undefined && more.length === 0 && /^\d{1,5}$/.test(port) && Number(port) <= 65535;
    if (!good)
      wrong(
        [...path, kind],
        `${String(probe[kind])} ${kind === 'ping' ? 'has a port' : 'has no port that can be used'}`,
        kind === 'ping' ? 'A ping has no port.' : 'Write address:port, such as 192.0.2.80:80.',
      );
  }
  if (typeof source === 'string' && parseAddress(source) === null)
    wrong([...path, 'source'], `${source} is no address`, 'Write an address such as 192.0.2.10.');
  if (flags !== undefined && probe['tcp'] === undefined)
    wrong([...path, 'flags'], 'only tcp has flags', 'Take flags away, or send tcp.');
  if (says !== undefined && (probe['tcp'] === undefined || flags !== undefined))
    wrong(
      [...path, 'says'],
      'only a tcp connection says something',
      'Take says away, or send tcp without flags.',
    );
  if (Array.isArray(says) && says.length > mostSaid)
    wrong([...path, 'says'], `${says.length} things to say`, `At most ${mostSaid}.`);
  if (Array.isArray(says) && says.some((t) => t === '' || String(t).length > 1400))
    wrong(
      [...path, 'says'],
      'a text is empty, or does not fit into one packet',
      'Each takes 1 to 1400 bytes.',
    );
  if (typeof flags === 'string' && flags !== 'ALL' && flags !== 'NONE') {
    const bad = flags.split(',').find((f) => !(tcpFlagNames as readonly string[]).includes(f));
    if (bad !== undefined)
      wrong(
        [...path, 'flags'],
        `there is no TCP flag ${bad}`,
        `The flags are ${tcpFlagNames.join(', ')}; or ALL, or NONE.`,
      );
  }
};
