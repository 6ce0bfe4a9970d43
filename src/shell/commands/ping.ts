import type { Packet } from '../../netfilter/packet.ts';
import { parseAddress, printAddress } from '../../netfilter/values/address.ts';
import { addressType, interfaceOf } from '../../network/localAddress.ts';
import { flowTo, lookUp } from '../../network/routes.ts';
import { type ClientResult, runClient } from '../../network/runClient.ts';
import { type SendError, sourceForProgram } from '../../network/sourceAddress.ts';
import { type Journey, joined } from '../../network/trace.ts';
import { type Host, nextPort, type World } from '../../network/world.ts';
import type { Problem } from '../../text/problem.ts';
import { addressOfName, nameHint } from './shared/hostNames.ts';
import { type Declared, readOptions } from './shared/options.ts';
import { endOf, printed, problemAt, refused, watchingConnections } from './shared/result.ts';
import { type CommandResult, defineCommand } from './shellCommand.ts';

/** More echo requests than this one command does not send. */
const most = 100;
/**
 * As many without a count: then it is as if Ctrl+C were pressed, for a line is done before the next begins.
 */
const untilStopped = 4;

const options: Declared = {
  count: { names: ['-c'], takes: 'required' },
  numeric: { names: ['-n'] },
  quiet: { names: ['-q'] },
  from: { names: ['-I'], takes: 'required' },
  wait: { names: ['-W'], takes: 'required' },
  deadline: { names: ['-w'], takes: 'required' },
  size: { names: ['-s'], takes: 'required' },
  ttl: { names: ['-t'], takes: 'required' },
  interval: { names: ['-i'], takes: 'required' },
  tos: { names: ['-Q'], takes: 'required' },
  ipv4: { names: ['-4'] },
  verbose: { names: ['-v'] },
};
const unacted = 'aABCDdefhLlmMOpRSTUVbFN6';

