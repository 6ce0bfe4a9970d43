import { refused } from '../shared/result.ts';
import { remove, write } from './changeRoutes.ts';
import { get } from './routeGet.ts';
import { flush, show } from './selectRoutes.ts';
import type { IpObject } from './words.ts';
import { commandOf, notHere, unknownCommand } from './words.ts';

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
export const has = ['show', 'get', 'add', 'del', 'replace', 'change', 'append', 'flush'];

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
