import type { Connection } from '../../../netfilter/datapath/connection.ts';
import { eventBits } from '../../../netfilter/datapath/connectionEvents.ts';
import { masked } from '../../../netfilter/values/address.ts';
import type { Problem } from '../../../text/problem.ts';
import type { Word } from '../../../text/words.ts';
import { problemAt } from '../shared/result.ts';
import type { OptionValues } from './optionValues.ts';
import { nameAndVersion, parameterProblem } from './readLine.ts';
import { states } from './takeOption.ts';

/**
 * Whether an entry is one that was asked for; `told` has what an event tells of it, null where it is listed.
 */
export type ConnectionTest = (c: Connection, told: number | null) => boolean;

const statusOf = (c: Connection): number => (c.master ? 1 : 0) | (c.seenReply ? 2 : 0) | (c.assured ? 4 : 0);

/**
 * What the connection's tuples have where an option compares; ICMP has type and code where others have the
 * destination port.
 */
const compared: Readonly<Record<string, (c: Connection) => number | null>> = {
  p: (c) => c.original.protocol,
  r: (c) => c.reply.source,
  q: (c) => c.reply.destination,
  sport: (c) => c.original.sport,
  dport: (c) => c.original.dport,
  'reply-port-src': (c) => c.reply.sport,
  'reply-port-dst': (c) => c.reply.dport,
  'icmp-id': (c) => c.original.sport,
  'icmp-type': (c) => c.original.dport! >> 8,
  'icmp-code': (c) => c.original.dport! & 255,
  i: (c) => c.id,
  '(': (c) => (c.zone.direction === 'original' ? c.zone.id : 0),
  ')': (c) => (c.zone.direction === 'reply' ? c.zone.id : 0),
  w: (c) => (c.zone.direction === 'both' ? c.zone.id : 0),
};

/**
 * Whether a side was given another address (the one that was asked for) or another port. Of a ping the id
 * is compared with type and code, which never agree: where there is nat at all, every ping has other ports on
 * both sides.
 * Reference: libnetfilter_conntrack 1.0.9, src/conntrack/objopt.c
 */
const isTranslated = (
  { original, reply }: Connection,
  side: 'n' | 'g',
  address: number,
  port: number | undefined,
  hasNat: boolean,
): boolean => {
  const [from, to] =
    side === 'n' ? [original.source, reply.destination] : [original.destination, reply.source];
  const [fromPort, toPort] = side === 'n' ? [original.sport, reply.dport] : [original.dport, reply.sport];
  const moved = fromPort !== toPort && hasNat;
  return address < 0
    ? from !== to || moved
    : from !== to && to === address && (port === undefined || (moved && toPort === port));
};

/**
 * What the options ask of an entry, or why they ask nothing that goes together. `dumps`: the kernel itself
 * looks at the status.
 */
export const connectionTest = (
  given: OptionValues,
  of: Readonly<Record<string, Word>>,
  dumps: boolean,
  hasNat: boolean,
): ConnectionTest | Problem => {
  const { values } = given;
  const tests: ConnectionTest[] = [];
  for (const [mask, side, name] of [
    ['{', 's', 'src'],
    ['}', 'd', 'dst'],
  ] as const) {
    if (values[mask] !== undefined && values[side] === undefined)
      return parameterProblem(
        of[mask]!,
        `Can't use --mask-${name} without --${name}`,
        `Write --${name} too.`,
      );
    const [address, bits] = [values[side], values[mask] ?? 0xffffffff];
    if (address !== undefined)
      tests.push(
        (c) =>
          masked(side === 's' ? c.original.source : c.original.destination, bits) === masked(address, bits),
      );
  }
  if (given.family === 6) tests.push(() => false);
  for (const [key, pick] of Object.entries(compared)) {
    const value = values[key];
    if (value !== undefined) tests.push((c) => pick(c) === value);
  }
  const { state, m: mark } = values;
  if (state !== undefined)
    tests.push(
      (c, told) =>
        c.tcp === states[state] &&
        (told === null || (told & (eventBits.protoinfo | eventBits.destroy)) !== 0),
    );
  if (mark !== undefined)
    tests.push(
      (c, told) =>
        masked(c.mark, values['m/']!) === mark &&
        (told === null || c.mark !== 0 || (told & eventBits.mark) !== 0),
    );
  if (of['u']) {
    if (dumps && given.statusMask === 0)
      return problemAt(
        of['u'],
        `${nameAndVersion}: Operation failed: invalid parameters`,
        1,
        'The kernel looks for bits that are set, and is asked for none.',
      );
    tests.push(
      (c) =>
        (statusOf(c) & given.status) === given.status &&
        (!dumps || (statusOf(c) & given.statusMask) === given.status),
    );
  }
  const side = (key: 'n' | 'g' | 'j', which: 'n' | 'g'): ConnectionTest | null => {
    const address = values[key];
    return address === undefined ? null : (c) => isTranslated(c, which, address, values[`${key}:`], hasNat);
  };
  for (const which of ['n', 'g'] as const) {
    const test = side(which, which);
    if (test) tests.push(test);
  }
  const [source, destination] = [side('j', 'n'), side('j', 'g')];
  if (source && destination) {
    // With an address -j spoils what else is compared (recorded).
    const spoilt = values['j']! >= 0 && 'sdrqmciuwl()p'.split('').some((o) => of[o]);
    tests.push((c, told) => !spoilt && (source(c, told) || destination(c, told)));
  }
  return (c, told) => tests.every((t) => t(c, told));
};
