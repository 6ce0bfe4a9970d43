import { parsed, refused } from '../../text/problem.ts';
import type { Value } from '../extension.ts';
import type { Sides } from '../sets/lookup.ts';

/** A set, and which sides of a packet (source or destination) are looked up in it. */
export type SetAndSides = { readonly name: string; readonly sides: Sides };

/**
 * A set of ipset(8), which must exist, and the sides of a packet to look up in it. Reference:
 * extensions/libxt_set.h, get_set_byname and parse_dirs.
 */
export const setName: Value<SetAndSides> = {
  form: 'name src|dst[,src|dst…]',
  parse(text, place) {
    const [name = '', given = ''] = text.split('\0');
    if (name.length > 31)
      return refused(
        `setname \`${name}' too long, max 31 characters.`,
        'The name of a set has at most 31 characters.',
      );
    if (!place.hasSet?.(name))
      return refused(
        `Set ${name} doesn't exist.\n`,
        `There is no set ${name}. Make it first: ipset create ${name} hash:ip.`,
      );
    const sides: ('src' | 'dst')[] = [];
    for (const side of given.split(',')) {
      if (sides.length === 6)
        return refused(
          "Can't be more src/dst options than 6.",
          'Write at most 6 of src and dst. No set looks at more than three.',
        );
      if (side !== 'src' && side !== 'dst')
        return refused(
          "You must spefify (the comma separated list of) 'src' or 'dst'.",
          'Write src or dst after the set’s name, or one for each part of an entry: src,dst.',
        );
      sides.push(side);
    }
    return parsed({ name, sides });
  },
};

/** `blocked src,dst`, as both iptables commands print it. */
export const printSet = ({ name, sides }: SetAndSides): string => `${name} ${sides.join(',')}`;

/** Which sides, in plain words; what they are of depends on the set. */
export const saySides = ({ sides }: SetAndSides): string =>
  sides.map((side) => (side === 'src' ? 'source' : 'destination')).join(' and ');
