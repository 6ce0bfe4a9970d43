/** What a line at a terminal changed: something in the network that outlasts it, something in the shell, or nothing. */
import { save } from '../../netfilter/print/save.ts';
import type { PacketFilter } from '../../netfilter/types.ts';
import type { Host } from '../../network/world.ts';
import type { LineResult, Shell, ShellSession } from '../../shell/session.ts';

/** Where a line changed something; null where it only printed something, sent packets, or failed. */
export type Changed = 'network' | 'shell' | null;

const same = (a: unknown, b: unknown): boolean => a === b || JSON.stringify(a) === JSON.stringify(b);

const tableOf = (line: string): string => line.split(' ', 1)[0]!;

/** Rules, chains and policies. A listing brings its table into being, which changes none of these. */
const rulesOf = (filter: PacketFilter): string => {
  let table = '';
  return save(filter)
    .split('\n')
    .flatMap((line) => {
      if (line.startsWith('*')) table = line;
      return /^(-A|:(?!\S+ ACCEPT))/.test(line) ? [`${table} ${line.replace(/ \[\d+:\d+\]$/, '')}`] : [];
    })
    .toSorted((a, b) => tableOf(a).localeCompare(tableOf(b)))
    .join('\n');
};

/** What packets and time leave as it is. */
const isSameHost = (a: Host, b: Host): boolean =>
  same(a.interfaces, b.interfaces) &&
  same(a.routes, b.routes) &&
  same(a.routingRules, b.routingRules) &&
  same(a.listeners, b.listeners) &&
  same(a.sysctl, b.sysctl) &&
  same(a.filter6, b.filter6) &&
  (a.filter.tables === b.filter.tables || rulesOf(a.filter) === rulesOf(b.filter));

/** What packets and time change too: `iptables -Z`, `ipset add` and `conntrack -F` do without them. */
const hasSameCounts = (a: Host, b: Host): boolean =>
  same(a.filter.counters, b.filter.counters) &&
  same(a.filter.memory, b.filter.memory) &&
  same(a.conntrack.connections, b.conntrack.connections);

/** All of a shell but how its last command ended. */
const isSameShell = (a: Shell, b: Shell | undefined): boolean =>
  b !== undefined &&
  (Object.keys(a) as (keyof Shell)[]).every(
    (key) => key === 'status' || key === 'pipeStatus' || a[key] === b[key],
  );

/** What a line changed between the session before it and the one after it. */
export const whatChanged = (
  before: ShellSession,
  { session: after, traces }: Pick<LineResult, 'session' | 'traces'>,
): Changed => {
  const [was, is] = [before.world, after.world];
  const still = traces.length === 0 && was.now === is.now;
  const isSame =
    same(was.files, is.files) &&
    Object.values(was.hosts).every((host) => {
      const other = is.hosts[host.name]!;
      return host === other || (isSameHost(host, other) && (!still || hasSameCounts(host, other)));
    });
  if (!isSame) return 'network';
  return before.pending === after.pending &&
    before.shells.length === after.shells.length &&
    before.shells.every((shell, i) => isSameShell(shell, after.shells[i]))
    ? null
    : 'shell';
};
