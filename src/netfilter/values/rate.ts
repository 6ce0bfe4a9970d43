import { numeral } from '../print/sentence/words.ts';

/**
 * Rates as limit and hashlimit write them. Reference: extensions/libxt_limit.c and libxt_hashlimit.c,
 * parse_rate and print_rate.
 */
const units: readonly (readonly [name: string, seconds: number])[] = [
  ['second', 1],
  ['minute', 60],
  ['hour', 3600],
  ['day', 86400],
];
const printed: readonly (readonly [name: string, seconds: number])[] = [
  ['day', 86400],
  ['hour', 3600],
  ['min', 60],
  ['sec', 1],
];

/**
 * Reads a rate such as `3/min`. `period` is the time that one packet costs, in units of which a second has `scale`; 0
 * where the rate is too fast for them. `unit` is the unit's number of seconds. `read` reads the count, without a sign.
 * Null where the text is no rate.
 */
export const parseRate = (
  text: string,
  scale: number,
  read: (text: string) => number,
): { readonly period: number; readonly unit: number } | null => {
  const slash = text.indexOf('/');
  const word = text.slice(slash + 1).toLowerCase();
  const unit = slash < 0 ? 1 : word === '' ? undefined : units.find(([name]) => name.startsWith(word))?.[1];
  const count = read(text);
  return unit === undefined || count === 0 ? null : { period: Math.floor((scale * unit) / count), unit };
};

/** A period as a rate, in the largest unit that does not lose too much: `3/min`. `unit` is its number of seconds. */
export const printRate = (
  period: number,
  scale: number,
): { readonly text: string; readonly unit: number } => {
  let i = 1;
  for (; i < printed.length; i++) {
    const whole = printed[i]![1] * scale;
    if (period > whole || Math.floor(whole / period) < whole % period) break;
  }
  const [name, seconds] = printed[i - 1]!;
  return { text: `${Math.floor((seconds * scale) / period)}/${name}`, unit: seconds };
};

/** `5/min` in words: `five a minute`; an amount of bytes as it is. */
export const sayRate = (text: string): string => {
  const [count = '', unit = ''] = text.split('/');
  const words = { sec: 'second', min: 'minute', hour: 'hour', day: 'day' }[unit] ?? 'second';
  return `${/^\d+$/.test(count) ? numeral(Number(count)) : count} ${unit === 'hour' ? 'an' : 'a'} ${words}`;
};
