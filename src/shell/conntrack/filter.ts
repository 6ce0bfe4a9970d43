import { happening } from '../../netfilter/connectionEvents.ts';
import type { Connection } from '../../netfilter/conntrack.ts';
import type { Problem } from '../../netfilter/problem.ts';
import { masked, maskOf, parseAddress } from '../../netfilter/values/address.ts';
import type { Word } from '../../netfilter/words.ts';
import { problemAt } from '../shell.ts';
import { notHere, who, wrong } from './reading.ts';

/** Whether an entry is one that was asked for; `told` has what an event tells of it, null where it is listed. */
export type Fits = (c: Connection, told: number | null) => boolean;

/** What options have asked for so far. */
export interface Wanted {
  /** What is compared, by the option that says it last. */
  readonly values: Record<string, number>;
  family: 4 | 6 | null;
  /** Bits of a status that have to be there; and those that the kernel looks at, where that was said. */
  status: number;
  statusMask: number;
  events: string[];
  output: string[];
  /** What is said of a word that is passed over. */
  warnings: string;
}

/** Nothing asked yet. */
export const nothingWanted = (): Wanted => ({ values: {}, family: null, status: 0, statusMask: 0, events: [], output: [], warnings: '' });

const states = ['NONE', 'SYN_SENT', 'SYN_RECV', 'ESTABLISHED', 'FIN_WAIT', 'CLOSE_WAIT', 'LAST_ACK', 'TIME_WAIT', 'CLOSE', 'SYN_SENT2'];
const statuses: Readonly<Record<string, number>> = { ASSURED: 4, SEEN_REPLY: 2, UNSET: 0, FIXED_TIMEOUT: 1024, EXPECTED: 1, OFFLOAD: 16384, HW_OFFLOAD: 32768 };
const statusOf = (c: Connection): number => (c.foretoldBy ? 1 : 0) | (c.seenReply ? 2 : 0) | (c.assured ? 4 : 0);

/** A number as strtoul reads it: what stands in front, 0 where nothing does. */
const leading = (text: string): number => Number(/^\s*(0x[\da-f]+|\d+)/i.exec(text)?.[0] ?? (/^-\d/.test(text) ? 2 ** 32 - Number(/\d+/.exec(text)![0]) : 0));
/** As atoi does, in 16 bits. */
const short = (text: string): number => (Number.parseInt(text, 10) || 0) & 0xffff;

/** One of a list by its beginning, in any case. Null where none begins so; NAT's two are passed over with a word. Reference: conntrack.c, do_parse_parameter */
const parameter = (wanted: Wanted, text: string, names: readonly string[]): string | null => {
  const begins = (name: string) => text !== '' && name.toUpperCase().startsWith(text.toUpperCase());
  for (const nat of ['SRC', 'DST'])
    if (begins(`${nat}_NAT`)) {
      wanted.warnings += `WARNING: ignoring ${nat}_NAT, use --${nat.toLowerCase()}-nat instead\n`;
      return '';
    }
  return names.find(begins) ?? null;
};

const outputs = ['xml', 'extended', 'timestamp', 'id', 'ktimestamp', 'labels', 'userspace', 'save'];
const lists: Readonly<Record<string, { readonly names: readonly string[]; readonly hint: string }>> = {
  u: { names: Object.keys(statuses), hint: `A status is one of ${Object.keys(statuses).join(', ')}, UNREPLIED.` },
  e: { names: ['ALL', 'NEW', 'UPDATES', 'DESTROY'], hint: 'Events are NEW, UPDATES, DESTROY and ALL.' },
  o: { names: outputs, hint: 'Here -o takes extended, id and timestamp.' },
};

const takeList = (wanted: Wanted, owner: 'u' | 'e' | 'o', word: Word): Problem | null => {
  const { names, hint } = lists[owner]!;
  for (let rest: string | null = word.text; rest !== null; ) {
    const bad = () => wrong(word, `Bad parameter \`${rest}'`, hint);
    const comma: number = rest.indexOf(',');
    if (comma === 0) return bad();
    const negated = owner === 'u' && rest.startsWith('!');
    const text = (comma < 0 ? rest : rest.slice(0, comma)).slice(negated ? 1 : 0);
    if (owner === 'u' && text === 'UNREPLIED' && !negated) wanted.statusMask |= 2;
    else {
      const name = parameter(wanted, text, names);
      if (name === null) return bad();
      if (owner === 'e') wanted.events.push(name);
      else if (owner === 'o') wanted.output.push(name);
      else if (negated) wanted.statusMask |= statuses[name] ?? 0;
      else wanted.status |= statuses[name] ?? 0;
    }
    rest = comma < 0 ? null : rest.slice(comma + 1);
  }
  if (owner === 'u' && wanted.statusMask === 0) wanted.statusMask = wanted.status;
  const absent = owner === 'o' && wanted.output.find((o) => o === 'xml' || o === 'save');
  return absent ? notHere(word, `-o ${absent}`, hint) : null;
};

