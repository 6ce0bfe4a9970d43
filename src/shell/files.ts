/** The files a host has: those of /proc that say or set what is simulated, and /dev/null. */
import { connectionsAt } from '../netfilter/conntrack.ts';
import { parameters, withParameter } from '../network/sysctl.ts';
import { type Host, withHost, type World } from '../network/world.ts';
import { entryLine } from './conntrack.ts';

const sysctlOf = (path: string): string | null => (path.startsWith('/proc/sys/') ? path.slice('/proc/sys/'.length).replaceAll('/', '.') : null);

/** What is in a file; null where there is none. */
export const readFile = (world: World, host: Host, path: string): string | null => {
  if (path === '/dev/null') return '';
  if (path === '/proc/net/nf_conntrack') return connectionsAt(host.conntrack, world.now).map((c) => entryLine(host, c, world.now, 'kernel')).join('');
  const key = sysctlOf(path);
  const value = key === null ? undefined : parameters(host).get(key);
  return value === undefined ? null : `${value}\n`;
};

/** The world after a text was written to a file that is there; null where the file takes no such text. */
export const writeFile = (world: World, name: string, path: string, text: string): World | null => {
  if (path === '/dev/null') return world;
  const key = sysctlOf(path);
  const value = text.trim();
  return key !== null && /^-?\d+$/.test(value) ? withHost(world, name, (h) => withParameter(h, key, value)) : null;
};
