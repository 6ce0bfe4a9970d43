import { parsed, refused } from '../../text/problem.ts';
import type { Value } from '../extension.ts';
import { readUint } from './uint.ts';

/** A number with a mask. A file in /etc/iproute2 may give it a name. */
export type Named = { readonly value: number; readonly mask: number };

/** The names of interface groups, as Debian has them. */
export const groups: ReadonlyMap<number, string> = new Map([[0, 'default']]);
/** The names of realms. */
export const realms: ReadonlyMap<number, string> = new Map([[0, 'cosmos']]);

/** `1`, `0x10/0xff`, or a name. Reference: libxtables/xtables.c, xtables_parse_val_mask. */
export const named = (names: ReadonlyMap<number, string>): Value<Named> => ({
  form: 'number[/mask]|name',
  parse(text, place) {
    const bad = () =>
      refused(
        `${place.extension}: could not map name ${text} to an integer value for option "--${place.option}".\n`,
        'Write a number, such as 1. You can add a mask after a slash: 0x10/0xff.',
      );
    const entry = [...names].find(([, name]) => name === text);
    if (entry) return parsed({ value: entry[0], mask: 0xffffffff });
    const value = readUint(text);
    if (!value || value.value > 0xffffffffn) return bad();
    if (value.rest === '') return parsed({ value: Number(value.value), mask: 0xffffffff });
    if (value.rest[0] !== '/') return bad();
    const mask = readUint(value.rest.slice(1));
    const hint = 'The mask after the slash must be a number too: 0x10/0xff.';
    if (!mask || mask.value > 0xffffffffn)
      return refused(
        `${place.extension}: bad integer value for option "--${place.option}", or out of range.\n`,
        hint,
      );
    return mask.rest !== ''
      ? refused(`${place.extension}: trailing garbage after value for option "--${place.option}".\n`, hint)
      : parsed({ value: Number(value.value), mask: Number(mask.value) });
  },
});

const hex = (n: number) => `0x${n.toString(16)}`;

/** As `-L` prints it: its name if it has one and `numeric` is false. */
export const printNamed = (
  names: ReadonlyMap<number, string>,
  { value, mask }: Named,
  numeric: boolean,
): string =>
  mask === 0xffffffff
    ? ((numeric ? undefined : names.get(value)) ?? hex(value))
    : `${hex(value)}/${hex(mask)}`;

/** As `iptables-save` prints it. */
export const savedNamed = (names: ReadonlyMap<number, string>, n: Named): string =>
  printNamed(names, n, false);