const takeFamily = (wanted: Wanted, family: 4 | 6, word: Word): Problem | null => {
  if (wanted.family !== null && wanted.family !== family) return wrong(word, 'mismatched address family', 'Addresses here are IPv4.');
  wanted.family = family;
  return null;
};

const longNames: Readonly<Record<string, string>> = { r: 'reply-src', q: 'reply-dst', n: 'src-nat', g: 'dst-nat', j: 'any-nat', '{': 'mask-src', '}': 'mask-dst' };

/** An address, with a prefix length where `-s` or `-d` take one. Reference: conntrack.c, nfct_parse_addr_from_opt */
const takeAddress = (wanted: Wanted, owner: string, word: Word, text = word.text): Problem | null => {
  const [host = '', length] = text.split('/');
  const address = parseAddress(host);
  const six = address === null && /^[\da-f:]*:[\da-f:.]*$/i.test(host);
  if (address === null && !six) return wrong(word, `Invalid IP address \`${text}'`, 'Write an address such as 10.0.0.1.');
  const mismatched = takeFamily(wanted, six ? 6 : 4, word);
  if (mismatched) return mismatched;
  if (length !== undefined && !'sd'.includes(owner)) return wrong(word, `CIDR notation unavailable for \`--${longNames[owner]}'`, 'Write one address.');
  const prefix = length === undefined ? 32 : /^\d+$/.test(length) ? Number(length) : 99;
  if (prefix > (six ? 128 : 32)) return wrong(word, 'Invalid netmask', 'Write the length of a prefix, such as /24.');
  wanted.values[owner] = address ?? 0;
  if (prefix < 32) wanted.values[owner === 's' ? '{' : '}'] = maskOf(prefix);
  return null;
};

/** `ADDRESS` or `ADDRESS:PORT` behind `-n`, `-g` and `-j`. */
const takeNat = (wanted: Wanted, owner: string, word: Word): Problem | null => {
  wanted.values[owner] = -1;
  if (word.text === '') return null;
  const [address = '', port, more] = word.text.split(':');
  if (port === undefined || more !== undefined) return takeAddress(wanted, owner, word);
  if (port === '') return wrong(word, "No port specified after `:'", 'Write the port, or leave the colon out.');
  if (!/^\d+$/.test(port) || Number(port) > 65535) return wrong(word, `Invalid port \`${port}'`, 'A port is a number up to 65535.');
  wanted.values[`${owner}:`] = Number(port);
  return takeAddress(wanted, owner, word, address);
};

/** Takes an option's value in; a problem where it is none. */
export const takeOption = (wanted: Wanted, owner: string, word: Word, protocol: number | null): Problem | null => {
  const { text } = word;
  const { values } = wanted;
  switch (owner) {
    case 's': case 'd': case 'r': case 'q': case '{': case '}':
      return takeAddress(wanted, owner, word);
    case 'n': case 'g': case 'j':
      return takeNat(wanted, owner, word);
    case 'u': case 'e': case 'o':
      return takeList(wanted, owner, word);
    case 'p':
      values['p'] = protocol!;
      return null;
    case 'f':
      return /^ipv[46]/.test(text) ? takeFamily(wanted, text[3] === '4' ? 4 : 6, word) : wrong(word, `\`${text}' unsupported protocol`, 'The family is ipv4.');
    case 'm': {
      const [mark = '', mask] = text.split('/');
      values['m'] = leading(mark);
      values['m/'] = mask === undefined ? 0xffffffff : leading(mask);
      return null;
    }
    case 'w': case '(': case ')':
      values[owner] = leading(text) & 0xffff;
      return null;
    case 'i': case 'b': case 'c':
      values[owner] = leading(text);
      return null;
    case 'state':
      if (!states.includes(text) && text !== 'LISTEN') return wrong(word, `unknown TCP state \`${text}'`, `The states are ${states.join(', ')}.`);
      values['state'] = states.indexOf(text);
      return null;
    case 'sport': case 'dport': case 'reply-port-src': case 'reply-port-dst': case 'icmp-type': case 'icmp-code': case 'icmp-id':
      values[owner] = owner === 'icmp-type' || owner === 'icmp-code' ? short(text) & 255 : short(text);
      return null;
    case 'a':
      wanted.warnings += 'WARNING: ignoring -a, deprecated option.\n';
      return null;
    case 'l':
      return problemAt(word, `nfct_labelmap_new: No such file or directory\n${wrong(word, `unknown label '${text}'`, '').message}`, 2, 'No label has a name on this host: there is no /etc/xtables/connlabel.conf.');
    default:
      // One that is not acted out is refused behind those that do not fit the command.
      return null;
  }
};

