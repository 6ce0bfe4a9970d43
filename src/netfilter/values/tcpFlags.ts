import { type Parsed, parsed, refused } from '../../text/problem.ts';
import type { Value } from '../extension.ts';
import type { TcpFlag } from '../packet.ts';

/** The order in which flags are printed, and the bit of each. */
export const tcpFlagNames: readonly TcpFlag[] = ['FIN', 'SYN', 'RST', 'PSH', 'ACK', 'URG'];

const parseList = (text: string): Parsed<readonly TcpFlag[]> => {
  const flags = new Set<TcpFlag>();
  for (const word of text.split(',').filter((w) => w !== '')) {
    const name = word.toUpperCase();
    if (name === 'ALL') for (const flag of tcpFlagNames) flags.add(flag);
    else if (name === 'NONE') continue;
    else if ((tcpFlagNames as readonly string[]).includes(name)) flags.add(name as TcpFlag);
    else
      return refused(`Unknown TCP flag \`${word}'`, `Choose from ${tcpFlagNames.join(', ')}, ALL and NONE.`);
  }
  return parsed(tcpFlagNames.filter((f) => flags.has(f)));
};

/** `--tcp-flags MASK SET`: two lists of names. Reference: extensions/libxt_tcp.c, parse_tcp_flags. */
export const tcpFlags: Value<{ readonly mask: readonly TcpFlag[]; readonly set: readonly TcpFlag[] }> = {
  form: 'mask set',
  suggestions: ['SYN,ACK,RST,FIN', 'ALL', 'NONE'],
  parse(text) {
    const [first = '', second = ''] = text.split('\0');
    const mask = parseList(first);
    if (!mask.ok) return mask;
    const set = parseList(second);
    return set.ok ? parsed({ mask: mask.value, set: set.value }) : set;
  },
};

/** Flags as `iptables-save` prints them, or `NONE`. It never prints `ALL`. */
export const printFlags = (flags: readonly TcpFlag[]): string =>
  flags.length === 0 ? 'NONE' : flags.join(',');

/** Flags as `-L -n` prints them: one hexadecimal number. */
export const flagBits = (flags: readonly TcpFlag[]): string => {
  const bits = flags.reduce((n, f) => n | (1 << tcpFlagNames.indexOf(f)), 0);
  return `0x${bits.toString(16).toUpperCase().padStart(2, '0')}`;
};
