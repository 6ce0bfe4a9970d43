import type { InterfaceMatch } from '../types.ts';

/**
 * Whether an interface name fits; a final `+` fits any ending. No interface is an empty name. Reference:
 * x_tables, ifname_compare.
 */
export const interfaceFits = (match: InterfaceMatch | null, name: string | null): boolean => {
  if (match === null) return true;
  const device = name ?? '';
  const fits = match.name.endsWith('+') ? device.startsWith(match.name.slice(0, -1)) : device === match.name;
  return fits !== match.inverted;
};
