import type { Value } from '../extension.ts';
import { type Parsed, parsed, refused } from '../problem.ts';
import { serviceNames, servicePort } from './service.ts';

/** An inclusive range of ports; one port has both ends alike. */
export type PortRange = {
  readonly from: number;
  readonly to: number;
};

/** Reads a port by number or service name. Null where it is neither. */
export const parsePort = (text: string): number | null =>
  /^(0x[0-9a-f]+|\d+)$/i.test(text) ? (Number(text) <= 65535 ? Number(text) : null) : servicePort(text);

const badPort = (text: string): Parsed<never> =>
  refused(
    `invalid port/service \`${text}' specified`,
    'A port is a number from 0 to 65535, or the name of a service such as http.',
  );

/**
 * `--sport` and `--dport` of tcp and udp: `80`, `http`, `1000:2000`, `:1023`, `1024:`.
 * Reference: extensions/libxt_tcp.c, parse_tcp_ports.
 */
export const portRange: Value<PortRange> = {
  form: 'port[:port]',
  suggestions: serviceNames,
  parse(text) {
    const colon = text.indexOf(':');
    const first = colon < 0 ? text : text.slice(0, colon);
    const last = colon < 0 ? text : text.slice(colon + 1);
    const from = first === '' && colon >= 0 ? 0 : parsePort(first);
    const to = last === '' && colon >= 0 ? 65535 : parsePort(last);
    if (from === null) return badPort(first);
    if (to === null) return badPort(last);
    if (from > to)
      return refused('invalid portrange (min > max)', 'The smaller port comes first: 1000:2000.', `${last}:${first}`);
    return parsed({ from, to });
  },
};

/**
 * `--sport` and `--dport` of udp: as tcp's, but a number above 65535 loses its upper bits and an
 * unknown name has another message. Reference: libxtables/xtoptions.c, xtopt_parse_mport.
 */
export const wideRange: Value<PortRange> = {
  ...portRange,
  parse(text, place) {
    const parts = text.split(':').map((part) => (/^\d+$/.test(part) && Number(part) <= 0xffffffff ? String(Number(part) & 0xffff) : part));
    const unknown = parts.find((part) => part !== '' && parsePort(part) === null);
    return unknown === undefined
      ? portRange.parse(parts.join(':'), place)
      : refused(`Port "${unknown}" does not resolve to anything.\n`, 'A port is a number from 0 to 65535, or the name of a service such as domain.');
  },
};

/** The same, where the larger port may come first and the range then never fits. */
export const looseRange: Value<PortRange> = {
  ...wideRange,
  parse(text, place) {
    const [first = '', last] = text.split(':');
    const one = wideRange.parse(first === '' ? '0' : first, place);
    if (!one.ok || last === undefined) return one;
    const two = wideRange.parse(last === '' ? '65535' : last, place);
    return two.ok ? parsed({ from: one.value.from, to: two.value.to }) : two;
  },
};

/** Up to 15 ports and ranges. Reference: extensions/libxt_multiport.c, parse_multi_ports_v1. */
export const portList: Value<readonly PortRange[]> = {
  form: 'port[,port|,port:port…]',
  suggestions: serviceNames,
  parse(text) {
    const ranges: PortRange[] = [];
    let slots = 0;
    for (const part of text.split(',')) {
      const [first, last, ...more] = part.split(':');
      if (more.length > 0 || first === undefined) return badPort(part);
      slots += last === undefined ? 1 : 2;
      if (slots > 15)
        return refused('too many ports specified', 'At most 15 ports fit in one rule; a range counts as two. Use a second rule.');
      const from = parsePort(first);
      if (from === null) return badPort(first);
      const to = last === undefined ? from : parsePort(last);
      if (to === null) return badPort(last!);
      if (last !== undefined && from >= to)
        return refused('invalid portrange specified', 'The smaller port of a range comes first: 1000:2000.');
      ranges.push({ from, to });
    }
    return parsed(ranges);
  },
};

/** `80`, or `1000:2000`; the separator as the caller prints it. */
export const printRange = (r: PortRange, separator = ':'): string =>
  r.from === r.to ? String(r.from) : `${r.from}${separator}${r.to}`;

/** Ports in plain words: `80 or 443`, `1000 to 2000`. */
export const sayPorts = (ranges: readonly PortRange[]): string =>
  ranges.map((r) => (r.from === r.to ? String(r.from) : `${r.from} to ${r.to}`)).join(' or ');
