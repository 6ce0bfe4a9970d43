import { parsed, refused } from '../../text/problem.ts';
import { defineMatch, type GivenOption } from '../extension.ts';
import { listed } from '../print/sentence/words.ts';
import { ask, type HashTable } from '../state/hashTable.ts';
import { masked, maskOf, printAddress } from '../values/address.ts';
import { printRate, sayRate } from '../values/rate.ts';
import { text } from '../values/text.ts';
import { uint } from '../values/uint.ts';
import { check } from './check.ts';
import {
  burst,
  costToBytes,
  interval,
  mask,
  modeList,
  type modes,
  most,
  mostPackets,
  printBytes,
  type Rate,
  rate,
  scale,
  wholeBursts,
} from './hashlimitValues.ts';
import { portsOf } from './ports.ts';

type Data = {
  readonly above: boolean;
  readonly bytes: boolean;
  readonly cost: number;
  readonly burst: number;
  readonly modes: readonly (typeof modes)[number][];
  readonly name: string;
  readonly size: number;
  readonly max: number;
  readonly gcinterval: number;
  readonly expire: number;
  readonly srcmask: number;
  readonly dstmask: number;
  readonly rateMatch: boolean;
  readonly interval: number;
};

/** What a limit can be for. */
const modeWords = {
  srcip: 'source address',
  srcport: 'source port',
  dstip: 'destination address',
  dstport: 'destination port',
} as const;

const meansRate = (r: Rate, above: boolean): string => {
  const rate = r.bytes ? `${printBytes(costToBytes(r.cost), r.cost)}/s` : printRate(r.cost, scale).text;
  return `${above ? 'More than' : 'At most'} ${sayRate(rate)}.`;
};

/** Everything after the rate, as it is saved and, with other signs, listed. */
const rest = (d: Data, listed: boolean): string => {
  const o = listed ? '' : '--hashlimit-';
  const unit = d.bytes ? 15 : printRate(listed ? d.cost * d.interval : d.cost, scale).unit;
  return [
    d.modes.length && `${o}mode ${d.modes.join(listed ? '-' : ',')}`,
    !listed && `${o}name ${d.name}`,
    d.size && `${o}htable-size ${d.size}`,
    d.max && `${o}htable-max ${d.max}`,
    d.gcinterval !== 1000 && `${o}htable-gcinterval ${d.gcinterval}`,
    d.expire !== unit * 1000 &&
      !(d.bytes && d.burst && d.expire === 60_000) &&
      `${o}htable-expire ${d.expire}`,
    d.srcmask !== 32 && `${o}srcmask ${d.srcmask}`,
    d.dstmask !== 32 && `${o}dstmask ${d.dstmask}`,
    d.rateMatch && `${o}rate-match`,
    d.rateMatch && d.interval !== 1 && `${o}rate-interval ${d.interval}`,
  ]
    .filter(Boolean)
    .map((part) => ` ${part}`)
    .join('');
};
const rateOf = (d: Data, listed = false) =>
  d.bytes
    ? `${printBytes(costToBytes(d.cost), d.cost)}/s`
    : printRate(listed ? d.cost * d.interval : d.cost, scale).text;
const burstOf = (d: Data) => (d.bytes ? printBytes(costToBytes(d.cost) * d.burst, null) : String(d.burst));

/**
 * The kernel counts credit in 64 bits, and so some bursts are too large for slow rates. The same for 250 and
 * 1000 ticks a second. Reference: net/netfilter/xt_hashlimit.c, user2credits.
 */
const credits = (user: number): bigint => BigInt.asUintN(64, BigInt(user) * 137_438_953n);

/** Reference: net/netfilter/xt_hashlimit.c, HASHLIMIT_MAX_SIZE. */
const mostBuckets = 1_048_576;

const keyOf = (d: Data) => `hashlimit ${d.name}`;
const inverted = (g: GivenOption<Rate> | undefined) => g?.inverted ?? false;

/**
 * Limits each address, or port, or pair of them, on its own. Reference: net/netfilter/xt_hashlimit.c,
 * extensions/libxt_hashlimit.c
 */
