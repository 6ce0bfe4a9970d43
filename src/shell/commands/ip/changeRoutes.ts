import { withRoutes } from '../../../network/configureInterface.ts';
import type { Host, Route, World } from '../../../network/world.ts';
import type { Word } from '../../../text/words.ts';
import { printed, problemAt, refused } from '../shared/result.ts';
import type { CommandResult } from '../shellCommand.ts';
import { isProblem } from './keywords.ts';
import { accept, readRoute } from './readRoute.ts';
import { inOrder, printNetwork, printRoute } from './routeWords.ts';

const sameKey = (a: Route, b: Route): boolean =>
  a.destination === b.destination && a.prefix === b.prefix && a.metric === b.metric && a.table === b.table;

export const changeRoute = (
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
        `There is a route to ${printNetwork(route)} with this metric: ${printRoute(routes[at]!, {}).trim()}. ip route replace takes its place.`,
      ),
    );
  if (command === 'change' && at < 0)
    return refused(
      problemAt(
        read.network,
        'RTNETLINK answers: No such file or directory',
        2,
        `There is no route to ${printNetwork(route)} to change. ip route add makes one.`,
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

export const deleteRoute = (world: World, host: Host, words: readonly Word[]): CommandResult => {
  const read = readRoute(host, words);
  if (isProblem(read)) return refused(read);
  const { route, of, network } = read;
  const matches = (r: Route) =>
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
  const found = inOrder(host.routes).find(matches);
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
