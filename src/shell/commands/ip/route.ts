import type { Address } from '../../../netfilter/types.ts';
import { masked, maskOf, parseAddress, printAddress } from '../../../netfilter/values/address.ts';
import { withRoutes } from '../../../network/configureInterface.ts';
import { addressType, interfaceOf } from '../../../network/localAddress.ts';
import { flowTo, lookUp } from '../../../network/routes.ts';
import { parseTable, printTable, tableNumbers } from '../../../network/routingRules.ts';
import { routeError, type SendError, sourceForRoute } from '../../../network/sourceAddress.ts';
import type { Host, Route, World } from '../../../network/world.ts';
import type { Problem } from '../../../text/problem.ts';
import type { Word } from '../../../text/words.ts';
import { endOf, printed, problemAt, refused } from '../shared/result.ts';
import type { CommandResult } from '../shellCommand.ts';
import type { IpObject } from './words.ts';
import {
  commandOf,
  deviceOf,
  isProblem,
  type Keywords,
  notHere,
  prefixProblem,
  readPairs,
  readPrefix,
  type Style,
  unknownCommand,
} from './words.ts';

const commands = [
  'list',
  'show',
  'lst',
  'get',
  'add',
  'change',
  'chg',
  'replace',
  'prepend',
  'append',
  'test',
  'delete',
  'restore',
  'showdump',
  'save',
  'flush',
  'help',
] as const;
const kinds = ['unicast', 'local', 'blackhole', 'unreachable', 'prohibit', 'throw'] as const;
const protos = ['kernel', 'static', 'boot'] as const;
const has = ['show', 'get', 'add', 'del', 'replace', 'change', 'append', 'flush'];
const unacted = [
  'tos',
  'scope',
  'mtu',
  'advmss',
  'weight',
  'nexthop',
  'onlink',
  'realms',
  'expires',
  'nhid',
  'encap',
  'window',
  'hoplimit',
  'initcwnd',
  'rtt',
  'type',
  'root',
  'cache',
  'cloned',
  'oif',
  'uid',
  'ipproto',
  'sport',
  'dport',
  'vrf',
  'fibmatch',
  'notify',
  'connected',
  'iif',
  'mark',
  'from',
  'match',
  'exact',
];
const none = Object.fromEntries(unacted.map((k) => [k, 'none' as const]));
const writing: Keywords = {
  ...none,
  to: 'value',
  via: 'value',
  dev: 'value',
  src: 'value',
  metric: 'value',
  preference: 'value',
  proto: 'value',
  table: 'value',
};
const reading: Keywords = {
  ...none,
  to: 'value',
  exact: 'value',
  match: 'value',
  via: 'value',
  dev: 'value',
  proto: 'value',
  table: 'value',
};
const getting: Keywords = {
  ...none,
  to: 'value',
  from: 'value',
  mark: 'value',
  oif: 'value',
  dev: 'value',
  uid: 'value',
};

const sayNetwork = (r: Pick<Route, 'destination' | 'prefix'>): string =>
  r.prefix === 0 ? 'default' : `${printAddress(r.destination)}${r.prefix === 32 ? '' : `/${r.prefix}`}`;

/**
 * One route; what was asked for by name is not said again. Reference: iproute2, ip/iproute.c, print_route.
 */
const line = (r: Route, asked: Readonly<Record<string, unknown>>): string =>
  [
    r.kind === 'unicast' ? '' : r.kind,
    sayNetwork(r),
    r.via === null || asked['via'] ? '' : `via ${printAddress(r.via)}`,
    r.device === null || asked['dev'] ? '' : `dev ${r.device}`,
    r.proto === undefined || r.proto === 'boot' || asked['proto'] ? '' : `proto ${r.proto}`,
    r.kind === 'local' ? 'scope host' : r.kind === 'unicast' && r.via === null ? 'scope link' : '',
    r.source === null ? '' : `src ${printAddress(r.source)}`,
    r.metric === 0 ? '' : `metric ${r.metric}`,
  ]
    .filter((part) => part !== '')
    .map((part) => `${part} `)
    .join('');