export const hashlimit = defineMatch({
  name: 'hashlimit',
  summary: 'Limits packets like limit, but with a separate limit for each address or port.',
  options: {
    upto: {
      names: ['--hashlimit-upto', '--hashlimit'],
      takes: rate,
      invertible: true,
      excludes: ['above'],
      help: 'Matches packets up to this rate.',
      means: (v: Rate, not: boolean) => meansRate(v, not),
    },
    above: {
      names: ['--hashlimit-above'],
      takes: rate,
      invertible: true,
      excludes: ['upto'],
      help: 'Matches packets above this rate.',
      means: (v: Rate, not: boolean) => meansRate(v, !not),
    },
    srcmask: {
      names: ['--hashlimit-srcmask'],
      takes: mask,
      help: 'Counts all addresses of a source network of this prefix length together.',
      means: (v: number) => `Count each source /${v} network as one.`,
    },
    dstmask: {
      names: ['--hashlimit-dstmask'],
      takes: mask,
      help: 'Counts all addresses of a destination network of this prefix length together.',
      means: (v: number) => `Count each destination /${v} network as one.`,
    },
    burst: {
      names: ['--hashlimit-burst'],
      takes: burst,
      help: 'How much may come at once after a quiet time; 5 packets if you leave it out.',
      means: (v: bigint) => `Up to ${v} at once after a quiet time.`,
    },
    size: {
      names: ['--hashlimit-htable-size'],
      takes: uint(most),
      help: 'How many buckets the hash table has.',
      means: (v: number) => `The hash table has ${v} buckets.`,
    },
    max: {
      names: ['--hashlimit-htable-max'],
      takes: uint(most),
      help: 'How many entries the hash table may have.',
      means: (v: number) => `The hash table has at most ${v} entries.`,
    },
    gcinterval: {
      names: ['--hashlimit-htable-gcinterval'],
      takes: uint(most),
      help: 'How often to look for old entries, in milliseconds.',
      means: (v: number) => `Look for old entries every ${v} milliseconds.`,
    },
    expire: {
      names: ['--hashlimit-htable-expire'],
      takes: uint(most),
      help: 'After how many idle milliseconds an entry is deleted.',
      means: (v: number) => `Delete an entry that has been idle for ${v} milliseconds.`,
    },
    mode: {
      names: ['--hashlimit-mode'],
      takes: modeList,
      help: 'What gets a limit of its own: srcip, srcport, dstip, dstport, or several of them together.',
      means: (v: readonly (typeof modes)[number][]) =>
        v.length === 0
          ? 'One limit for all packets.'
          : `A limit for each ${v.length > 1 ? 'combination of ' : ''}${listed(v.map((m) => modeWords[m]))}.`,
    },
    name: {
      names: ['--hashlimit-name'],
      takes: text({ min: 1, keep: 254, form: 'name' }),
      required: true,
      help: 'The table’s name; rules with the same name share it.',
      means: (v: string) => `The counts are kept in the table ${v}, which rules with the same name share.`,
    },
    rateMatch: {
      names: ['--hashlimit-rate-match'],
      takes: null,
      help: 'Compares with the measured rate, and uses up no credit.',
    },
    interval: {
      names: ['--hashlimit-rate-interval'],
      takes: interval,
      help: 'Over how many seconds the rate is measured.',
      means: (v: number) => `The rate is measured over ${v} seconds.`,
    },
  },
  demand(g) {
    const given = g.upto ?? g.above;
    if (!given) return refused('You have to specify --hashlimit', 'Say how many: --hashlimit-upto 5/minute.');
    if (!g.burst) return null;
    if (!given.value.bytes)
      return g.burst.value > mostPackets
        ? refused(
            'bad value for option "--hashlimit-burst", or out of range (1-1000000).',
            'Give a number of packets up to a million.',
          )
        : null;
    const least = costToBytes(given.value.cost);
    return g.burst.value < least
      ? refused(
          `burst cannot be smaller than ${least}b`,
          'A burst holds at least what one second lets through.',
        )
      : null;
  },
  parse(g) {
    const { bytes, unit, ...rate } = (g.upto ?? g.above)!.value;
    // A measured rate is counted by the second, and measured over the unit it was given in.
    const perSecond = g.rateMatch !== undefined && !bytes;
    const cost = perSecond ? Math.floor(rate.cost / unit) : rate.cost;
    const each = costToBytes(cost);
    const size = g.burst?.value ?? 5n;
    return parsed({
      above: g.upto ? inverted(g.upto) : !inverted(g.above),
      bytes,
      cost,
      burst: !bytes ? Number(size) : g.burst && each ? wholeBursts(size, BigInt(each)) : 0,
      modes: g.mode?.value ?? [],
      name: g.name!.value,
      size: g.size?.value ?? 0,
      max: g.max?.value ?? 0,
      gcinterval: g.gcinterval?.value ?? 1000,
      expire: g.expire?.value ?? (bytes && g.burst ? 60_000 : unit * 1000),
      srcmask: g.srcmask?.value ?? 32,
      dstmask: g.dstmask?.value ?? 32,
      rateMatch: g.rateMatch !== undefined,
      interval: g.interval?.value ?? (perSecond ? unit : 1),
    });
  },
  check(d) {
    const invalid = (hint: string) => ({ errno: 'Invalid argument' as const, hint });
    if (d.gcinterval === 0 || d.expire === 0) return invalid('Intervals have to be longer than 0.');
    if (d.srcmask > 32 || d.dstmask > 32) return invalid('A prefix of an IPv4 address has at most 32 bits.');
    if (d.name.includes('/') || d.name === '.' || d.name === '..')
      return invalid('The name becomes a file in /proc, so it cannot have a slash.');
    if (!d.rateMatch && d.bytes) return d.cost < 2 ? invalid('Such a rate cannot be kept.') : null;
    const tooLong = d.rateMatch ? d.cost > most : credits(d.cost * d.burst) < credits(d.cost);
    return tooLong
      ? {
          errno: 'Numerical result out of range',
          hint: d.rateMatch
            ? 'A rate that is measured is at least one packet in 4294 seconds.'
            : 'Such a burst is too large for so slow a rate.',
        }
      : null;
  },
  loaded: (d) => ({ ...d, size: Math.min(d.size, mostBuckets), max: Math.min(d.max, mostBuckets) }),
  save: (d) =>
    ` --hashlimit-${d.above ? 'above' : 'upto'} ${rateOf(d)}${d.bytes && !d.burst ? '' : ` --hashlimit-burst ${burstOf(d)}`}${rest(d, false)}`,
  list: (d) =>
    `limit: ${d.above ? 'above' : 'up to'} ${rateOf(d, true)}${d.bytes && !d.burst ? '' : ` burst ${burstOf(d)}`}${rest(d, true)}`,
  phrase(d) {
    const rate = sayRate(rateOf(d));
    const first = d.bytes && !d.burst ? '' : d.rateMatch ? '' : ` after a first burst of ${burstOf(d)}`;
    const [only] = d.modes;
    if (d.above && d.modes.length === 1 && only === 'srcip' && d.srcmask === 32)
      return {
        from: { address: `any single address that sends more than ${rate}` },
        ...(first && { rate: first.trim() }),
      };
    const each = d.modes.map(
      (m) =>
        ({
          srcip: d.srcmask === 32 ? 'source address' : `source /${d.srcmask} network`,
          dstip: d.dstmask === 32 ? 'destination address' : `destination /${d.dstmask} network`,
          srcport: 'source port',
          dstport: 'destination port',
        })[m],
    );
    const which =
      each.length === 0 ? '' : ` for each ${each.length > 1 ? 'combination of ' : ''}${listed(each)}`;
    return {
      rate: d.above ? `but only what exceeds ${rate}${which}${first}` : `at most ${rate}${which}${first}`,
    };
  },
  explain: (d) =>
    `${d.above ? 'more than' : 'no more than'} ${rateOf(d)} came${d.modes.length ? ` for its ${d.modes.join(', ')}` : ''}, after the first ${burstOf(d)}`,
  shares: (d) => [keyOf(d)],
  test(d, skb, environment) {
    const p = skb.packet;
    const ports = portsOf(p);
    const part = {
      srcip: printAddress(masked(p.source, maskOf(d.srcmask))),
      dstip: printAddress(masked(p.destination, maskOf(d.dstmask))),
      srcport: ports?.sport ?? 0,
      dstport: ports?.dport ?? 0,
    };
    const key = keyOf(d);
    const { table, within } = ask(
      environment.recall(key) as HashTable | undefined,
      d,
      d.modes.map((m) => part[m]).join(' '),
      p.length,
      environment.now,
    );
    environment.remember(key, table);
    return within === 'drop' ? 'drop' : within !== d.above;
  },
  checks(d, _, __, met) {
    const each = d.modes.length ? ` for its ${d.modes.join(' and ')}` : '';
    const within = met !== d.above;
    return [
      check(
        met,
        `a packet ${d.above ? 'above' : 'within'} the limit of ${rateOf(d)}${each}`,
        `this packet is ${within ? 'within' : 'above'} the limit`,
      ),
    ];
  },
});
