import { refused } from '../shared/result.ts';
import { changeRoute, deleteRoute } from './changeRoutes.ts';
import type { IpObject } from './keywords.ts';
import { commandOf, notSupported, unknownCommand } from './keywords.ts';
import { get } from './routeGet.ts';
import { flush, show } from './selectRoutes.ts';

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
export const supported = ['show', 'get', 'add', 'del', 'replace', 'change', 'append', 'flush'];

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
      return changeRoute(world, host, rest, command);
    case 'chg':
      return changeRoute(world, host, rest, 'change');
    case 'delete':
      return deleteRoute(world, host, rest);
    case 'flush':
      return flush(world, host, rest);
    case 'prepend':
    case 'test':
    case 'restore':
    case 'showdump':
    case 'save':
    case 'help':
      return refused(
        notSupported(first!, `ip route ${command}`, `Here ip route supported ${supported.join(', ')}.`),
      );
    case undefined:
      return refused(unknownCommand(first!, 'route', supported));
  }
};
