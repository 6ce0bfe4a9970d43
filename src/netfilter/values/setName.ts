import { parsed, refused } from '../../text/problem.ts';
import type { Value } from '../extension.ts';
import type { Sides } from '../sets/lookup.ts';

/** A set and the sides of the packet that are looked up in it. */
export type SetAndSides = { readonly name: string; readonly sides: Sides };

/**
 * A set of ipset(8), which has to be there, and which sides of the packet to look up. Reference:
 * extensions/libxt_set.h, get_set_byname and parse_dirs.
 */
export const setName: Value<SetAndSides> = {
  form: 'name src|dst[,src|dst…]',
  parse(text, place) {
    const [name = '', given = ''] = text.split('\0');
    if (name.length > 31)
      return refused(
        `setname \`${name}' too long, max 31 characters.`,
        'A set’s name has at most 31 characters.',
      );
    if (!place.hasSet?.(name))
      return refused(`Set ${name} doesn't exist.\n`, `Make the set first: ipset create ${name} hash:ip.`);
    const sides: ('src' | 'dst')[] = [];
    for (const side of given.split(',')) {
      if (sides.length === 6)
        return refused(
          "Can't be more src/dst options than 6.",
          'A set looks at three things of a packet at most.',
        );
      if (side !== 'src' && side !== 'dst')
        return refused(
          "You must spefify (the comma separated list of) 'src' or 'dst'.",
          'Say which side of the packet: src, dst, or one for each part of an entry, as src,dst.',
        );
      sides.push(side);
    }
    return parsed({ name, sides });
  },
};

/** `blocked src,dst`, as both commands print it. */
export const printSet = ({ name, sides }: SetAndSides): string => `${name} ${sides.join(',')}`;

/** Which sides, in plain words; what they are of depends on the set. */
export const saySides = ({ sides }: SetAndSides): string =>
  sides.map((side) => (side === 'src' ? 'source' : 'destination')).join(' and ');
