import { parsed, refused } from '../../text/problem.ts';
import { flagByte } from '../datapath/packetBytes.ts';
import { defineMatch, type Value } from '../extension.ts';
import type { TcpFlag } from '../packet.ts';
import type { Phrase } from '../phrase.ts';
import { listed, numeral } from '../print/sentence/words.ts';
import { portRange } from '../values/port.ts';
import { flagBits, printFlags, tcpFlags } from '../values/tcpFlags.ts';
import { parseUint } from '../values/uint.ts';
import { check, laterFragment } from './check.ts';
import {
  asksPorts,
  checkPort,
  listPort,
  meansPorts,
  partial,
  passes,
  phraseOfPorts,
  portsOf,
  portTest,
  savePort,
  sayPort,
} from './ports.ts';

const optionNumber: Value<number> = {
  form: 'number',
  parse(text) {
    const number = parseUint(text, 1, 255);
    return number === null
      ? refused(`Bad TCP option "${text}"`, 'A TCP option is a number from 1 to 255.')
      : parsed(Number(number));
  },
};

const flagsTwice = "Only one of `--syn' or `--tcp-flags'  allowed";
/** --syn is short for --tcp-flags FIN,SYN,RST,ACK SYN, so only one of them can stand. */
const alone = (before: Readonly<Record<string, unknown>>) =>
  before['syn'] || before['flags']
    ? refused(flagsTwice, '--syn is short for --tcp-flags FIN,SYN,RST,ACK SYN. Keep one of them.')
    : null;
const syn: Pick<Flags, 'mask' | 'set'> = { mask: ['FIN', 'SYN', 'RST', 'ACK'], set: ['SYN'] };

type Flags = {
  readonly mask: readonly TcpFlag[];
  readonly set: readonly TcpFlag[];
  readonly inverted: boolean;
};
const hasFlags = ({ mask, set, inverted }: Flags, flags: readonly TcpFlag[]): boolean =>
  ((flagByte(flags) & flagByte(mask)) === flagByte(set)) !== inverted;
/** With no flag to look at nothing is asked, and nothing is printed. */
const asksFlags = (f: Flags | null): f is Flags => f !== null && (f.mask.length > 0 || f.inverted);

/** `SYN set and RST clear`: what `--tcp-flags` asks; null where no segment can be so. */
const sayFlags = ({ mask, set }: Pick<Flags, 'mask' | 'set'>): string | null => {
  if (set.some((f) => !mask.includes(f))) return null;
  const clear = mask.filter((f) => !set.includes(f));
  return [set.length && `${listed(set)} set`, clear.length && `${listed(clear)} clear`]
    .filter(Boolean)
    .join(' and ');
};

/** `SYN set and RST clear, of these two flags.`, and what that comes to. */
const meansFlags = (f: Pick<Flags, 'mask' | 'set'>, not: boolean): string => {
  const flags = sayFlags(f);
  if (flags === null) return 'No segment can have these flags: some of them are not in the list looked at.';
  if (flags === '') return 'Any flags.';
  const of =
    f.mask.length === 6
      ? ''
      : `, of ${f.mask.length === 2 ? 'these two flags' : f.mask.length === 1 ? 'this flag' : `these ${numeral(f.mask.length)} flags`}`;
  const opens = f.mask.join() === 'SYN,RST' && f.set.join() === 'SYN';
  const comesTo = opens ? ' In practice the two packets that open a connection.' : '';
  return not ? `Anything but ${flags}${of}.` : `${flags}${of}.${comesTo}`;
};

/** The SYN of a connection alone opens it; with RST clear and no more said, its SYN,ACK too. */
const phraseOfFlags = (f: Flags): Phrase => {
  if (f.set.join() === 'SYN' && f.mask.includes('ACK') && f.mask.includes('SYN'))
    return f.inverted ? { that: 'open a connection', not: true } : { opens: true };
  if (f.mask.join() === 'SYN,RST' && f.set.join() === 'SYN')
    return { that: 'open a connection', not: f.inverted };
  const flags = sayFlags(f);
  return { that: flags === null ? 'no sender can make' : `have ${flags || 'any flags'}`, not: f.inverted };
};