/** In the order of the kernel's trie. Reference: net/ipv4/fib_trie.c, fib_table_dump. */
const inOrder = (routes: readonly Route[]): readonly Route[] =>
  routes.toSorted((a, b) => a.destination - b.destination || b.prefix - a.prefix || a.metric - b.metric);

/** `default`, or a prefix; a network alone is one host. */
const readNetwork = (word: Word): { readonly destination: Address; readonly prefix: number } | Problem => {
  if (word.text === 'default' || word.text === 'any' || word.text === 'all')
    return { destination: 0, prefix: 0 };
  const read = readPrefix(word.text);
  return read ? { destination: read.address, prefix: read.prefix ?? 32 } : prefixProblem(word);
};

/** The table that is named, main where none is. */
const tableOf = (word: Word | undefined, show: boolean): number | Problem => {
  if (!word) return tableNumbers.main;
  if (word.text === 'all' || word.text === 'local' || word.text === '255')
    return notHere(word, `table ${word.text}`, 'Here a table is main or a number below 254.');
  return (
    parseTable(word.text) ??
    problemAt(
      word,
      `Error: argument "${word.text}" is wrong: ${show ? 'table id value is invalid' : '"table" value is invalid'}\n`,
      255,
      'A table is main, default or a number.',
    )
  );
};

interface Selected {
  readonly of: Readonly<Record<string, Word>>;
  readonly routes: readonly Route[];
}

/** The routes that `show` and `flush` are about. */
const select = (host: Host, words: readonly Word[], ending: 'Dump' | 'Flush'): Selected | Problem => {
  const read = readPairs(words, reading, 'to');
  if (isProblem(read)) return read;
  const { of, rest } = read;
  const table = tableOf(of['table'], true);
  if (typeof table !== 'number') return table;
  // A table is there from its first route on.
  if (table !== tableNumbers.main && !host.routes.some((r) => r.table === table))
    return problemAt(
      of['table']!,
      `Error: ipv4: FIB table does not exist.\n${ending} terminated`,
      2,
      'No route is in this table.',
    );
  const tests: ((r: Route) => boolean)[] = [(r) => r.table === table];
  const exact = of['exact'] ?? of['to'] ?? rest[0];
  if (exact) {
    const network = readNetwork(exact);
    if (isProblem(network)) return network;
    tests.push((r) => r.destination === network.destination && r.prefix === network.prefix);
  }
  if (of['match']) {
    const network = readNetwork(of['match']);
    if (isProblem(network)) return network;
    tests.push(
      (r) => r.prefix <= network.prefix && masked(network.destination, maskOf(r.prefix)) === r.destination,
    );
  }
  if (of['dev']) {
    const device = deviceOf(host, of['dev']);
    if (isProblem(device)) return device;
    tests.push((r) => r.device === device.name);
  }
  if (of['via']) {
    const via = parseAddress(of['via'].text);
    if (via === null)
      return problemAt(
        of['via'],
        `Error: any valid prefix is expected rather than "${of['via'].text}".`,
        1,
        'Write an address.',
      );
    tests.push((r) => r.via === via);
  }
  if (of['proto']) {
    const proto = of['proto'].text;
    tests.push((r) => (r.proto ?? 'boot') === proto);
  }
  return { of, routes: inOrder(host.routes).filter((r) => tests.every((t) => t(r))) };
};

const show = (_world: World, host: Host, words: readonly Word[]): CommandResult => {
  const selected = select(host, words, 'Dump');
  return isProblem(selected)
    ? refused(selected)
    : printed(selected.routes.map((r) => `${line(r, selected.of)}\n`).join(''));
};

const flush = (world: World, host: Host, words: readonly Word[]): CommandResult => {
  if (words.length === 0)
    return refused(
      problemAt(
        endOf(words),
        '"ip route flush" requires arguments.',
        1,
        'Say which: table main, dev eth0, or a network.',
      ),
    );
  if (words.length === 1 && words[0]!.text === 'cache') return printed('');
  const selected = select(host, words, 'Flush');
  return isProblem(selected)
    ? refused(selected)
    : printed('', {
        world: withRoutes(
          world,
          host.name,
          host.routes.filter((r) => !selected.routes.includes(r)),
        ),
      });
};

