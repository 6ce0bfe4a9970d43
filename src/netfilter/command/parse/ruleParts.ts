import { byteLength } from '../../../text/bytes.ts';
import { type Parsed, parsed, refused } from '../../../text/problem.ts';
import { suggest } from '../../../text/suggest.ts';
import { isBuiltInName } from '../../hookOrder.ts';
import type { AddressMatch, InterfaceMatch, ProtocolMatch, Rule } from '../../types.ts';
import { masked, parseHost, parseMask } from '../../values/address.ts';
import { addressNamed, inetAton } from '../../values/host.ts';
import { parseInterface } from '../../values/interface.ts';
import { protocolNumber, protocolSuggestions } from '../../values/protocol.ts';

import { addressMissing } from './hints.ts';

type Key = 'source' | 'destination' | 'protocol' | 'input' | 'output' | 'fragments';

/** Reads one `address[/mask]` of `-s` or `-d`. Reference: libxtables/xtables.c, xtables_ipparse_multiple. */
const parseAddressMatch = (text: string, inverted: boolean): Parsed<AddressMatch> => {
  const slash = text.lastIndexOf('/');
  const host = slash < 0 ? text : text.slice(0, slash);
  const mask = slash < 0 ? 0xffffffff : parseMask(text.slice(slash + 1));
  if (byteLength(text) > 255)
    return refused('Hostname too long', 'An address has four numbers from 0 to 255, such as 192.168.1.20.');
  if (mask === null)
    return refused(
      `invalid mask \`${text.slice(slash + 1)}' specified`,
      'After the slash, write a number from 0 to 32, or a mask such as 255.255.255.0.',
    );
  // With a mask of zero iptables ignores the address.
  const address = mask === 0 ? 0 : (parseHost(host) ?? addressNamed(host) ?? inetAton(host));
  if (address === null)
    return refused(
      `host/network \`${host}' not found`,
      /^[-!]/.test(host)
        ? addressMissing
        : /^[\da-f]*:[\da-f:.]*$/i.test(host)
          ? 'This is an IPv6 address: ip6tables takes those. Write an IPv4 address here, such as 192.168.1.20.'
          : /^[\d.]+$/.test(host)
            ? 'An address has four numbers from 0 to 255, such as 192.168.1.20.'
            : isBuiltInName(host)
              ? `${host} is a chain, and -s and -d take addresses. -D ${host} deletes a rule, -S ${host} prints them all.`
              : 'Host names cannot be looked up here. Write the address in numbers, such as 192.168.1.20.',
    );
  return parsed({ address: masked(address, mask), mask, inverted });
};

/** The parts of a rule that iptables reads itself, as the line gives them. */
export class RuleParts {
  sources: readonly AddressMatch[] = [];
  destinations: readonly AddressMatch[] = [];
  protocol: ProtocolMatch | null = null;
  input: InterfaceMatch | null = null;
  output: InterfaceMatch | null = null;
  fragment: Rule['fragment'] = null;

  /** Takes one option's argument. */
  take(key: Key, text: string, inverted: boolean): Parsed<true> {
    switch (key) {
      case 'source':
      case 'destination': {
        const parts = text.split(',');
        const all: AddressMatch[] = [];
        for (const part of parts) {
          const read = parseAddressMatch(part.trimStart(), inverted);
          if (!read.ok) return read;
          all.push(read.value);
        }
        if (key === 'source') this.sources = all;
        else this.destinations = all;
        return parsed(true);
      }
      case 'protocol': {
        const name = text.toLowerCase();
        const number = protocolNumber(name);
        if (number === null) {
          const near = suggest(name, protocolSuggestions);
          return refused(
            `unknown protocol "${name}" specified`,
            near
              ? `There is no protocol ${name}. Did you mean ${near}?`
              : 'Write tcp, udp, icmp, or a protocol’s number up to 255.',
            near ?? undefined,
          );
        }
        if (number === 0 && inverted)
          return refused(
            'rule would never match protocol',
            'Every packet has a protocol, so this rule could never match. Name one protocol.',
          );
        this.protocol = number === 0 ? null : { number, inverted };
        return parsed(true);
      }
      case 'input':
      case 'output': {
        if (text === '')
          return refused(
            'Empty interface is likely to be undesired',
            'The interface is empty. Write one, such as eth0, or remove the option.',
          );
        const name = parseInterface(text);
        if (!name.ok) return name;
        this[key] = { name: name.value, inverted };
        return parsed(true, name.warning);
      }
      case 'fragments':
        this.fragment = inverted ? 'first' : 'further';
        return parsed(true);
    }
  }
}
