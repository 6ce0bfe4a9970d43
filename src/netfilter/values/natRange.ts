import { type Parsed, parsed, refused } from '../../text/problem.ts';
import type { Value } from '../extension.ts';
import type { Address } from '../types.ts';
import { parseAddress, printAddress } from './address.ts';
import { servicePort } from './service.ts';
import { readUint } from './uint.ts';

/** The value of `--to-source` and `--to-destination`. `base` is DNAT's port after the slash. */
export type NatTo = {
  readonly addresses: { readonly from: Address; readonly to: Address } | null;
  readonly ports: { readonly from: number; readonly to: number; readonly base: number | null } | null;
};

/** Reads `80`, `80-90`, `80-90/85`. Reference: extensions/libxt_NAT.c, parse_ports. */
export const natPorts: Value<NonNullable<NatTo['ports']>> = {
  form: 'port[-port]',
  parse(text, { protocol }) {
    if (!protocol || ![1, 6, 17, 33, 132].includes(protocol.number))
      return refused(
        'Need TCP, UDP, SCTP or DCCP with port specification',
        'Ports need a protocol that has them. Add -p tcp or -p udp before this option.',
      );
    const bad = (port: string): Parsed<never> =>
      refused(`Port \`${port}' not valid`, 'A port is a number from 0 to 65535.');
    const garbage = (rest: string, what = 'value'): Parsed<never> =>
      refused(
        `Garbage after port ${what}: \`${rest}'`,
        'After a port you can write a dash and a second port: 8000-8010.',
      );
    const readNumber = (part: string, least = 0n) => {
      const number = readUint(part);
      return number && number.value >= least && number.value <= 65535n
        ? { port: Number(number.value), rest: number.rest }
        : null;
    };
    const readService = (part: string) => {
      const port = servicePort(part);
      return port === null ? null : { port, rest: '' };
    };
    const first = readNumber(text) ?? readService(text);
    if (!first) return bad(text);
    if (first.rest === '') return parsed({ from: first.port, to: first.port, base: null });
    if (first.rest[0] === ':')
      return refused(
        'Invalid port:port syntax - use dash',
        'Write a range with a dash: 8000-8010.',
        text
          .split(':')
          .sort((a, b) => Number(a) - Number(b))
          .join('-'),
      );
    if (first.rest[0] !== '-') return garbage(first.rest);
    // The end of a range is a number.
    const last = readNumber(first.rest.slice(1));
    if (!last) return bad(first.rest.slice(1));
    if (last.port < first.port)
      return refused(
        `Port range \`${first.rest.slice(1)}' funky`,
        'Write the smaller port first.',
        `${last.port}-${first.port}`,
      );
    if (last.rest === '') return parsed({ from: first.port, to: last.port, base: null });
    if (last.rest[0] !== '/') return garbage(last.rest, 'range');
    const base = readNumber(last.rest.slice(1), 1n) ?? readService(last.rest.slice(1));
    return base ? parsed({ from: first.port, to: last.port, base: base.port }) : bad(last.rest.slice(1));
  },
};

/** Reads `address[-address][:ports]`. Reference: extensions/libxt_NAT.c, parse_to. */
export const natTo: Value<NatTo> = {
  form: 'address[-address][:port[-port]]',
  parse(text, place) {
    if (text.includes('[')) return refused('Invalid address format', 'Brackets are for IPv6. Remove them.');
    // With two colons it would be an IPv6 address, so all of it is read as an address.
    const colon = text.indexOf(':') === text.lastIndexOf(':') ? text.indexOf(':') : -1;
    const ports = colon < 0 ? null : natPorts.parse(text.slice(colon + 1), place);
    if (ports && !ports.ok)
      return ports.replacement === undefined
        ? ports
        : { ...ports, replacement: text.slice(0, colon + 1) + ports.replacement };
    const addresses = colon < 0 ? text : text.slice(0, colon);
    const portValue = ports ? ports.value : null;
    if (addresses === '' && colon === 0) return parsed({ addresses: null, ports: portValue });
    const dash = addresses.indexOf('-');
    const [first, last] = dash < 0 ? [addresses] : [addresses.slice(0, dash), addresses.slice(dash + 1)];
    const from = parseAddress(first);
    const to = last === undefined ? from : parseAddress(last);
    if (from === null || to === null)
      return refused(
        `Bad IP address "${from === null ? first : last}"`,
        'An address has four numbers from 0 to 255, such as 192.0.2.10.',
      );
    return parsed({ addresses: { from, to }, ports: portValue });
  },
};

/** `80`, `80-90`, `80-90/85`. */
export const printNatPorts = (p: NonNullable<NatTo['ports']>): string =>
  `${p.from}${p.to === p.from ? '' : `-${p.to}`}${p.base === null ? '' : `/${p.base}`}`;

/** `10.0.0.1-10.0.0.5:80`. */
export const printNatTo = ({ addresses: a, ports }: NatTo): string => {
  const last = a && a.to !== a.from ? `-${printAddress(a.to)}` : '';
  return `${a ? printAddress(a.from) : ''}${last}${ports ? `:${printNatPorts(ports)}` : ''}`;
};