/**
 * A route as it is written, with the words its parts stand in. Its device is what was written; the kernel
 * finds the rest.
 */
const readRoute = (
  host: Host,
  words: readonly Word[],
):
  | { readonly route: Route; readonly of: Readonly<Record<string, Word>>; readonly network: Word }
  | Problem => {
  const kind = kinds.find((k) => k === words[0]?.text);
  const read = readPairs(kind ? words.slice(1) : words, writing, 'to');
  if (isProblem(read)) return read;
  const { of, rest } = read;
  const network = of['to'] ?? rest[0];
  if (!network)
    return problemAt(
      endOf(words),
      'Usage: ip route { add | del | change | append | replace } ROUTE',
      255,
      'Say where to: default via 192.168.1.1.',
    );
  const to = readNetwork(network);
  if (isProblem(to)) return to;
  const table = tableOf(of['table'], false);
  if (typeof table !== 'number') return table;
  const address = (word: Word | undefined) =>
    word
      ? (parseAddress(word.text) ??
        problemAt(
          word,
          `Error: inet address is expected rather than "${word.text}".`,
          1,
          'Write an address such as 192.168.1.1.',
        ))
      : null;
  const via = address(of['via']);
  if (typeof via === 'object' && via !== null) return via;
  const source = address(of['src']);
  if (typeof source === 'object' && source !== null) return source;
  const metric = of['metric'] ?? of['preference'];
  if (metric && !/^\d{1,9}$/.test(metric.text))
    return problemAt(
      metric,
      `Error: argument "${metric.text}" is wrong: "metric" value is invalid\n`,
      255,
      'A metric is a whole number.',
    );
  const proto = of['proto'] && protos.find((p) => p === of['proto']!.text);
  if (of['proto'] && !proto)
    return notHere(of['proto'], `proto ${of['proto'].text}`, 'Here proto is kernel, static or boot.');
  const device = of['dev'] ? deviceOf(host, of['dev']) : null;
  if (device && isProblem(device)) return device;
  const base: Route = {
    ...to,
    kind: kind ?? 'unicast',
    via,
    device: device?.name ?? null,
    source,
    metric: Number(metric?.text ?? 0),
    table: kind === 'local' && !of['table'] ? tableNumbers.local : table,
  };
  return { route: proto ? { ...base, proto } : base, of, network };
};

/**
 * What the kernel says to a new route, with what it fills in. Reference: net/ipv4/fib_semantics.c,
 * fib_create_info.
 */
const accept = (
  host: Host,
  {
    route,
    of,
    network,
  }: { readonly route: Route; readonly of: Readonly<Record<string, Word>>; readonly network: Word },
): Route | Problem => {
  const network32 = masked(route.destination, maskOf(route.prefix));
  if (network32 !== route.destination)
    return problemAt(
      network,
      'Error: Invalid prefix for given prefix length.',
      2,
      'The network begins earlier: bits behind the prefix are set.',
      `${printAddress(network32)}/${route.prefix}`,
    );
  if (route.source !== null && !interfaceOf(host, route.source))
    return problemAt(
      of['src']!,
      'Error: Invalid prefsrc address.',
      2,
      `src is an address of ${host.name} itself.`,
    );
  if (route.kind !== 'unicast' && route.kind !== 'local') return { ...route, device: null, via: null };
  const device = host.interfaces.find((i) => i.name === route.device);
  if (route.via === null) {
    if (!device)
      return problemAt(
        network,
        'RTNETLINK answers: No such device',
        2,
        'Say through which router (via) or by which device (dev).',
      );
    return device.up
      ? route
      : problemAt(
          of['dev']!,
          'Error: Device for nexthop is not up.',
          2,
          `ip link set ${device.name} up comes first.`,
        );
  }
  const own = interfaceOf(host, route.via);
  const towards = own
    ? null
    : lookUp(
        { ...host, routes: host.routes.filter((r) => route.device === null || r.device === route.device) },
        flowTo(route.via),
      );
  const found = own?.name ?? (towards?.kind === 'unicast' && towards.via === null ? towards.device : null);
  if (found === null || (route.device !== null && found !== route.device) || device?.up === false)
    return problemAt(
      of['via']!,
      'Error: Nexthop has invalid gateway.',
      2,
      `${of['via']!.text} is on no network that ${host.name} itself is on.`,
    );
  return { ...route, device: found };
};

