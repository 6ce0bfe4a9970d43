/**
 * Shell commands on the hosts of a network: the tables of shell/, what the real commands print, and what ours
 * do.
 */
import '../../src/netfilter/allExtensions.ts';
import '../../src/shell/commands/all.ts';
import { spawn, spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createWorld } from '../../src/network/createWorld.ts';
import type { HostSpec } from '../../src/network/scenario.ts';
import { run } from '../../src/shell/run.ts';
import { networks } from './flows.ts';
import { python } from './kernel/python.ts';
import { type Printed, unavailable } from './real.ts';

/** What each command says of its version where it is the one that was recorded: Debian 12's. */
const versions: readonly (readonly [string, string])[] = [
  ['ip -V', 'iproute2-6.1.0'],
  ['ping -V', 'iputils 20221126'],
  ['nc -h', 'OpenBSD netcat (Debian patchlevel 1.219'],
  ['curl -V', 'curl 7.88.1'],
  ['sysctl -V', 'procps-ng 4.0.2'],
  ['conntrack -V', 'conntrack v1.4.7'],
  ['tcpdump --version', 'tcpdump version 4.99.3'],
  ['ipset version', 'ipset v7.17'],
];

/** Why the real commands cannot be asked here; null where they can. */
export const shellUnavailable = (): string | null => {
  for (const [command, wanted] of versions) {
    const { stdout, stderr } = spawnSync('sh', ['-c', command], { encoding: 'utf8' });
    if (!`${stdout}${stderr}`.includes(wanted)) return `${command} does not say ${wanted}`;
  }
  return unavailable();
};

/** Commands that run one after the other on a fresh network. */
export interface Session {
  /** The table's name and the session's place in it, from 1: `ip 2`. */
  readonly name: string;
  readonly hosts: Readonly<Record<string, HostSpec>>;
  readonly commands: readonly { readonly host: string; readonly line: string }[];
}

/** The sessions of a table: each begins with `on NETWORK`, and goes on with `HOST# COMMAND`. */
const sessionsOf = (file: string): readonly Session[] => {
  const table = file.replace('.txt', '');
  const sessions: { name: string; hosts: Session['hosts']; commands: { host: string; line: string }[] }[] =
    [];
  for (const line of readFileSync(join(import.meta.dirname, 'shell', file), 'utf8').split('\n')) {
    const [, host, command] = /^([a-z]+)# (.*)$/.exec(line) ?? [];
    if (line.startsWith('on ')) {
      const hosts = networks[line.slice(3)];
      if (!hosts) throw new Error(`${file}: there is no network ${line.slice(3)}`);
      sessions.push({ name: `${table} ${sessions.length + 1}`, hosts, commands: [] });
    } else if (host !== undefined && command !== undefined)
      sessions.at(-1)!.commands.push({ host, line: command });
    else if (line !== '' && !line.startsWith('#')) throw new Error(`${file}: ${line}`);
  }
  return sessions;
};

/** Every session of every table. */
export const sessions: readonly Session[] = readdirSync(join(import.meta.dirname, 'shell'))
  .filter((f) => f.endsWith('.txt'))
  .sort()
  .flatMap(sessionsOf);

const sorted = (lines: string): string =>
  lines
    .split('\n')
    .slice(0, -1)
    .sort()
    .map((l) => `${l}\n`)
    .join('');