/** Matches TCP ports, flags and options. Reference: net/netfilter/xt_tcpudp.c, extensions/libxt_tcp.c */
export const tcp = defineMatch({
  name: 'tcp',
  protocol: 6,
  summary: 'Matches ports, flags and options of TCP segments.',
  options: {
    source: {
      names: ['--sport', '--source-port'],
      takes: portRange('tcp'),
      invertible: true,
      twice: "Only one `--source-port' allowed",
      help: 'Matches segments from this port, or from a range of ports.',
      means: meansPorts('Source'),
    },
    destination: {
      names: ['--dport', '--destination-port'],
      takes: portRange('tcp'),
      invertible: true,
      twice: "Only one `--destination-port' allowed",
      help: 'Matches segments to this port, or to a range of ports.',
      means: meansPorts('Destination'),
    },
    flags: {
      names: ['--tcp-flags'],
      atOnce: alone,
      takes: tcpFlags,
      words: 2,
      invertible: true,
      help: 'Looks at the flags in the first list: those in the second have to be set, the others clear.',
      means: (v: Pick<Flags, 'mask' | 'set'>, not: boolean) => meansFlags(v, not),
    },
    syn: {
      names: ['--syn'],
      atOnce: alone,
      takes: null,
      invertible: true,
      help: 'Matches the segment that opens a connection: SYN set; ACK, RST and FIN clear.',
      means: (_: true, not: boolean) =>
        `${not ? 'Not the segment that opens a connection' : 'The segment that opens a connection: SYN set; ACK, RST and FIN clear'}.`,
    },
    option: {
      names: ['--tcp-option'],
      takes: optionNumber,
      invertible: true,
      twice: "Only one `--tcp-option' allowed",
      help: 'Matches segments that carry the TCP option with this number.',
      means: (v: number, not: boolean) =>
        `The segment ${not ? 'does not carry' : 'carries'} the TCP option ${v}.`,
    },
  },
  parse(given) {
    const flags: Flags | null = given.syn
      ? { ...syn, inverted: given.syn.inverted }
      : given.flags
        ? { ...given.flags.value, inverted: given.flags.inverted }
        : null;
    const option = given.option ? { number: given.option.value, inverted: given.option.inverted } : null;
    return parsed({
      source: portTest(given.source),
      destination: portTest(given.destination),
      flags,
      option,
    });
  },
  save(d) {
    const option = d.option ? `${d.option.inverted ? ' !' : ''} --tcp-option ${d.option.number}` : '';
    const flags = asksFlags(d.flags)
      ? `${d.flags.inverted ? ' !' : ''} --tcp-flags ${printFlags(d.flags.mask)} ${printFlags(d.flags.set)}`
      : '';
    return (
      savePort('--sport', partial(d.source)) + savePort('--dport', partial(d.destination)) + option + flags
    );
  },
  list(d, { numeric }) {
    const print = numeric ? flagBits : printFlags;
    const option = d.option ? ` option=${d.option.inverted ? '!' : ''}${d.option.number}` : '';
    const flags = asksFlags(d.flags)
      ? ` flags:${d.flags.inverted ? '!' : ''}${print(d.flags.mask)}/${print(d.flags.set)}`
      : '';
    return `tcp${listPort('spt', d.source, numeric, 'tcp')}${listPort('dpt', d.destination, numeric, 'tcp')}${option}${flags}`;
  },
  phrase: (d) => [
    ...phraseOfPorts(partial(d.source), partial(d.destination)),
    ...(asksFlags(d.flags) ? [phraseOfFlags(d.flags)] : []),
    ...(d.option ? [{ that: `carry the TCP option ${d.option.number}`, not: d.option.inverted }] : []),
  ],
  explain(d) {
    const parts = [...sayPort('source', d.source), ...sayPort('destination', d.destination)];
    if (d.flags)
      parts.push(
        `${d.flags.inverted ? 'it is not so that ' : ''}of the flags ${printFlags(d.flags.mask)}, ${d.flags.set.length ? `${d.flags.set.join(' and ')} and no other is set` : 'none is set'}`,
      );
    if (d.option)
      parts.push(`the TCP option ${d.option.number} is ${d.option.inverted ? 'absent' : 'present'}`);
    return parts.join(', and ') || 'it is a TCP segment';
  },
  test(d, skb) {
    const ports = portsOf(skb.packet);
    const t = skb.packet.transport;
    if (!ports || t.kind !== 'tcp' || !passes(d.source, ports.sport) || !passes(d.destination, ports.dport))
      return false;
    if (d.flags && !hasFlags(d.flags, t.flags)) return false;
    return d.option === null || t.options.includes(d.option.number) !== d.option.inverted;
  },
  asks: (d) => (d.flags || d.option ? null : asksPorts(d.source, d.destination)),
  checks(d, skb) {
    const t = skb.packet.transport;
    if (t.kind !== 'tcp' || !portsOf(skb.packet))
      return [check(false, 'a TCP header', t.kind === 'tcp' ? laterFragment : 'the packet is not TCP')];
    return [
      ...checkPort('source', d.source, t.sport),
      ...checkPort('destination', d.destination, t.dport),
      ...(d.flags
        ? [
            check(
              hasFlags(d.flags, t.flags),
              `${d.flags.inverted ? 'anything but ' : ''}${sayFlags(d.flags) ?? 'flags that no segment can have'}`,
              t.flags.length ? `the packet has ${t.flags.join(' and ')} set` : 'the packet has no flag set',
            ),
          ]
        : []),
      ...(d.option
        ? [
            check(
              t.options.includes(d.option.number) !== d.option.inverted,
              `${d.option.inverted ? 'no ' : ''}TCP option ${d.option.number}`,
              t.options.length
                ? `the packet has options ${t.options.join(', ')}`
                : 'the packet has no options',
            ),
          ]
        : []),
    ];
  },
});
