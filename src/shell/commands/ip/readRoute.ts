import { masked, maskOf, parseAddress, printAddress } from '../../../netfilter/values/address.ts';
import { interfaceOf } from '../../../network/localAddress.ts';
import { flowTo, lookUp } from '../../../network/routes.ts';
import { tableNumbers } from '../../../network/routingRules.ts';
import type { Host, Route } from '../../../network/world.ts';
import type { Problem } from '../../../text/problem.ts';
import type { Word } from '../../../text/words.ts';
import { endOf, problemAt } from '../shared/result.ts';
import { deviceOf, isProblem, notSupported, readKeywords } from './keywords.ts';
import { kinds, protos, readNetwork, tableOf, writing } from './routeWords.ts';

/**
 * A route as it is written, with the words its parts were written in. Its device is what was written; the kernel
 * finds the rest.
 */
export const readRoute = (
  host: Host,
  words: readonly Word[],
):
  | { readonly route: Route; readonly of: Readonly<Record<string, Word>>; readonly network: Word }
  | Problem => {
  const kind = kinds.find((k) => k === words[0]?.text);
  const read = readKeywords(kind ? words.slice(1) : words, writing, 'to');
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
    return notSupported(of['proto'], `proto ${of['proto'].text}`, 'Here proto is kernel, static or boot.');
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
export const accept = (
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
      'The network begins earlier: bits after the prefix are set.',
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
