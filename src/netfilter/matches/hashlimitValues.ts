/** The arguments of hashlimit, and its rates as text. Reference: extensions/libxt_hashlimit.c */
import { parsed, refused } from '../../text/problem.ts';
import type { Value } from '../extension.ts';
import { parsePrefixLength } from '../values/host.ts';
import { parseRate } from '../values/rate.ts';
import { parseUint, readInt, readLong, readUint } from '../values/uint.ts';

/** XT_HASHLIMIT_SCALE_v2. */
export const scale = 1_000_000;
export const most = 0xffffffff;
export const mostPackets = 1_000_000n;
const factor = (suffix: string) => (suffix.startsWith('m') ? 1024 * 1024 : suffix.startsWith('k') ? 1024 : 1);
export const modes = ['srcip', 'srcport', 'dstip', 'dstport'] as const;

/** What a packet or a byte costs. Bytes are counted in sixteens. */
export type Rate = { readonly bytes: boolean; readonly cost: number; readonly unit: number };

/** Sixteens are counted in 32 bits. Null where that many and one are none. */
export const bytesToCost = (bytes: bigint): number | null => {
  const sixteens = Number(BigInt.asUintN(32, bytes >> 4n));
  return sixteens === most ? null : Math.floor(most / (sixteens + 1));
};
export const costToBytes = (cost: number): number => ((cost ? Math.floor(most / cost) : most) - 1) * 16;

/** Reference: extensions/libxt_hashlimit.c, parse_bytes and parse_rate. */
export const rate: Value<Rate> = {
  form: 'rate[/second|/minute|/hour|/day] or amount[kb|mb]/s',
  suggestions: ['5/second', '10/minute', '512kb/s'],
  parse(given, place) {
    const sign = given.indexOf('b/s');
    const amount = sign > 0 ? BigInt.asUintN(64, readLong(given)) : 0n;
    if (amount !== 0n) {
      const cost = bytesToCost(amount * BigInt(factor(given.slice(sign - 1))));
      // The real command divides by zero there.
      return cost === null
        ? refused(`Rate too high "${given}"\n`, 'Such a rate cannot be kept.')
        : parsed({ bytes: true, cost, unit: 15 });
    }
    const read = parseRate(given, scale, (count) => Number(BigInt.asUintN(64, readLong(count))));
    if (!read)
      return refused(
        `${place.extension}: Bad value for "--${place.option}" option: "${given}"`,
        'A rate is a number and a unit: 5/minute, or 512kb/s.',
      );
    return read.period === 0
      ? refused(`Rate too fast "${given}"`, 'The fastest rate is 1000000/second.')
      : parsed({ bytes: false, cost: read.period, unit: read.unit });
  },
};

/**
 * A number of packets, or of bytes with k or m after it; what follows is not looked at. Reference:
 * parse_burst.
 */
export const burst: Value<bigint> = {
  form: 'packets, or amount[kb|mb]',
  parse(given) {
    const read = readUint(given);
    return read &&
      read.value >= 1n &&
      read.value < 1n << 64n &&
      (read.rest !== '' || read.value <= mostPackets)
      ? parsed(read.value * BigInt(factor(read.rest)))
      : refused(
          'bad value for option "--hashlimit-burst", or out of range (1-1000000).',
          'Give a number of packets, or an amount such as 2mb.',
        );
  },
};

export const modeList: Value<readonly (typeof modes)[number][]> = {
  form: 'srcip,srcport,dstip,dstport',
  suggestions: modes,
  parse(given, place) {
    const words = given.split(',').filter((w) => w !== '');
    if (words.some((w) => !modes.some((m) => m === w)))
      return refused(
        `${place.extension}: Bad value for "--${place.option}" option: "${given}"`,
        `Choose from ${modes.join(', ')}.`,
      );
    return parsed(modes.filter((m) => words.includes(m)));
  },
};
export const mask: Value<number> = {
  form: 'length',
  parse(given, place) {
    const length = parseUint(given, 0, 128) ?? parsePrefixLength(given);
    return length === null
      ? refused(
          `${place.extension}: bad value for option "--${place.option}", neither a valid network mask nor valid CIDR (0-32).\n`,
          'Give the length of the prefix, from 0 to 32.',
        )
      : parsed(Number(length));
  },
};

export const interval: Value<number> = {
  form: 'seconds',
  parse(given, place) {
    const n = readInt(given);
    return n < 1
      ? refused(
          `${place.extension}: Bad value for "--${place.option}" option: "${given}"`,
          'Give a number of seconds.',
        )
      : parsed(n);
  },
};

/**
 * How many seconds' worth a burst of bytes is, begun ones included. Whole ones are counted in 32 bits.
 * Reference: hashlimit_mt_check.
 */
export const wholeBursts = (bytes: bigint, each: bigint): number =>
  Number(BigInt.asUintN(32, bytes) / each) + (bytes % each === 0n ? 0 : 1);

/**
 * An amount in the largest unit, rounded down: for a rate, the largest in which it comes to the same cost.
 */
export const printBytes = (bytes: number, cost: number | null): string => {
  const low = bytes % 2 ** 32;
  const [name, size] = (
    [
      ['m', 1 << 20],
      ['k', 1024],
    ] as const
  ).find(([, n]) => bytes >= n && (cost === null || bytesToCost(BigInt(low - (low % n))) === cost)) ?? [
    '',
    1,
  ];
  return `${Math.floor(bytes / size)}${name}b`;
};
