import { type Parsed, parsed, refused } from '../../text/problem.ts';
import type { Value } from '../extension.ts';

/** The largest of 64 bits. */
export const uint64Max = 0xffffffffffffffffn;

/** Reads a number at the beginning of a text as strtoul(3) does with base 0; null without one. `rest` follows it. */
export const readUint = (text: string): { readonly value: bigint; readonly rest: string } | null => {
  const found = /^\s*\+?(0x[0-9a-f]+|0[0-7]*|[1-9]\d*)/i.exec(text);
  if (!found) return null;
  const digits = found[1]!;
  const value = /^0[0-7]+$/.test(digits) ? BigInt(`0o${digits.slice(1)}`) : BigInt(digits);
  return { value, rest: text.slice(found[0].length) };
};

/** The same with a sign, in 64 bits: -1 is 2^64 - 1, and a number that is too large is the largest there is. */
export const readUlong = (text: string): ReturnType<typeof readUint> => {
  const minus = /^\s*-(?=\d)/.exec(text);
  const read = readUint(minus ? text.slice(minus[0].length) : text);
  if (!read) return null;
  return {
    ...read,
    value: read.value > uint64Max ? uint64Max : minus ? BigInt.asUintN(64, -read.value) : read.value,
  };
};

/**
 * Reads a whole text as a number from `min` to `max`. Null where it is no number, or out of range.
 * Reference: libxtables/xtables.c, xtables_strtoul.
 */
export const parseUint = (text: string, min: number | bigint, max: number | bigint): bigint | null => {
  const read = readUint(text);
  return read && read.rest === '' && read.value >= BigInt(min) && read.value <= BigInt(max)
    ? read.value
    : null;
};

/**
 * Reads a decimal number at the beginning of a text as atoi(3) does, in 32 bits; 0 without one.
 * Reference: glibc, strtol and its ends.
 */
export const readInt = (text: string): number => Number(BigInt.asIntN(32, readLong(text)));

/** The same with 64 bits. Reference: atoll(3). */
export const readLong = (text: string): bigint => {
  const found = /^\s*([-+]?)(\d+)/.exec(text);
  if (!found) return 0n;
  const value = BigInt(`${found[1] === '-' ? '-' : ''}${found[2]}`);
  const most = 0x7fffffffffffffffn;
  return value > most ? most : value < -most - 1n ? -most - 1n : value;
};

const out = (min: number | bigint, max: number | bigint) => `Write a whole number from ${min} to ${max}.`;

/** One number. Reference: libxtables/xtoptions.c, xtopt_parse_int. */
export const uint = (max: number, min = 0): Value<number> => ({
  form: 'number',
  parse(text, place) {
    const value = parseUint(text, min, max);
    return value === null
      ? refused(
          `${place.extension}: bad value for option "--${place.option}", or out of range (${min}-${max}).\n`,
          out(min, max),
        )
      : parsed(Number(value));
  },
});

/** One number of 64 bits, as decimal digits, since JSON has no exact numbers of that size. */
export const uint64: Value<string> = {
  form: 'number',
  parse(text, place) {
    const value = parseUint(text, 0, uint64Max);
    return value === null
      ? refused(
          `${place.extension}: bad value for option "--${place.option}", or out of range (0-${uint64Max}).\n`,
          out(0, uint64Max),
        )
      : parsed(String(value));
  },
};

/** One number, or two with a colon. `from` may be larger: most extensions accept that. */
export type Range = { readonly from: number; readonly to: number };

const readRange = (
  text: string,
  max: bigint,
  place: { readonly extension: string; readonly option: string },
): Parsed<readonly bigint[]> => {
  const found: bigint[] = [];
  for (let rest = text; ; rest = rest.slice(1)) {
    if (found.length === 2)
      return refused(
        `${place.extension}: Too many components for option "--${place.option}" (max: 2)\n`,
        'Write one number, or two with a colon: 5:9.',
      );
    if (rest === '' || rest[0] === ':') found.push(found.length === 1 ? max : 0n);
    else {
      const read = readUint(rest);
      if (!read || read.value > max)
        return refused(
          `${place.extension}: bad value for option "--${place.option}" near "${rest}", or out of range (0-${max}).\n`,
          out(0, max),
        );
      if (read.rest !== '' && read.rest[0] !== ':')
        return refused(
          `${place.extension}: Argument to "--${place.option}" has unexpected characters near "${read.rest}".\n`,
          out(0, max),
        );
      found.push(read.value);
      rest = read.rest;
    }
    if (rest === '') return parsed(found);
  }
};

/** `5`, `5:9`, `:9`, `5:`. Reference: libxtables/xtoptions.c, xtopt_parse_mint. */
export const uintRange = (max: number): Value<Range> => ({
  form: 'number[:number]',
  parse(text, place) {
    const read = readRange(text, BigInt(max), place);
    return read.ok
      ? parsed({ from: Number(read.value[0]), to: Number(read.value[1] ?? read.value[0]) })
      : read;
  },
});

/** The same with 64 bits, as decimal digits. An open end is the largest number. */
export const uint64Range: Value<{ readonly from: string; readonly to: string | null }> = {
  form: 'number[:number]',
  parse(text, place) {
    const read = readRange(text, uint64Max, place);
    return read.ok
      ? parsed({
          from: String(read.value[0]),
          to: read.value[1] === undefined ? null : String(read.value[1]),
        })
      : read;
  },
};

/** `5`, or `5:9`. */
export const printUintRange = ({ from, to }: Range): string => (from === to ? String(from) : `${from}:${to}`);

/** `5`, or `5 to 9`, for explanations. */
export const sayRange = ({ from, to }: Range): string => (from === to ? String(from) : `${from} to ${to}`);

/** `5`, `5 to 9`, `at least 5`, `at most 9` of numbers that go up to `max`. */
export const sayBounds = ({ from, to }: Range, max: number): string => {
  if (from === to) return String(from);
  if (to === max && from > 0) return `at least ${from}`;
  return from === 0 && to < max ? `at most ${to}` : `${from} to ${to}`;
};
