import { type Parsed, parsed, refused } from '../../text/problem.ts';
import type { Value } from '../extension.ts';
import { type ServiceProtocol, serviceNames, servicePort } from './service.ts';
import { parseUint } from './uint.ts';

/** An inclusive range of ports. For one port, `from` and `to` are the same. */
export type PortRange = {
  readonly from: number;
  readonly to: number;
};

/**
 * Reads a port: its number, or the name of a service. Null where it is neither. Reference:
 * libxtables/xtables.c, xtables_parse_port.
 */
export const parsePort = (text: string, protocol: ServiceProtocol = 'any'): number | null => {
  if (/^[1-9]\d{0,3}$/.test(text)) return Number(text);
  const number = parseUint(text, 0, 65535);
  return number === null ? servicePort(text, protocol) : Number(number);
};

/** Refuses a text that is no port. */
export const badPort = (text: string): Parsed<never> =>
  refused(
    `invalid port/service \`${text}' specified`,
    'Write a port from 0 to 65535, or the name of a service such as http.',
  );

/**
 * `--sport` and `--dport` of tcp and sctp: `80`, `http`, `1000:2000`, `:1023`, `1024:`.
 * Reference: extensions/libxt_tcp.c, parse_tcp_ports.
 */
export const portRange = (protocol: 'tcp' | 'sctp'): Value<PortRange> => ({
  form: 'port[:port]',
  suggestions: serviceNames,
  parse(text) {
    const colon = text.indexOf(':');
    const first = colon < 0 ? text : text.slice(0, colon);
    const last = colon < 0 ? text : text.slice(colon + 1);
    const from = first === '' && colon >= 0 ? 0 : parsePort(first, protocol);
    const to = last === '' && colon >= 0 ? 65535 : parsePort(last, protocol);
    if (from === null) return badPort(first);
    if (to === null) return badPort(last);
    if (from > to)
      return refused(
        'invalid portrange (min > max)',
        'Write the smaller port first: 1000:2000.',
        `${last}:${first}`,
      );
    return parsed({ from, to });
  },
});

/** Reads a port as getaddrinfo(3) does: a decimal number loses its upper bits, a name may be of any protocol. */
const readPort = (text: string): number | null => {
  if (!/^\s*[-+]?\d+$/.test(text)) return servicePort(text);
  const value = BigInt(text.trim());
  const number = value > 0xffffffffffffffffn ? -1 : Number(BigInt.asIntN(32, value));
  return number < 0 ? null : number & 0xffff;
};
const unresolved = (text: string | undefined) =>
  refused(
    `Port "${text}" does not resolve to anything.\n`,
    'Write a port from 0 to 65535, or the name of a service such as domain.',
  );

/** One port. Reference: libxtables/xtoptions.c, xtopt_parse_port. */
export const loosePort: Value<number> = {
  form: 'port',
  suggestions: serviceNames,
  parse(text) {
    const port = text === '' ? 0 : readPort(text);
    return port === null ? unresolved(text) : parsed(port);
  },
};

/**
 * `--sport` and `--dport` of udp and dccp, and the ports of conntrack. The larger port may be first, and then no packet
 * matches. Reference: libxtables/xtoptions.c, xtopt_parse_mport.
 */
export const looseRange: Value<PortRange> = {
  form: 'port[:port]',
  suggestions: serviceNames,
  parse(text, place): Parsed<PortRange> {
    const parts = text.split(':');
    const ports = parts.slice(0, 2).map((part, i) => (part === '' ? (i === 0 ? 0 : 65535) : readPort(part)));
    const wrong = ports.indexOf(null);
    if (wrong >= 0) return unresolved(parts[wrong]);
    if (parts.length > 2)
      return refused(
        `${place.extension}: Too many components for option "--${place.option}" (max: 2)\n`,
        'Write one port, or two with a colon: 1000:2000.',
      );
    return parsed({ from: ports[0]!, to: ports[1] ?? ports[0]! });
  },
};

/** `80`, or `1000:2000`. */
export const printRange = (r: PortRange, separator = ':'): string =>
  r.from === r.to ? String(r.from) : `${r.from}${separator}${r.to}`;

/** Ports in plain words: `80 or 443`, `1000 to 2000`. */
export const sayPorts = (ranges: readonly PortRange[]): string =>
  ranges.map((r) => (r.from === r.to ? String(r.from) : `${r.from} to ${r.to}`)).join(' or ');