/** What no two runs have in common: times, ports the kernel chose, and how a device's other end is called. */
export const normal = (text: string): string =>
  text
    .replace(/^(\S+)@if\d+ +/gm, (_, name: string) => `${name.padEnd(16)} `)
    .replace(/@if\d+| link-netnsid \d+/g, '')
    .replace(/time=[\d.]+ ms/g, 'time=T ms')
    .replace(/time \d+ms/g, 'time Tms')
    .replace(/= [\d.]+\/[\d.]+\/[\d.]+\/[\d.]+ ms/g, '= T ms')
    .replace(/after \d+ (ms|milliseconds)/g, 'after T $1')
    // Bash names itself in front of a message of its own; a script's shell does not here.
    .replace(/^bash: line 1: /gm, '')
    // Neighbours grow old by themselves; the kernel's order is that of its hash.
    .replace(/\b(DELAY|STALE|PROBE) $/gm, 'REACHABLE ')
    .replace(/(^.*REACHABLE \n)+/gm, sorted)
    // ss: the kernel's order is that of its hash, another one in each namespace.
    .replace(/(^(?:udp +)?UNCONN .*\n)+/gm, sorted)
    .replace(/(^(?:tcp +)?(?:LISTEN|ESTAB|TIME-WAIT) .*\n)+/gm, sorted)
    // tcpdump: times, numbers that are made up, windows; asking for neighbours, which sends nothing here;
    // what it had to look at.
    .replace(/^\d\d:\d\d:\d\d\.\d{6} /gm, 'TIME ')
    .replace(/^.*ARP.*\n/gm, '')
    .replace(/(seq|ack|TS val|ecr) \d{5,}/g, '$1 N')
    .replace(/win [1-9]\d*/g, 'win N')
    .replace(/wscale \d+/g, 'wscale N')
    .replace(/, id \d+, seq/g, ', id N, seq')
    .replace(/protocol 1 port \d+/g, 'protocol 1 port N')
    .replace(/^\d+ packets? (captured|received by filter)$/gm, 'N packets $1')
    // conntrack: the seconds left, who else looks at an entry, its number; the kernel's order is that of its
    // hash.
    .replace(/^((?:ipv4 +2 )?(?:tcp|udp|icmp|unknown) +\d+) \d+ /gm, '$1 T ')
    .replace(
      /^((?:\[[\d.]+\]\t)? *\[(?:NEW|UPDATE|DESTROY)\] (?:ipv4 +2 )?(?:tcp|udp|icmp|unknown) +\d+) \d+ /gm,
      '$1 T ',
    )
    .replace(/^\[\d+\.\d{6}\]\t/gm, '[TIME]\t')
    // Who asked for an event, and whether it was still there to be named.
    .replace(/portid=\d+( progname=\S+)?/g, 'portid=N')
    .replace(/use=\d+/g, 'use=N')
    .replace(/\bid=\d+/g, 'id=N')
    .replace(/(^.*use=N.*\n)+/gm, sorted)
    .replace(/(^(?:\[TIME\]\t)?\[DESTROY\] .*portid=N\n)+/gm, sorted)
    // ipset: the salt of a hash, what it takes, the seconds an entry has left; the kernel's order is that of
    // its hash.
    .replace(/initval 0x[\da-f]{8}/g, 'initval N')
    .replace(/^Size in memory: \d+$/gm, 'Size in memory: N')
    .replace(/^((?:add \S+ )?\d\S*) timeout [1-9]\d*/gm, '$1 timeout T')
    .replace(/(?<=^Members:\n)(?:\d.*\n)+/gm, sorted)
    .replace(/(^add \S+ \d.*\n)+/gm, sorted);

const normally = ({ status, stdout, stderr }: Printed): Printed => ({
  status,
  stdout: normal(stdout),
  stderr: normal(stderr),
});

/** What our commands print. */
export const ours = ({ hosts, commands }: Session): readonly Printed[] => {
  const made = createWorld({ hosts });
  if (!made.ok) throw new Error(JSON.stringify(made.problems));
  let { world } = made;
  return commands.map(({ host, line }) => {
    const done = run(world, host, line);
    ({ world } = done);
    return normally(done);
  });
};

/** What the real commands print. */
export const real = async ({ hosts, commands }: Session): Promise<readonly Printed[]> => {
  const driver = spawn(python, [join(import.meta.dirname, 'kernel', 'shell.py')], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const asked = commands.map(({ host, line }) => ({
    host,
    line: line.replace(/^iptables\b/, 'iptables-legacy'),
  }));
  driver.stdin.end(`${JSON.stringify({ hosts, commands: asked })}\n`);
  let text = '';
  for await (const part of driver.stdout) text += part;
  const answer = JSON.parse(text) as readonly Printed[] | { readonly error: string };
  if ('error' in answer) throw new Error(answer.error);
  return answer.map(normally);
};