const sameKey = (a: Route, b: Route): boolean =>
  a.destination === b.destination && a.prefix === b.prefix && a.metric === b.metric && a.table === b.table;

const write = (
  world: World,
  host: Host,
  words: readonly Word[],
  command: 'add' | 'replace' | 'change' | 'append',
): CommandResult => {
  const read = readRoute(host, words);
  if (isProblem(read)) return refused(read);
  const route = accept(host, read);
  if (isProblem(route)) return refused(route);
  const { routes } = host;
  const at = routes.findIndex((r) => sameKey(r, route));
  if (command === 'add' && at >= 0)
    return refused(
      problemAt(
        read.network,
        'RTNETLINK answers: File exists',
        2,
        `There is a route to ${sayNetwork(route)} with this metric: ${line(routes[at]!, {}).trim()}. ip route replace takes its place.`,
      ),
    );
  if (command === 'change' && at < 0)
    return refused(
      problemAt(
        read.network,
        'RTNETLINK answers: No such file or directory',
        2,
        `There is no route to ${sayNetwork(route)} to change. ip route add makes one.`,
      ),
    );
  const changed =
    at < 0
      ? [...routes, route]
      : command === 'append'
        ? routes.toSpliced(routes.findLastIndex((r) => sameKey(r, route)) + 1, 0, route)
        : routes.toSpliced(at, 1, route);
  return printed('', { world: withRoutes(world, host.name, changed) });
};

const remove = (world: World, host: Host, words: readonly Word[]): CommandResult => {
  const read = readRoute(host, words);
  if (isProblem(read)) return refused(read);
  const { route, of, network } = read;
  const fits = (r: Route) =>
    r.destination === route.destination &&
    r.prefix === route.prefix &&
    r.table === route.table &&
    (!of['metric'] || r.metric === route.metric) &&
    (route.via === null || r.via === route.via) &&
    (route.device === null || r.device === route.device) &&
    (route.kind === 'unicast' || r.kind === route.kind) &&
    (route.source === null || r.source === route.source) &&
    (!of['proto'] || r.proto === route.proto);
  if (of['table'] && !host.routes.some((r) => r.table === route.table))
    return refused(
      problemAt(of['table'], 'Error: FIB table does not exist.', 2, 'No route is in this table.'),
    );
  const found = inOrder(host.routes).find(fits);
  if (!found)
    return refused(
      problemAt(
        network,
        'RTNETLINK answers: No such process',
        2,
        'There is no such route. ip route lists those there are.',
      ),
    );
  return printed('', {
    world: withRoutes(
      world,
      host.name,
      host.routes.filter((r) => r !== found),
    ),
  });
};

/** What netlink says of each error. */
const answers: Readonly<Record<Exclude<SendError, 'EPERM'>, string>> = {
  ENETUNREACH: 'Network is unreachable',
  EHOSTUNREACH: 'No route to host',
  EACCES: 'Permission denied',
  EINVAL: 'Invalid argument',
};