/** An ICMP error as ping words it. Reference: iputils, ping/ping.c, pr_icmph. */
const sayError = (p: Packet): string => {
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

const whole = (
  text: string,
  min: number,
  max: number | bigint,
): Omit<Problem, 'from' | 'to' | 'hint'> | number =>
  !/^-?\d+$/.test(text)
    ? { message: `ping: invalid argument: '${text}'`, status: 1 }
    : BigInt(text) < min || BigInt(text) > max
      ? { message: `ping: invalid argument: '${text}': out of range: ${min} <= value <= ${max}`, status: 1 }
      : Number(text);

const numbers = {
  count: [1, 0x7fffffffffffffffn],
  size: [0, 0x7fffffff],
  ttl: [0, 255],
  deadline: [0, 0x7fffffff],
  tos: [0, 255],
} as const;

const unsent: Readonly<Record<SendError, string>> = {
  ENETUNREACH: 'connect: Network is unreachable',
  EHOSTUNREACH: 'connect: No route to host',
  EINVAL: 'connect: Invalid argument',
  EACCES: 'Do you want to ping broadcast? Then -b. If not, check your local firewall rules',
  EPERM: 'sendmsg: Operation not permitted',
};

/** The device or address behind `-I`; a device gives its first address. */
const boundTo = (
  host: Host,
  text: string,
): { readonly device: string | null; readonly address: number } | null => {
  const address = parseAddress(text);
  if (address !== null) return { device: null, address };
  const device = host.interfaces.find((i) => i.name === text);
  return device?.addresses[0] ? { device: text, address: device.addresses[0].address } : null;
};

/**
 * `ping [-c COUNT -n -q -I -W -w -s -t -i -Q] ADDRESS`: echo requests with one id, numbered from 1, an
 * interval apart on the virtual clock. A round trip takes what it takes on that clock: one millisecond a
 * packet. Reference: iputils, ping/ping.c.
 */
export const ping = defineCommand({
  name: 'ping',
  usage: 'ping [-c COUNT] ADDRESS',
  summary: 'Asks another host for an echo.',
  needs: ['world'],
  run: ({ world: start, host: name, words }) =>
    watchingConnections(start, (world) => {
      const host = world.hosts[name]!;
      const read = readOptions('ping', words, options, unacted, 2);
      if ('message' in read) return refused(read);
      const { of, rest } = read;
      const given: Partial<Record<keyof typeof numbers, number>> = {};
      for (const key of Object.keys(numbers) as (keyof typeof numbers)[]) {
        if (!of[key]) continue;
        const [min, max] = numbers[key];
        const value = whole(of[key].text, min, max);
        if (typeof value !== 'number')
          return refused({
            ...value,
            from: of[key].from,
            to: of[key].to,
            hint: `A whole number from ${min}.`,
          });
        given[key] = value;
      }
      const seconds = (key: 'wait' | 'interval', usual: number) => (of[key] ? Number(of[key].text) : usual);
      const interval = seconds('interval', 1);
      for (const key of ['wait', 'interval'] as const)
        if (of[key] && !/^\d*\.?\d+$/.test(of[key].text))
          return refused(
            problemAt(
              of[key],
              `ping: option argument contains garbage: ${of[key].text}`,
              1,
              'Write seconds, such as 1 or 0.5.',
            ),
          );
      const target = rest.at(-1);
      if (!target)
        return refused(
          problemAt(
            endOf(words),
            'ping: usage error: Destination address required',
            1,
            'Write the address to ping.',
          ),
        );
      if (rest.length > 1)
        return refused(
          problemAt(
            rest[0]!,
            'ping: a way by several addresses is not simulated here',
            2,
            'Write one address.',
          ),
        );
      const to = addressOfName(target.text);
      if (to === null) {
        const { hint, replacement } = nameHint(world, target.text);
        return refused(
          problemAt(
            target,
            `ping: ${target.text}: Temporary failure in name resolution`,
            2,
            hint,
            replacement,
          ),
        );
      }
      const count =
        given.count ??
        (given.deadline === undefined ? untilStopped : Math.max(1, Math.ceil(given.deadline / interval)));
      if (count > most)
        return refused(
          problemAt(
            of['count'] ?? target,
            `ping: ${count} are more than can be sent here`,
            2,
            `At most ${most}.`,
          ),
        );
      const bound = of['from'] ? boundTo(host, of['from'].text) : null;
      if (of['from'] && !bound)
        return refused(
          problemAt(
            of['from'],
            `ping: SO_BINDTODEVICE ${of['from'].text}: No such device`,
            2,
            `${name} has ${host.interfaces.map((i) => i.name).join(', ')}.`,
          ),
        );
      if (bound && !interfaceOf(host, bound.address))
        return refused(
          problemAt(
            of['from']!,
            'ping: bind: Cannot assign requested address',
            2,
            `${name} does not have this address.`,
          ),
        );
      const out = interfaceOf(host, to) ? null : lookUp(host, flowTo(to));
      if (bound?.device && out?.device && out.device !== bound.device)
        return refused(
          problemAt(
            of['from']!,
            'ping: a device that no route names is not simulated here',
            2,
            `The route to ${printAddress(to)} leaves by ${out.device}.`,
          ),
        );
      if (addressType(host, to) === 'BROADCAST')
        return refused(
          problemAt(target, `ping: ${unsent.EACCES}`, 2, 'This is the address of all machines of a network.'),
        );
      const way = sourceForProgram(host, to, bound?.address ?? null);
      // No socket, no statistics: the command ends before it has sent anything. That is the network's state, not
      // a mistake in the line.
      if (!way.ok) return printed('', { stderr: `ping: ${unsent[way.error]}\n`, status: 2 });
      return printPings(world, host, {
        to,
        label: target.text,
        count,
        interval,
        size: given.size ?? 56,
        ttl: given.ttl ?? 64,
        tos: given.tos ?? 0,
        quiet: Boolean(of['quiet']),
        bound,
        wait: seconds('wait', 10),
      });
    }),
});

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

const printPings = (before: World, host: Host, p: Pings): CommandResult => {
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
      what: { kind: 'ping', sequence: i + 1, bytes: size, text: '' },
      source: p.bound?.address ?? null,
      port,
      ttl: p.ttl,
      tos: p.tos,
      owner: { uid: 0, gid: 0 },
    });
    world = done.world;
    sent.push(done);
    const heard = answerIn(done.trace.journeys, host.name);
    // An error that comes when ping has given up is nobody's any more.
    const answer = heard && heard.took > p.wait * 1000 ? null : heard;
    const from =
      answer &&
      (label === 'localhost'
        ? `localhost (${printAddress(answer.packet.source)})`
        : printAddress(answer.packet.source));
    if (answer && done.outcome === 'replied') {
      times.push(answer.took);
      if (!p.quiet)
        out += `${size + 8} bytes from ${from}: icmp_seq=${i + 1} ttl=${answer.packet.ttl}${size < 16 ? '' : ` time=${sayTime(answer.took)} ms`}\n`;
    } else if (answer) {
      errors++;
      if (
        done.trace.journeys.some((j) =>
          j.events.some((e) => e.kind === 'dropped' && e.cause === 'no-neighbour' && e.host === host.name),
        )
      )
        late++;
      if (!p.quiet) out += `From ${from} icmp_seq=${i + 1} ${sayError(answer.packet)}\n`;
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
      ? `rtt min/avg/max/mdev = ${summary(times)} ms\n`
      : `${pipe > 1 ? `pipe ${pipe}` : ''}\n`;
  const trace = joined(sent.map((s) => s.trace));
  return {
    ...printed(out, { stderr: err, status: times.length ? 0 : 1, world: { ...world, sent: trace } }),
    trace,
  };
};

const sayTime = (ms: number): string =>
  ms >= 100 ? ms.toFixed(0) : ms >= 10 ? ms.toFixed(1) : ms >= 1 ? ms.toFixed(2) : ms.toFixed(3);

const summary = (times: readonly number[]): string => {
  const mean = times.reduce((a, b) => a + b, 0) / times.length;
  const deviation = Math.sqrt(Math.max(0, times.reduce((a, b) => a + b * b, 0) / times.length - mean * mean));
  return [Math.min(...times), mean, Math.max(...times), deviation].map((t) => t.toFixed(3)).join('/');
};