/** What the connection's tuples have where an option compares; ICMP has type and code where others have the destination port. */
const compared: Readonly<Record<string, (c: Connection) => number | null>> = {
  p: (c) => c.original.protocol, r: (c) => c.reply.source, q: (c) => c.reply.destination, sport: (c) => c.original.sport, dport: (c) => c.original.dport,
  'reply-port-src': (c) => c.reply.sport, 'reply-port-dst': (c) => c.reply.dport, 'icmp-id': (c) => c.original.sport, 'icmp-type': (c) => c.original.dport! >> 8, 'icmp-code': (c) => c.original.dport! & 255,
  i: (c) => c.id, '(': (c) => (c.zone.direction === 'original' ? c.zone.id : 0), ')': (c) => (c.zone.direction === 'reply' ? c.zone.id : 0), w: (c) => (c.zone.direction === 'both' ? c.zone.id : 0),
};

/**
 * Whether a side was given another address (the one that was asked for) or another port. Of a ping the id stands against type and
 * code, which never agree: where there is nat at all, every ping has other ports on both sides.
 * Reference: libnetfilter_conntrack 1.0.9, src/conntrack/objopt.c
 */
const isTranslated = ({ original, reply }: Connection, side: 'n' | 'g', address: number, port: number | undefined, hasNat: boolean): boolean => {
  const [from, to] = side === 'n' ? [original.source, reply.destination] : [original.destination, reply.source];
  const [fromPort, toPort] = side === 'n' ? [original.sport, reply.dport] : [original.dport, reply.sport];
  const moved = fromPort !== toPort && hasNat;
  return address < 0 ? from !== to || moved : from !== to && to === address && (port === undefined || (moved && toPort === port));
};

/** What the options ask of an entry, or why they ask nothing that goes together. `dumps`: the kernel itself looks at the status. */
export const fitting = (wanted: Wanted, of: Readonly<Record<string, Word>>, dumps: boolean, hasNat: boolean): Fits | Problem => {
  const { values } = wanted;
  const tests: Fits[] = [];
  for (const [mask, side, name] of [['{', 's', 'src'], ['}', 'd', 'dst']] as const) {
    if (values[mask] !== undefined && values[side] === undefined) return wrong(of[mask]!, `Can't use --mask-${name} without --${name}`, `Write --${name} too.`);
    const [address, bits] = [values[side], values[mask] ?? 0xffffffff];
    if (address !== undefined) tests.push((c) => masked(side === 's' ? c.original.source : c.original.destination, bits) === masked(address, bits));
  }
  if (wanted.family === 6 || values['c'] !== undefined) tests.push(() => false);
  for (const [key, pick] of Object.entries(compared)) {
    const value = values[key];
    if (value !== undefined) tests.push((c) => pick(c) === value);
  }
  const { state, m: mark } = values;
  if (state !== undefined) tests.push((c, told) => c.tcp === states[state] && (told === null || (told & (happening.protoinfo | happening.destroy)) !== 0));
  if (mark !== undefined) tests.push((c, told) => masked(c.mark, values['m/']!) === mark && (told === null || c.mark !== 0 || (told & happening.mark) !== 0));
  if (of['u']) {
    if (dumps && wanted.statusMask === 0) return problemAt(of['u'], `${who}: Operation failed: invalid parameters`, 1, 'The kernel looks for bits that are set, and is asked for none.');
    tests.push((c) => (statusOf(c) & wanted.status) === wanted.status && (!dumps || (statusOf(c) & wanted.statusMask) === wanted.status));
  }
  const side = (key: 'n' | 'g' | 'j', which: 'n' | 'g'): Fits | null => {
    const address = values[key];
    return address === undefined ? null : (c) => isTranslated(c, which, address, values[`${key}:`], hasNat);
  };
  for (const which of ['n', 'g'] as const) {
    const test = side(which, which);
    if (test) tests.push(test);
  }
  const [source, destination] = [side('j', 'n'), side('j', 'g')];
  if (source && destination) {
    // With an address -j spoils what else is compared (recorded).
    const spoilt = values['j']! >= 0 && 'sdrqmciuwl()p'.split('').some((o) => of[o]);
    tests.push((c, told) => !spoilt && (source(c, told) || destination(c, told)));
  }
  return (c, told) => tests.every((t) => t(c, told));
};
