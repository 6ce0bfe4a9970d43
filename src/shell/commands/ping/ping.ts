import { printAddress } from '../../../netfilter/values/address.ts';
import { addressType, interfaceOf } from '../../../network/localAddress.ts';
import { flowTo, lookUp } from '../../../network/routes.ts';
import { sourceForProgram } from '../../../network/sourceAddress.ts';
import type { Problem } from '../../../text/problem.ts';
import { addressOfName, nameHint } from '../shared/hostNames.ts';
import { type OptionTable, readOptions } from '../shared/options.ts';
import { endOf, printed, problemAt, refused, watchingConnections } from '../shared/result.ts';
import { defineCommand } from '../shellCommand.ts';
import { boundTo, printPings, unsent } from './printPings.ts';

/** More echo requests than this one command does not send. */
const most = 100;
/**
 * As many without a count: then it is as if Ctrl+C were pressed, for a line is done before the next begins.
 */
const untilStopped = 4;

const options: OptionTable = {
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
const unsupported = 'aABCDdefhLlmMOpRSTUVbFN6';

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
      const read = readOptions('ping', words, options, unsupported, 2);
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
