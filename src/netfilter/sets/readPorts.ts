import { icmpNames } from '../values/icmpType.ts';
import { protocolName, protocolNumber } from '../values/protocol.ts';
import { servicePort } from '../values/service.ts';
import { readUlong } from '../values/uint.ts';
import { type Refuse, readNumber } from './readNumber.ts';

/** A port of a protocol, or a range of ports. */
export interface Ports {
  readonly protocol: number;
  readonly from: number;
  readonly to: number | null;
}

const portNames: Readonly<Record<number, 'tcp' | 'udp'>> = { 6: 'tcp', 17: 'udp' };

const readPort = (text: string, protocol: number, refuse: Refuse): number => {
  const number = readUlong(text);
  const isNumber = number !== null && number.rest === '';
  const known = isNumber
    ? number.value <= 65535n
      ? Number(number.value)
      : null
    : portNames[protocol]
      ? servicePort(text, portNames[protocol])
      : null;
  if (known !== null) return known;
  const why = isNumber ? `'${text}' is out of range 0-65535` : `'${text}' is invalid as number`;
  const name = protocolName(protocol);
  throw refuse(
    `Syntax error: ${why}\nSyntax error: '${name}' is invalid as number\ncannot parse '${text}' as a ${name} port`,
    'A port is a number from 0 to 65535, or the name of a service such as http.',
  );
};

/** `80`, or `1000-2000`. The last port is read first. */
export const readPortRange = (text: string, protocol: number, refuse: Refuse): Ports => {
  const [first = '', last] = text.split(/-(.*)/s);
  const to = last === undefined ? null : readPort(last, protocol, refuse);
  return { protocol, from: readPort(first, protocol, refuse), to };
};

/** A type and code of ICMP as one number. */
const readIcmp = (text: string, refuse: Refuse): number => {
  const named = icmpNames.find(([name, type]) => name === text && type !== 255);
  if (named) return named[1] * 256 + (named[2] ?? 0);
  const [type = '', code] = text.split(/\/(.*)/s);
  if (code === undefined)
    throw refuse(
      `Cannot parse ${text} as an ICMP type/code.`,
      'Write a type and a code, such as 8/0, or a name, such as echo-request.',
    );
  return readNumber(type, 0, 255, refuse) * 256 + readNumber(code, 0, 255, refuse);
};

/**
 * `80`, `udp:53`, `tcp:1000-2000`, `icmp:echo-request`, `gre:0`. Reference: ipset, lib/parse.c,
 * ipset_parse_proto_port.
 */
export const readPorts = (text: string, refuse: Refuse): Ports => {
  const colon = text.indexOf(':');
  if (colon <= 0 || colon === text.length - 1) return readPortRange(text, 6, refuse);
  const [name, rest] = [text.slice(0, colon), text.slice(colon + 1)];
  const protocol = protocolNumber(name === 'all' ? '' : name);
  if (protocol === null)
    throw refuse(
      `Syntax error: cannot parse '${name}' as a protocol`,
      'Write tcp, udp, icmp, or another protocol by name or number.',
    );
  if ([6, 17, 132, 136].includes(protocol)) return readPortRange(rest, protocol, refuse);
  if (protocol === 1) return { protocol, from: readIcmp(rest, refuse), to: null };
  if (protocol === 58)
    throw refuse(
      'Syntax error: Protocol ICMPv6 can be used with family inet6 only\nInvalid add command: missing setname',
      'Use icmp: icmpv6 is for IPv6.',
    );
  if (rest !== '0')
    throw refuse(
      `Syntax error: Protocol ${protocolName(protocol)} can be used with pseudo port value 0 only.`,
      `${protocolName(protocol)} has no ports. Write ${name}:0.`,
    );
  return { protocol, from: 0, to: null };
};
