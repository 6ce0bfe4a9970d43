import { parsed, refused } from '../../text/problem.ts';
import type { Value } from '../extension.ts';
import { readUint } from './uint.ts';

/** A TOS byte, and the bits of it that are compared or set. */
export type Tos = { readonly value: number; readonly mask: number };

const names: readonly (readonly [name: string, value: number])[] = [
  ['Minimize-Delay', 0x10],
  ['Maximize-Throughput', 8],
  ['Maximize-Reliability', 4],
  ['Minimize-Cost', 2],
  ['Normal-Service', 0],
];
/** The mask of a value given by its name: all but the two ECN bits. */
const nameMask = 0x3f;

/** `0x10`, `0x10/0x3f`, `Minimize-Delay`. Reference: libxtables/xtoptions.c, xtopt_parse_tosmask. */
export const tosValue: Value<Tos> = {
  form: 'value[/mask]|name',
  suggestions: names.map(([name]) => name),
  parse(text) {
    const value = readUint(text);
    if (!value || value.value > 255n) {
      const found = names.find(([name]) => name.toLowerCase() === text.toLowerCase());
      return found
        ? parsed({ value: found[1], mask: nameMask })
        : refused(
            `Symbolic name "${text}" is unknown`,
            `Write a number up to 255, or one of ${names.map(([name]) => name).join(', ')}.`,
          );
    }
    if (value.rest === '') return parsed({ value: Number(value.value), mask: 0xff });
    const mask = value.rest[0] === '/' ? readUint(value.rest.slice(1)) : null;
    return mask?.rest !== '' || mask.value > 255n
      ? refused(`Illegal value: "${text}"`, 'Both numbers must be at most 255.')
      : parsed({ value: Number(value.value), mask: Number(mask.value) });
  },
};

/** `0x0a`. */
export const hex2 = (n: number): string => `0x${n.toString(16).padStart(2, '0')}`;

/** `0x10/0x3f`. */
export const printTos = (t: Tos): string => `${hex2(t.value)}/${hex2(t.mask)}`;

/** The name of a value; null where it has none. */
export const tosName = (t: Tos): string | null =>
  t.mask === nameMask ? (names.find(([, value]) => value === t.value)?.[0] ?? null) : null;
