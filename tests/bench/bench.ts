/**
 * How fast the engine is beside the real thing, in one run: `npm run bench`. Root, iptables 1.8.9 and python3
 * let it ask the real commands and the kernel, in network namespaces of its own; elsewhere those columns stay
 * empty. Prints Markdown. `npm run bench -- command` runs one part: texts, packets, worlds or command.
 */
import '../../src/netfilter/allExtensions.ts';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, release, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { restore } from '../../src/netfilter/command/restore.ts';
import { whyMissed } from '../../src/netfilter/datapath/reasons.ts';
import { traverse } from '../../src/netfilter/datapath/traverse.ts';
import type { Skb } from '../../src/netfilter/packet.ts';
import { list } from '../../src/netfilter/print/list.ts';
import { save } from '../../src/netfilter/print/save.ts';
import { emptyFilter, tableOf } from '../../src/netfilter/ruleset.ts';
import type { Visit } from '../../src/netfilter/trace.ts';
import { createWorld } from '../../src/network/createWorld.ts';
import { udpDatagram } from '../../src/network/packets.ts';
import { sendProbe } from '../../src/network/sendProbe.ts';
import type { World } from '../../src/network/world.ts';
import { runIptables } from '../../src/shell/commands/iptables/iptables.ts';
import { splitWords } from '../../src/text/words.ts';
import { python } from '../conformance/kernel/python.ts';
import { unavailable } from '../conformance/real.ts';
import { hostFor } from '../hostFor.ts';
import { commandTimes } from './command.ts';
import { dump, missing, missingRules } from './rulesets.ts';

const real = unavailable() === null;
const folder = mkdtempSync(join(tmpdir(), 'four-tables-bench-'));

/** The median of a few runs, in milliseconds, after some that warm up. */
const median = (run: () => void, times = 9, warm = 3): number => {
  for (let i = 0; i < warm; i++) run();
  const spent = Array.from({ length: times }, () => {
    const start = performance.now();
    run();
    return performance.now() - start;
  });
  return spent.sort((a, b) => a - b)[Math.floor(times / 2)]!;
};

/**
 * The median time of a shell command in one fresh namespace, where `before` has been run once. Milliseconds;
 * null without root.
 */
const shell = (command: string, before = 'true', times = 5): number | null => {
  if (!real) return null;
  const script = `${before}\nfor i in $(seq ${times}); do s=$(date +%s%N); ${command} >/dev/null; e=$(date +%s%N); echo $(( (e - s) / 1000 )); done`;
  const { stdout } = spawnSync('unshare', ['-n', 'bash', '-c', script], {
    encoding: 'utf8',
    cwd: folder,
    maxBuffer: 1 << 28,
  });
  const spent = stdout
    .trim()
    .split('\n')
    .map(Number)
    .sort((a, b) => a - b);
  return spent[Math.floor(spent.length / 2)]! / 1000;
};

const ms = (n: number | null): string => (n === null ? '' : n.toFixed(n < 10 ? 2 : 0));
const ratio = (ours: number, theirs: number | null): string =>
  theirs === null ? '' : (ours / theirs).toFixed(2);
const row = (...cells: readonly string[]): void => console.log(`| ${cells.join(' | ')} |`);
const table = (...head: readonly string[]): void => {
  row(...head);
  row(...head.map((_, i) => (i === 0 ? '---' : '---:')));
};

const listed = { table: 'nat', numeric: true, verbose: true, exact: false, lineNumbers: false } as const;

const texts = (): void => {
  console.log('## Loading, saving, listing (milliseconds)\n');
  table('', 'ours', 'legacy', 'nft', 'ours / legacy', 'ours / nft');
  for (const size of [5_500, 50_000]) {
    const text = dump(size);
    writeFileSync(join(folder, 'dump'), text);
    const { filter, stderr } = restore(emptyFilter, text);
    if (stderr) throw new Error(stderr);
    const line = (name: string, ours: number, command: string, loads: boolean) => {
      const of = (kind: string) =>
        shell(
          command.replaceAll('iptables', `iptables-${kind}`),
          loads ? 'true' : `iptables-${kind}-restore < dump`,
        );
      const [legacy, nft] = [of('legacy'), of('nft')];
      row(`${name}, ${size} rules`, ms(ours), ms(legacy), ms(nft), ratio(ours, legacy), ratio(ours, nft));
    };
    line(
      'iptables-restore',
      median(() => void restore(emptyFilter, text)),
      'iptables-restore < dump',
      true,
    );
    line(
      'iptables-save',
      median(() => void save(filter)),
      'iptables-save',
      false,
    );
    line(
      'iptables -t nat -L -n -v',
      median(() => void list(filter, listed)),
      'iptables -t nat -L -n -v',
      false,
    );
    let grown = filter;
    const { words } = splitWords('-A INPUT -s 192.0.2.1 -j ACCEPT');
    const addOne = () => {
      grown = runIptables(grown, words).filter;
    };
    line('iptables -A', median(addOne, 41), 'iptables -A INPUT -s 192.0.2.1 -j ACCEPT', false);
  }
};

