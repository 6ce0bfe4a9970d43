import { masked, maskOf, parseAddress } from '../../../netfilter/values/address.ts';
import { withRoutes } from '../../../network/configureInterface.ts';
import { tableNumbers } from '../../../network/routingRules.ts';
import type { Host, Route, World } from '../../../network/world.ts';
import type { Problem } from '../../../text/problem.ts';
import type { Word } from '../../../text/words.ts';
import { endOf, printed, problemAt, refused } from '../shared/result.ts';
import type { CommandResult } from '../shellCommand.ts';
import { deviceOf, isProblem, readKeywords } from './keywords.ts';
import { inOrder, printRoute, reading, readNetwork, tableOf } from './routeWords.ts';

interface Selected {
  readonly of: Readonly<Record<string, Word>>;
  readonly routes: readonly Route[];
}

/** The routes that `show` and `flush` are about. */
const select = (host: Host, words: readonly Word[], ending: 'Dump' | 'Flush'): Selected | Problem => {
  const read = readKeywords(words, reading, 'to');
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

export const show = (_world: World, host: Host, words: readonly Word[]): CommandResult => {
  const selected = select(host, words, 'Dump');
  return isProblem(selected)
    ? refused(selected)
    : printed(selected.routes.map((r) => `${printRoute(r, selected.of)}\n`).join(''));
};

export const flush = (world: World, host: Host, words: readonly Word[]): CommandResult => {
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
