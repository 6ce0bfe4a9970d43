import { serviceName } from '../../netfilter/values/service.ts';
import type { Listener } from '../../network/world.ts';
import { type OptionTable, readOptions } from './shared/options.ts';
import { printed, problemAt, refused } from './shared/result.ts';
import { defineCommand } from './shellCommand.ts';

const options: OptionTable = {
  tcp: { names: ['-t', '--tcp'] },
  udp: { names: ['-u', '--udp'] },
  listening: { names: ['-l', '--listening'] },
  all: { names: ['-a', '--all'] },
  numeric: { names: ['-n', '--numeric'] },
  processes: { names: ['-p', '--processes'] },
  ipv4: { names: ['-4', '--ipv4'] },
  bare: { names: ['-H', '--no-header'] },
  version: { names: ['-V', '--version'] },
};
const unsupported =
  'hroemTisbEZzN60MSdwxfKOADF --help --resolve --options --extended --memory --threads --info --summary --tos --cgroup --bpf --events --context --contexts --net --ipv6 --packet --mptcp --sctp --dccp --raw --unix --family --kill --oneline --query --socket --diag --filter';

interface Column {
  readonly title: string;
  readonly right?: boolean;
  /** What is printed after it. */
  readonly after: string;
}

const columns: readonly Column[] = [
  { title: 'Netid', after: ' ' },
  { title: 'State', after: ' ' },
  { title: 'Recv-Q', after: ' ' },
  { title: 'Send-Q', after: ' ' },
  { title: 'Local Address', right: true, after: ':' },
  { title: 'Port', after: ' ' },
  { title: 'Peer Address', right: true, after: ':' },
  { title: 'Port', after: '' },
  { title: 'Process', after: '' },
];

/** As wide as the widest, which is how ss prints where its output is no terminal. */
const table = (rows: readonly (readonly string[])[], header: boolean, netid: boolean): string => {
  const shown = header ? [columns.map((c) => c.title), ...rows] : rows;
  const widths = columns.map((_, i) => Math.max(0, ...shown.map((r) => r[i]!.length)));
  return shown
    .map((r) =>
      columns
        .map((c, i) =>
          i === 0 && !netid
            ? ''
            : (c.right ? r[i]!.padStart(widths[i]!) : r[i]!.padEnd(widths[i]!)) + c.after,
        )
        .join(''),
    )
    .map((l) => `${l}\n`)
    .join('');
};

/**
 * `ss [-t] [-u] [-l] [-a] [-n] [-p] [-4] [-H]`: the sockets of this host's listeners; connections are over
 * when a command has ended. `-p` adds nothing: programs have no numbers here. Reference: iproute2, misc/ss.c.
 */
export const ss = defineCommand({
  name: 'ss',
  usage: 'ss -tuln',
  summary: 'Lists the ports that programs here listen on.',
  needs: ['world'],
  run({ world, host: name, words }) {
    const read = readOptions('ss', words, options, unsupported, 255);
    if ('message' in read) return refused(read);
    const { of, rest } = read;
    if (of['version']) return printed('ss utility, iproute2-6.1.0\n');
    if (rest[0])
      return refused(
        problemAt(
          { from: rest[0].from, to: rest.at(-1)!.to },
          `ss: the filter ${rest.map((w) => w.text).join(' ')} is not simulated here`,
          255,
          'Remove the words after the options.',
        ),
      );
    if (!of['tcp'] && !of['udp'] && !of['ipv4'])
      return refused(
        problemAt(
          words[0] ?? { from: 0, to: 0 },
          'ss: sockets of other kinds than TCP and UDP are not simulated here',
          255,
          'Say -t, -u or both: ss -tuln.',
        ),
      );
    const wanted = (['udp', 'tcp'] as const).filter((p) => of[p] || (!of['tcp'] && !of['udp']));
    const { listeners } = world.hosts[name]!;
    const port = (l: Listener) => (of['numeric'] ? null : serviceName(l.port, l.protocol)) ?? String(l.port);
    const listening =
      of['listening'] || of['all'] ? wanted.flatMap((p) => listeners.filter((l) => l.protocol === p)) : [];
    // 128 connections may wait for a program that accepts: what most servers ask for.
    const rows = listening.map((l) => [
      l.protocol,
      l.protocol === 'tcp' ? 'LISTEN' : 'UNCONN',
      '0     ',
      (l.protocol === 'tcp' ? '128' : '0').padEnd(6),
      '0.0.0.0',
      port(l),
      '0.0.0.0',
      '*',
      '',
    ]);
    return printed(table(rows, !of['bare'], wanted.length > 1));
  },
});