const get = (_world: World, host: Host, words: readonly Word[], style: Style): CommandResult => {
  const read = readPairs(words, getting, 'to');
  if (isProblem(read)) return refused(read);
  const { of, rest } = read;
  const target = of['to'] ?? rest[0];
  if (!target)
    return refused(
      problemAt(endOf(words), 'need at least a destination address', 1, 'Write the address to look up.'),
    );
  const to = readPrefix(target.text);
  if (!to) return refused(prefixProblem(target));
  const from = of['from'] ? readPrefix(of['from'].text) : null;
  if (of['from'] && !from) return refused(prefixProblem(of['from']));
  if (of['mark'] && !/^(0x[\da-f]+|\d+)$/i.test(of['mark'].text))
    return refused(
      problemAt(
        of['mark'],
        `Error: argument "${of['mark'].text}" is wrong: invalid mark\n`,
        255,
        'A mark is a whole number.',
      ),
    );
  const out = of['oif'] ?? of['dev'];
  const device = out ? deviceOf(host, out) : null;
  if (device && isProblem(device)) return refused(device);
  const answer = (message: string) =>
    refused(
      problemAt(
        target,
        `RTNETLINK answers: ${message}`,
        2,
        `${host.name} has no way to ${printAddress(to.address)}. ip route lists its routes.`,
      ),
    );
  if (from && !interfaceOf(host, from.address)) return answer('Network is unreachable');
  const type = addressType(host, to.address);
  const mark = Number(of['mark']?.text ?? 0);
  const route =
    type === 'LOCAL' ? null : lookUp(host, { ...flowTo(to.address), source: from?.address ?? 0, mark });
  const refusedWith = type === 'LOCAL' ? null : routeError(route);
  if (refusedWith) return answer(answers[refusedWith as Exclude<SendError, 'EPERM'>]);
  const local = route === null || route.kind === 'local';
  const source = from?.address ?? (local ? to.address : sourceForRoute(host, route, to.address));
  if (device && route && route.device !== device.name)
    return refused(
      notHere(
        out!,
        `a way by ${device.name} that no route has`,
        `The route to ${printAddress(to.address)} leaves by ${route.device}.`,
      ),
    );
  const parts = [
    local ? 'local' : type === 'BROADCAST' ? 'broadcast' : type === 'MULTICAST' ? 'multicast' : '',
    printAddress(to.address),
    from ? `from ${printAddress(from.address)}` : '',
    route?.via != null ? `via ${printAddress(route.via)}` : '',
    `dev ${local ? 'lo' : route.device}`,
    route && route.table !== tableNumbers.main ? `table ${printTable(route.table)}` : '',
    from || source === null ? '' : `src ${printAddress(source)}`,
    mark === 0 ? '' : `mark ${mark < 16 ? mark : `0x${mark.toString(16)}`}`,
    `uid ${of['uid']?.text ?? 0}`,
  ];
  const cache = local
    ? '<local> '
    : type === 'BROADCAST'
      ? '<local,brd> '
      : type === 'MULTICAST'
        ? '<local,mc> '
        : '';
  return printed(
    `${parts.filter((p) => p !== '').join(' ')} ${style.oneLine ? '\\' : '\n'}    cache ${cache}\n`,
  );
};

/**
 * `ip route [show|get|add|del|replace|change|append|flush]`. Reference: iproute2, ip/iproute.c;
 * net/ipv4/fib_trie.c, fib_table_insert.
 */
export const route: IpObject = (world, name, words, style) => {
  const host = world.hosts[name]!;
  const [first, ...rest] = words;
  const command = first ? commandOf(first.text, commands) : 'show';
  switch (command) {
    case 'list':
    case 'show':
    case 'lst':
      return show(world, host, rest);
    case 'get':
      return get(world, host, rest, style);
    case 'add':
    case 'replace':
    case 'change':
    case 'append':
      return write(world, host, rest, command);
    case 'chg':
      return write(world, host, rest, 'change');
    case 'delete':
      return remove(world, host, rest);
    case 'flush':
      return flush(world, host, rest);
    case 'prepend':
    case 'test':
    case 'restore':
    case 'showdump':
    case 'save':
    case 'help':
      return refused(notHere(first!, `ip route ${command}`, `Here ip route has ${has.join(', ')}.`));
    case undefined:
      return refused(unknownCommand(first!, 'route', has));
  }
};
