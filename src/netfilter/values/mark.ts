import { parsed, refused } from '../../text/problem.ts';
import type { Value } from '../extension.ts';
import { readUint } from './uint.ts';

/** A mark, and the bits of it that are compared or set. */
export type Mark = {
  readonly value: number;
  readonly mask: number;
};

/** `1`, `0x10`, `0x10/0xff`. Reference: libxtables/xtoptions.c, xtopt_parse_markmask. */
export const mark: Value<Mark> = {
  form: 'value[/mask]',
  parse(text, place) {
    const hint = 'A mark is a number, such as 1 or 0x10. You can add a mask after a slash: 0x10/0xff.';
    const bad = () =>
      refused(
        `${place.extension}: bad integer value for option "--${place.option}", or out of range.\n`,
        hint,
      );
    const value = readUint(text);
    if (!value || value.value > 0xffffffffn) return bad();
    const mask =
      value.rest[0] === '/' ? readUint(value.rest.slice(1)) : { value: 0xffffffffn, rest: value.rest };
    if (!mask || mask.value > 0xffffffffn) return bad();
    return mask.rest === ''
      ? parsed({ value: Number(value.value), mask: Number(mask.value) })
      : refused(`${place.extension}: trailing garbage after value for option "--${place.option}".\n`, hint);
  },
};

/** A number as marks are printed: `0x10`. */
export const hex = (n: number): string => `0x${(n >>> 0).toString(16)}`;

/** `0x10`, or `0x10/0xff` where the mask is not full. */
export const printMark = (m: Mark): string =>
  m.mask === 0xffffffff ? hex(m.value) : `${hex(m.value)}/${hex(m.mask)}`;
