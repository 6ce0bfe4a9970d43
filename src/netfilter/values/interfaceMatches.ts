import type { InterfaceMatch } from '../types.ts';

/**
 * Whether an interface matches. A final `+` in the rule matches any ending. A packet without an interface has an empty
 * name. Reference: include/linux/netfilter/x_tables.h, ifname_compare.
 */
export const interfaceMatches = (match: InterfaceMatch | null, name: string | null): boolean => {
  if (match === null) return true;
  const device = name ?? '';
  const matches = match.name.endsWith('+')
    ? device.startsWith(match.name.slice(0, -1))
    : device === match.name;
  return matches !== match.inverted;
};
