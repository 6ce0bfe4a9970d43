import type { Value } from '../extension.ts';
import { parsed, refused } from '../problem.ts';

/** A mark with the bits that count. */
export type Mark = {
  readonly value: number;
  readonly mask: number;
};

const parseNumber = (text: string): number | null => {
  const number = /^(0x[0-9a-f]{1,8}|\d{1,10})$/i.test(text) ? (/^0\d/.test(text) ? Number.parseInt(text, 8) : Number(text)) : Number.NaN;
  return number <= 0xffffffff ? number : null;
};

/** `1`, `0x10`, `0x10/0xff`. Reference: libxtables/xtoptions.c, xtopt_parse_markmask. */
export const mark: Value<Mark> = {
  form: 'value[/mask]',
  parse(text, place) {
    const [first = '', second] = text.split('/');
    const value = parseNumber(first);
    const mask = second === undefined ? 0xffffffff : parseNumber(second);
    return value === null || mask === null
      ? refused(`${place.extension}: bad integer value for option "--${place.option}", or out of range.\n`, 'A mark is a number such as 1 or 0x10, perhaps with a mask behind a slash.')
      : parsed({ value, mask });
  },
};

/** A mark's number as it is printed. */
export const hex = (n: number): string => `0x${(n >>> 0).toString(16)}`;

/** `0x10`, or `0x10/0xff` where the mask matters. */
export const printMark = (m: Mark): string => (m.mask === 0xffffffff ? hex(m.value) : `${hex(m.value)}/${hex(m.mask)}`);
