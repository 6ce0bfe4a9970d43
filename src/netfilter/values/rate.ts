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
 * `3/min` as the time one packet costs, in `scale` a second, and the seconds of the unit. `read` reads the
 * count, without a sign. Null where it is no rate; a period of 0 is one too fast to say.
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

/** A period in the largest unit that says it well: `3/min`; and that unit's seconds. */
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