const skb: Skb = {
  packet: udpDatagram({ source: 0x7f000001, destination: 0x7f000001 }, 40000, 53, 4, ''),
  input: null,
  output: 'lo',
  mark: 0,
  mac: null,
  ports: null,
  type: 'unicast',
  owner: null,
  template: null,
  connection: {
    id: 1,
    state: 'NEW',
    direction: 'original',
    mark: 0,
    counters: null,
    helper: null,
    masterHelper: null,
    zone: 0,
    original: null,
    reply: null,
    expires: null,
    status: { seenReply: false, assured: false, confirmed: false, sourceNat: false, destinationNat: false },
  },
};
/** Works out why each rule of a walk missed. */
const reasons = (visit: Visit): void => {
  for (const step of visit.steps)
    if (step.kind === 'missed') for (let i = 0; i < step.count; i++) whyMissed(visit, step, step.first + i);
};

const kernelNanoseconds = (text: string | null): number | null => {
  if (!real) return null;
  writeFileSync(join(folder, 'rules'), text ?? '');
  const { stdout } = spawnSync(
    'unshare',
    [
      '-n',
      'bash',
      '-c',
      `ip link set lo up; ${text ? 'iptables-legacy-restore < rules;' : ''} exec ${python} ${join(import.meta.dirname, 'blast.py')} 2`,
    ],
    { encoding: 'utf8', cwd: folder },
  );
  return Number(stdout);
};

const packets = (): void => {
  const rules = 10_000;
  console.log(`\n## A packet that misses ${rules} rules (nanoseconds a rule)\n`);
  table('', 'ours', 'with the reason for every rule', 'kernel', 'ours / kernel');
  const idle = kernelNanoseconds(null);
  for (const kind of [...Object.keys(missing), undefined]) {
    const text = missingRules('OUTPUT', rules, kind);
    const { filter } = restore(emptyFilter, text);
    const at = tableOf(filter, 'filter');
    const walk = () => traverse(at, 'OUTPUT', skb, hostFor({ hook: 'OUTPUT' })).visit;
    const ours =
      (median(() => {
        for (let i = 0; i < 20; i++) walk();
      }, 15) *
        1e6) /
      20 /
      rules;
    const told = (median(() => reasons(walk()), 15) * 1e6) / rules;
    const loaded = kernelNanoseconds(text);
    const kernel = loaded === null ? null : (loaded - idle!) / rules;
    row(
      kind ?? 'all four mixed',
      ours.toFixed(1),
      told.toFixed(0),
      kernel === null ? '' : kernel.toFixed(1),
      ratio(ours, kernel),
    );
  }
};

/** A router between two hosts, with as many rules as asked for and connection tracking. */
const routed = (rules: number): World => {
  const text = missingRules('FORWARD', rules).replace(
    'COMMIT',
    '-A FORWARD -m conntrack --ctstate ESTABLISHED -j ACCEPT\nCOMMIT',
  );
  const end = (own: string, link: string, router: string, more: object = {}) => ({
    interfaces: { eth0: { link, addresses: [`${own}/24`] } },
    routes: [`default via ${router}`],
    ...more,
  });
  const made = createWorld({
    hosts: {
      client: end('10.1.0.2', 'a', '10.1.0.1'),
      router: {
        forwarding: true,
        interfaces: {
          eth0: { link: 'a', addresses: ['10.1.0.1/24'] },
          eth1: { link: 'b', addresses: ['10.2.0.1/24'] },
        },
        rules: text,
      },
      server: end('10.2.0.2', 'b', '10.2.0.1', { listen: ['tcp/80', 'udp/53'] }),
    },
  });
  if (!made.ok) throw new Error(JSON.stringify(made.problems));
  return made.world;
};

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

const worlds = (): void => {
  const kept = 1_000;
  console.log('\n## Probes through a router, and worlds that are kept\n');
  table('', 'a tcp probe, 7 packets (ms)', `each of ${kept} worlds kept (kB)`);
  for (const rules of [20, 10_000]) {
    const world = routed(rules);
    const spent = median(() => void sendProbe(world, { from: 'client', tcp: '10.2.0.2:80' }), 41, 20);
    const all: World[] = [world];
    collect();
    const before = process.memoryUsage().heapUsed;
    // What is kept of each is the world alone, without its trace.
    for (let i = 0; i < kept; i++)
      all.push(sendProbe(all.at(-1)!, { from: 'client', udp: '10.2.0.2:53', sport: 1024 + i }).world);
    collect();
    row(
      `${rules} rules in FORWARD`,
      ms(spent),
      ((process.memoryUsage().heapUsed - before) / kept / 1000).toFixed(1),
    );
    if (all.length !== kept + 1) throw new Error('a world was lost');
  }
};

const command = async (): Promise<void> => {
  if (!real) return;
  console.log('\n## The command, its start included: 5500 rules loaded and saved\n');
  table('', 'milliseconds', '/ nft');
  writeFileSync(join(folder, 'dump'), dump(5_500));
  for (const { name, ms: spent, ratio: times } of await commandTimes(folder, 'dump'))
    row(name, ms(spent), times.toFixed(2));
};

try {
  console.log(`Node ${process.version}, Linux ${release()}, ${cpus()[0]?.model ?? 'unknown processor'}.\n`);
  const parts = { texts, packets, worlds, command };
  for (const [name, run] of Object.entries(parts))
    if (process.argv.length === 2 || process.argv.includes(name)) await run();
} finally {
  rmSync(folder, { recursive: true });
}
