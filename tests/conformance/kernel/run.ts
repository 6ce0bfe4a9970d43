/** A scenario on the real kernel: namespaces and bridges that are made here, used, and taken away again. */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { join } from 'node:path';
import type { Outcome, Scenario } from '../../../src/network/scenario.ts';
import { withoutComments } from '../real.ts';

/** What the kernel made of a scenario. */
export interface KernelAnswer {
  readonly probes: readonly { readonly outcome: Outcome; readonly seen: { readonly host: string; readonly source: string; readonly sport: number; readonly destination: string; readonly dport: number } | null }[];
  readonly counters: Readonly<Record<string, string>>;
}

const agent = join(import.meta.dirname, 'agent.py');
const sh = (command: string, input?: string): string => {
  const done = spawnSync('bash', ['-c', command], { encoding: 'utf8', input });
  if (done.status !== 0) throw new Error(`${command}\n${done.stderr}`);
  return done.stdout;
};
const hex = (n: number) => n.toString(16).padStart(2, '0');
const pause = (ms: number) => new Promise((done) => setTimeout(done, ms));

/** Runs a scenario. Throws where the kernel refuses a part of it. */
export const runOnKernel = async (scenario: Scenario): Promise<KernelAnswer> => {
  const prefix = `ft${process.pid}x${Math.floor(performance.now()) % 10000}`;
  const space = (host: string) => `${prefix}-${host}`;
  const names = Object.keys(scenario.hosts);
  const listeners: ChildProcess[] = [];
  const heard: { readonly host: string; readonly line: string }[] = [];
  const made: string[] = [];
  try {
    const add = (name: string) => {
      sh(`ip netns add ${name}`);
      made.push(name);
      sh(`ip netns exec ${name} sh -c 'sysctl -qw net.ipv6.conf.all.disable_ipv6=1 net.ipv6.conf.default.disable_ipv6=1; ip link set lo up'`);
    };
    add(space('wire'));
    const links = new Set(Object.values(scenario.hosts).flatMap((h) => Object.values(h.interfaces ?? {}).map((i) => i.link)));
    const bridge = new Map([...links].map((link, i) => [link, `br${i}`]));
    for (const name of bridge.values()) sh(`ip -n ${space('wire')} link add ${name} type bridge forward_delay 0 mcast_snooping 0 && ip -n ${space('wire')} link set ${name} up`);
    for (const [h, [host, spec]] of Object.entries(scenario.hosts).entries()) {
      add(space(host));
      const set = `net.ipv4.ip_forward=${spec.forwarding ? 1 : 0} net.ipv4.conf.all.rp_filter=0 net.ipv4.conf.default.rp_filter=0 net.ipv4.icmp_ratelimit=0 net.ipv4.icmp_msgs_per_sec=100000 net.ipv4.conf.all.send_redirects=0 net.ipv4.conf.default.send_redirects=0 net.ipv4.conf.all.accept_redirects=0`;
      sh(`ip netns exec ${space(host)} sysctl -qw ${set}`);
      for (const [i, [device, { link, addresses, mac }]] of Object.entries(spec.interfaces ?? {}).entries()) {
        const peer = `v${h}x${i}`;
        sh(`ip -n ${space('wire')} link add ${peer} type veth peer name ${device} netns ${space(host)} && ip -n ${space('wire')} link set ${peer} master ${bridge.get(link)} up`);
        sh(`ip -n ${space(host)} link set ${device} address ${mac ?? `02:00:00:00:${hex(h + 1)}:${hex(i + 1)}`} && ip -n ${space(host)} link set ${device} up`);
        sh(`ip netns exec ${space(host)} sysctl -qw net.ipv4.conf.${device}.rp_filter=0`);
        for (const address of addresses ?? []) sh(`ip -n ${space(host)} addr add ${address} dev ${device}`);
      }
      for (const route of spec.routes ?? []) sh(`ip -n ${space(host)} route add ${route}`);
      if (spec.rules) sh(`ip netns exec ${space(host)} iptables-legacy-restore -c`, spec.rules);
    }
    for (const host of names) {
      const spec = scenario.hosts[host]!.listen;
      if (!spec?.length) continue;
      const child = spawn('ip', ['netns', 'exec', space(host), 'python3', agent, 'listen', spec.join(',')]);
      listeners.push(child);
      await new Promise<void>((ready) => {
        child.stdout!.on('data', (data: Buffer) => {
          for (const line of data.toString().trim().split('\n')) {
            if (line === 'ready') ready();
            else heard.push({ host, line });
          }
        });
      });
    }
    await pause(150);
    const probes: KernelAnswer['probes'][number][] = [];
    for (const [i, probe] of scenario.probes.entries()) {
      const before = heard.length;
      const text = JSON.stringify({ ...probe, sport: probe.sport ?? 40001 + i });
      const outcome = await new Promise<string>((done) => {
        let out = '';
        const child = spawn('ip', ['netns', 'exec', space(probe.from), 'python3', agent, 'probe', text]);
        child.stdout.on('data', (data: Buffer) => { out += data.toString(); });
        child.on('close', () => done(out.trim()));
      });
      await pause(60);
      const first = heard[before];
      probes.push({ outcome: outcome as Outcome, seen: first ? { host: first.host, ...JSON.parse(first.line) } : null });
    }
    const counters = Object.fromEntries(names.map((host) => [host, withoutComments(sh(`ip netns exec ${space(host)} iptables-legacy-save -c`))]));
    return { probes, counters };
  } finally {
    for (const child of listeners) child.kill('SIGKILL');
    for (const name of made) spawnSync('ip', ['netns', 'del', name]);
  }
};
