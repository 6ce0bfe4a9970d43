/** The parts of a conntrack rule: what each of its options asks, and the words for it. */
import type { Phrase } from '../phrase.ts';
import { sayProtocol } from '../print/sentence/names.ts';
import { printAddress, printMask } from '../values/address.ts';
import { listAddress } from '../values/host.ts';
import { type PortRange, printRange } from '../values/port.ts';
import { sayRange } from '../values/uint.ts';
import { phraseOfStates } from './states.ts';

/** A network with its mask. */
export type Prefix = { readonly address: number; readonly mask: number };

/** What one option asks. */
export type Part =
  | { readonly key: 'ctstate' | 'ctstatus'; readonly words: readonly string[]; readonly inverted: boolean }
  | { readonly key: 'ctproto'; readonly number: number; readonly inverted: boolean }
  | {
      readonly key: 'ctorigsrc' | 'ctorigdst' | 'ctreplsrc' | 'ctrepldst';
      readonly prefix: Prefix;
      readonly inverted: boolean;
    }
  | {
      readonly key: 'ctorigsrcport' | 'ctorigdstport' | 'ctreplsrcport' | 'ctrepldstport' | 'ctexpire';
      readonly range: PortRange;
      readonly inverted: boolean;
    }
  | { readonly key: 'ctdir'; readonly direction: 'ORIGINAL' | 'REPLY'; readonly inverted: boolean };

/** The value of an option, as it is saved, or listed by name. */
export const value = (p: Part, numeric = true): string => {
  switch (p.key) {
    case 'ctstate':
    case 'ctstatus':
      return p.words.join(',');
    case 'ctproto':
      return String(p.number);
    case 'ctorigsrc':
    case 'ctorigdst':
    case 'ctreplsrc':
    case 'ctrepldst':
      if (!numeric && p.prefix.address === 0) return 'anywhere';
      return `${listAddress(p.prefix.address, numeric)}${p.prefix.mask === 0xffffffff ? '' : `/${printMask(p.prefix.mask)}`}`;
    case 'ctdir':
      return p.direction;
    case 'ctorigsrcport':
    case 'ctorigdstport':
    case 'ctreplsrcport':
    case 'ctrepldstport':
    case 'ctexpire':
      return printRange(p.range);
  }
};

/** What each option asks, as a clause that its value ends. */
export const said: Readonly<Record<Part['key'], string>> = {
  ctstate: 'the connection is',
  ctstatus: 'the connection’s status has',
  ctproto: 'the connection’s protocol is',
  ctexpire: 'the connection will be forgotten in seconds:',
  ctdir: 'the packet’s direction is',
  ctorigsrc: 'the connection was opened from',
  ctorigdst: 'the connection was opened to',
  ctreplsrc: 'answers come from',
  ctrepldst: 'answers go to',
  ctorigsrcport: 'the connection was opened from port',
  ctorigdstport: 'the connection was opened to port',
  ctreplsrcport: 'answers come from port',
  ctrepldstport: 'answers go to port',
};

/** What sentences say of a connection: singular, and plural for the nat table. */
const opened: Readonly<Record<string, readonly [one: string, many: string]>> = {
  ctorigsrc: ['was opened from', 'were opened from'],
  ctorigdst: ['was opened to', 'were opened to'],
  ctreplsrc: ['is answered from', 'are answered from'],
  ctrepldst: ['is answered to', 'are answered to'],
};

/** Its part of the sentence about a rule. */
export const phraseOf = (p: Part, inNat: boolean): Phrase => {
  const of = ([one, many]: readonly [string, string], rest: string): Phrase => ({
    that: inNat ? `${many} ${rest}` : `belong to a connection that ${one} ${rest}`,
    not: p.inverted,
  });
  switch (p.key) {
    case 'ctstate':
      return phraseOfStates(p.words, p.inverted, inNat);
    case 'ctstatus':
      return of(['has', 'have'], `the status ${p.words.join(' or ')}`);
    case 'ctproto':
      return of(['uses', 'use'], sayProtocol(p.number));
    case 'ctorigsrc':
    case 'ctorigdst':
    case 'ctreplsrc':
    case 'ctrepldst':
      return of(opened[p.key]!, value(p));
    case 'ctorigsrcport':
    case 'ctorigdstport':
    case 'ctreplsrcport':
    case 'ctrepldstport':
      return of(opened[p.key.slice(0, -4)]!, `port ${sayRange(p.range)}`);
    case 'ctexpire':
      return of(['expires', 'expire'], `in ${sayRange(p.range)} seconds`);
    case 'ctdir':
      return { that: p.direction === 'REPLY' ? 'are replies' : 'go the way the connection was opened' };
  }
};

/** What one of the four addresses of a connection means. */
export const meansEnd = (how: string, { address, mask }: Prefix, not: boolean): string =>
  `The connection was ${not ? 'not ' : ''}${how} ${printAddress(address)}${mask === 0xffffffff ? '' : `/${printMask(mask)}`}.`;

/** Which end of a connection a part is about. */
export const ends = {
  ctorigsrc: 'opened from',
  ctorigdst: 'opened to',
  ctreplsrc: 'answered from',
  ctrepldst: 'answered to',
  ctorigsrcport: 'opened from port',
  ctorigdstport: 'opened to port',
  ctreplsrcport: 'answered from port',
  ctrepldstport: 'answered to port',
} as const;

/** `state NEW or RELATED`: what comes after `needs`. */
export const needed = (p: Part): string => {
  const wanted = value(p).replaceAll(',', ' or ');
  switch (p.key) {
    case 'ctstate':
      return `state ${p.inverted ? 'other than ' : ''}${wanted}`;
    case 'ctstatus':
      return `a connection ${p.inverted ? 'without' : 'with'} status ${wanted}`;
    case 'ctproto':
      return `a connection of ${p.inverted ? 'a protocol other than' : 'protocol'} ${wanted}`;
    case 'ctexpire':
      return `a connection that expires in ${p.inverted ? 'anything but ' : ''}${wanted} seconds`;
    case 'ctdir':
      return `a packet in the ${wanted} direction`;
    default:
      return `a connection ${ends[p.key]} ${p.inverted ? 'anything but ' : ''}${wanted}`;
  }
};
