import { parsed, refused } from '../../text/problem.ts';
import type { Value } from '../extension.ts';
import type { Deed } from '../phrase.ts';
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

/** What a mark and its mask ask, after "packets that": `carry the mark 0x1`, `have bit 0x4000 set in their mark`. */
export const sayMarked = ({ value, mask }: Mark): string => {
  if (mask === 0xffffffff) return `carry the mark ${hex(value)}`;
  if (mask === 0) return value === 0 ? 'have any mark' : 'have a mark that no mark can be';
  const bits = (mask & (mask - 1)) === 0 ? `bit ${hex(mask)}` : `the bits ${hex(mask)}`;
  if (value === mask) return `have ${bits} set in their mark`;
  return value === 0
    ? `have ${bits} clear in their mark`
    : `have ${hex(value)} in the bits ${hex(mask)} of their mark`;
};

const bitsOf = (n: number): string =>
  n !== 0 && (n & (n - 1)) === 0 ? `bit ${hex(n)}` : `the bits ${hex(n)}`;

/** What MARK and CONNMARK write, with `…` for what they write into. Null where all bits are written. */
const sayMarking = ({ value, mask }: Mark): string | null => {
  if (mask === 0xffffffff) return null;
  if (mask === 0) return value === 0 ? 'Leave all bits alone in …' : `Flip ${bitsOf(value)} in …`;
  if (value === 0) return `Clear ${bitsOf(mask)} in …`;
  if (value === mask) return `Set ${bitsOf(mask)} in …`;
  return (value & ~mask) === 0
    ? `Write ${hex(value)} into the bits ${hex(mask)} of …`
    : `Clear ${bitsOf(mask)} and then flip ${bitsOf(value)} in …`;
};

/** The same in a sentence about a rule: `Set bit 0x4000 in the mark of …`. */
export const markingDeed = (m: Mark, what = 'mark'): Deed => {
  const does = sayMarking(m);
  return does === null
    ? { they: `get the ${what} ${hex(m.value)}`, goesOn: true }
    : { does: does.replace('…', `the ${what} of …`), goesOn: true };
};

/** The same as an option's own sentence: `Set bit 0x4000 and leave the others alone.` */
export const meansMarking = (m: Mark): string => {
  const text = sayMarking(m)?.replace(/ (in|of) …$/, '');
  if (text === undefined) return `Set the mark to ${hex(m.value)}.`;
  return m.mask === 0 && m.value === 0 ? `${text}.` : `${text} and leave the others alone.`;
};

/** What a mark and its mask ask, as an option's own sentence: `Bit 0x4000 of the packet mark is set.` */
export const meansMarked = ({ value, mask }: Mark, inverted: boolean, what: string): string => {
  const not = inverted ? 'not ' : '';
  if (mask === 0xffffffff) return `The ${what} is ${not}${hex(value)}.`;
  if (value === mask && bitsOf(mask).startsWith('bit'))
    return `Bit ${hex(mask)} of the ${what} is ${inverted ? 'clear' : 'set'}.`;
  return `The bits ${hex(mask)} of the ${what} are ${not}${hex(value)}.`;
};
