import type { Packet } from '../../../netfilter/packet.ts';
import { parseAddress, printAddress } from '../../../netfilter/values/address.ts';
import { type ClientResult, runClient } from '../../../network/runClient.ts';
import type { SendError } from '../../../network/sourceAddress.ts';
import { type Journey, joined } from '../../../network/trace.ts';
import { type Host, nextPort, type World } from '../../../network/world.ts';
import { printed } from '../shared/result.ts';
import type { CommandResult } from '../shellCommand.ts';

/** An ICMP error as ping words it. Reference: iputils, ping/ping.c, pr_icmph. */
const printIcmpError = (p: Packet): string => {
  const t = p.transport;
  if (t.kind !== 'icmp') return '';
  if (t.type === 11) return 'Time to live exceeded';
  const what: Readonly<Record<number, string>> = {
    0: 'Net Unreachable',
    1: 'Host Unreachable',
    2: 'Protocol Unreachable',
    3: 'Port Unreachable',
    9: 'Net Prohibited',
    10: 'Host Prohibited',
  };
  return t.code === 13
    ? 'Packet filtered'
    : t.code in what
      ? `Destination ${what[t.code]}`
      : `Dest Unreachable, Bad Code: ${t.code}`;
};

/** The answer that reached the program, and when it and its request set out. */
const answerIn = (
  journeys: readonly Journey[],
  host: string,
): { readonly packet: Packet; readonly took: number } | null => {
  for (const j of journeys) {
    const got = j.events.find((e) => e.kind === 'delivered' && e.host === host && e.to === 'client');
    if (got?.kind === 'delivered') return { packet: got.skb.packet, took: j.at - journeys[0]!.at };
  }
  return null;
};

export const unsent: Readonly<Record<SendError, string>> = {
  ENETUNREACH: 'connect: Network is unreachable',
  EHOSTUNREACH: 'connect: No route to host',
  EINVAL: 'connect: Invalid argument',
  EACCES: 'Do you want to ping broadcast? Then -b. If not, check your local firewall rules',
  EPERM: 'sendmsg: Operation not permitted',
};

/** The device or address after `-I`; a device gives its first address. */
export const boundTo = (
  host: Host,
  text: string,
): { readonly device: string | null; readonly address: number } | null => {
  const address = parseAddress(text);
  if (address !== null) return { device: null, address };
  const device = host.interfaces.find((i) => i.name === text);
  return device?.addresses[0] ? { device: text, address: device.addresses[0].address } : null;
};

interface Pings {
  readonly to: number;
  readonly label: string;
  readonly count: number;
  readonly interval: number;
  readonly size: number;
  readonly ttl: number;
  readonly tos: number;
  readonly quiet: boolean;
  readonly bound: ReturnType<typeof boundTo>;
  /** Seconds it waits for the last answer. */
  readonly wait: number;
}

export const printPings = (before: World, host: Host, p: Pings): CommandResult => {
  const { to, label, count, size } = p;
  const port = nextPort(before);
  let world: World = { ...before, probes: before.probes + 1 };
  const source = p.bound ? ` from ${printAddress(p.bound.address)} ${p.bound.device ?? ''}:` : '';
  let out = `PING ${label} (${printAddress(to)})${source} ${size}(${size + 28}) bytes of data.\n`;
  let err = '';
  const times: number[] = [];
  const sent: ClientResult[] = [];
  let errors = 0;
  let late = 0;
  for (let i = 0; i < count; i++) {
    world = { ...world, now: Math.max(world.now, before.now + i * p.interval * 1000) };
    const done = runClient(world, {
      from: host.name,
      to,
      sends: { kind: 'ping', sequence: i + 1, bytes: size, text: '' },
      source: p.bound?.address ?? null,
      port,
      ttl: p.ttl,
      tos: p.tos,
      owner: { uid: 0, gid: 0 },
    });
    world = done.world;
    sent.push(done);
    const heard = answerIn(done.trace.journeys, host.name);
    // An error that comes after ping has given up is not reported.
    const answer = heard && heard.took > p.wait * 1000 ? null : heard;
    const from =
      answer &&
      (label === 'localhost'
        ? `localhost (${printAddress(answer.packet.source)})`
        : printAddress(answer.packet.source));
    if (answer && done.outcome === 'replied') {
      times.push(answer.took);
      if (!p.quiet)
        out += `${size + 8} bytes from ${from}: icmp_seq=${i + 1} ttl=${answer.packet.ttl}${size < 16 ? '' : ` time=${printTime(answer.took)} ms`}\n`;
    } else if (answer) {
      errors++;
      if (
        done.trace.journeys.some((j) =>
          j.events.some((e) => e.kind === 'dropped' && e.reason === 'no-neighbour' && e.host === host.name),
        )
      )
        late++;
      if (!p.quiet) out += `From ${from} icmp_seq=${i + 1} ${printIcmpError(answer.packet)}\n`;
      // A rule of this host's own that rejects is told twice: by the error, and by the send that failed. One
      // that drops is told by neither (recorded).
      if (done.error === 'EPERM' && !p.quiet) err += `ping: ${unsent.EPERM}\n`;
    }
  }
  const lost = Number((((count - times.length) * 100) / count).toPrecision(6));
  if (times.length < count)
    world = {
      ...world,
      now: Math.max(
        world.now,
        before.now + ((count - 1) * p.interval + (errors < count - times.length ? p.wait : 0)) * 1000,
      ),
    };
  const last = count === 1 ? 0 : (count - 1) * p.interval * 1000 + (times.at(-1) ?? 0);
  out += `\n--- ${label} ping statistics ---\n${count} packets transmitted, ${times.length} received${errors ? `, +${errors} errors` : ''}, ${lost}% packet loss, time ${Math.round(last)}ms\n`;
  const pipe = Math.min(late, Math.ceil(3 / p.interval));
  out +=
    times.length && size >= 16
      ? `rtt min/avg/max/mdev = ${roundTripSummary(times)} ms\n`
      : `${pipe > 1 ? `pipe ${pipe}` : ''}\n`;
  const trace = joined(sent.map((s) => s.trace));
  return {
    ...printed(out, { stderr: err, status: times.length ? 0 : 1, world: { ...world, sent: trace } }),
    trace,
  };
};

const printTime = (ms: number): string =>
  ms >= 100 ? ms.toFixed(0) : ms >= 10 ? ms.toFixed(1) : ms >= 1 ? ms.toFixed(2) : ms.toFixed(3);

const roundTripSummary = (times: readonly number[]): string => {
  const mean = times.reduce((a, b) => a + b, 0) / times.length;
  const deviation = Math.sqrt(Math.max(0, times.reduce((a, b) => a + b * b, 0) / times.length - mean * mean));
  return [Math.min(...times), mean, Math.max(...times), deviation].map((t) => t.toFixed(3)).join('/');
};
