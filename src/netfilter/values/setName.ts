import type { Value } from '../extension.ts';
import { refused } from '../problem.ts';

/** A set of ipset(8) and which sides of the packet to look up. This host has no sets, so every name is refused. Reference: extensions/libxt_set.h, get_set_byname. */
export const setName: Value<string> = {
  form: 'name src|dst[,src|dst…]',
  parse(text) {
    const name = text.split('\0')[0]!;
    return name.length > 31
      ? refused(`setname \`${name}' too long, max 31 characters.`, 'A set’s name has at most 31 characters.')
      : refused(`Set ${name} doesn't exist.\n`, `ipset would make the set ${name}, and this course has no ipset.`);
  },
};
