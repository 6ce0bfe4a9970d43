import { type Parsed, parsed, refused } from '../../text/problem.ts';
import { defineTarget, type Given, type Value } from '../extension.ts';
import { portsOf } from '../matches/ports.ts';
import type { Packet, Skb } from '../packet.ts';
import { jhash2, scaled } from '../state/jhash.ts';
import { masked, maskOf } from '../values/address.ts';
import { prefixLength } from '../values/host.ts';
import { uint } from '../values/uint.ts';
import { goesOn } from './goesOn.ts';

const hex = (n: number, width = 0) => `0x${n.toString(16).padStart(width, '0')}`;
/**
 * What goes into the hash, in the order it is saved: the option, how many hexadecimal digits it has (0:
 * decimal), what `--hmark-tuple` sets.
 */
const fields = [
  ['src-prefix', 0, 32],
  ['dst-prefix', 0, 32],
  ['sport-mask', 4, 0xffff],
  ['dport-mask', 4, 0xffff],
  ['spi-mask', 8, 0xffffffff],
  ['sport', 4, null],
  ['dport', 4, null],
  ['spi', 8, null],
  ['proto-mask', 2, 0xffff],
] as const;
type Field = (typeof fields)[number][0];
const tupleWords: Readonly<Record<string, Field | 'ct'>> = {
  src: 'src-prefix',
  dst: 'dst-prefix',
  sport: 'sport-mask',
  dport: 'dport-mask',
  spi: 'spi-mask',
  proto: 'proto-mask',
  ct: 'ct',
};

const tuple: Value<readonly (Field | 'ct')[]> = {
  form: 'src,dst,sport,dport,proto,spi,ct',
  suggestions: Object.keys(tupleWords),
  parse(text): Parsed<readonly (Field | 'ct')[]> {
    const words = text.split(',');
    const wrong = words.find((w) => !Object.hasOwn(tupleWords, w));
    return wrong === undefined
      ? parsed(words.map((w) => tupleWords[w]!))
      : refused(`Bad type "${wrong}"`, `Choose from ${Object.keys(tupleWords).join(', ')}.`);
  },
};

/** `--hmark-tuple` gives the options that it abbreviates. */
const notInTuple = (field: Field) => (before: Readonly<Record<string, unknown>>) => {
  const given = before['tuple'] as { readonly value: readonly string[] } | undefined;
  return given?.value.includes(field)
    ? refused(
        `HMARK: option "--hmark-${field}" can only be used once.\n`,
        '--hmark-tuple has set it already.',
      )
    : null;
};

const options = {
  tuple: {
    names: ['--hmark-tuple'],
    takes: tuple,
    help: 'What goes into the hash, in words.',
    means: (v: readonly string[]) => `Hash ${v.map((f) => f.replace(/-(prefix|mask)$/, '')).join(', ')}.`,
  },
  'src-prefix': {
    names: ['--hmark-src-prefix'],
    atOnce: notInTuple('src-prefix'),
    takes: prefixLength,
    help: 'Hashes only this many bits of the source address.',
    means: (v: number) => `Hash ${v} bits of the source address.`,
  },
  'dst-prefix': {
    names: ['--hmark-dst-prefix'],
    atOnce: notInTuple('dst-prefix'),
    takes: prefixLength,
    help: 'Hashes only this many bits of the destination address.',
    means: (v: number) => `Hash ${v} bits of the destination address.`,
  },
  'sport-mask': {
    names: ['--hmark-sport-mask'],
    atOnce: notInTuple('sport-mask'),
    takes: uint(0xffff),
    help: 'Hashes these bits of the source port.',
    means: (v: number) => `Hash the bits ${hex(v)} of the source port.`,
  },
  'dport-mask': {
    names: ['--hmark-dport-mask'],
    atOnce: notInTuple('dport-mask'),
    takes: uint(0xffff),
    help: 'Hashes these bits of the destination port.',
    means: (v: number) => `Hash the bits ${hex(v)} of the destination port.`,
  },
  'spi-mask': {
    names: ['--hmark-spi-mask'],
    atOnce: notInTuple('spi-mask'),
    takes: uint(0xffffffff),
    help: 'Hashes these bits of the SPI.',
    means: (v: number) => `Hash the bits ${hex(v)} of the SPI.`,
  },
  sport: {
    names: ['--hmark-sport'],
    takes: uint(0xffff),
    help: 'Hashes this number in place of the source port.',
    means: (v: number) => `Hash ${v} in place of the source port.`,
  },
  dport: {
    names: ['--hmark-dport'],
    takes: uint(0xffff),
    help: 'Hashes this number in place of the destination port.',
    means: (v: number) => `Hash ${v} in place of the destination port.`,
  },
  spi: {
    names: ['--hmark-spi'],
    takes: uint(0xffffffff),
    help: 'Hashes this number in place of the SPI.',
    means: (v: number) => `Hash ${v} in place of the SPI.`,
  },
  'proto-mask': {
    names: ['--hmark-proto-mask'],
    atOnce: notInTuple('proto-mask'),
    takes: uint(0xffff),
    help: 'Hashes these bits of the protocol number.',
    means: (v: number) => `Hash the bits ${hex(v)} of the protocol number.`,
  },
  rnd: {
    names: ['--hmark-rnd'],
    takes: uint(0xffffffff),
    help: 'A number that mixes the hash.',
    means: (v: number) => `The hash is mixed with ${v}.`,
  },
  mod: {
    names: ['--hmark-mod'],
    takes: uint(0xffffffff, 1),
    help: 'How many different marks there are.',
    means: (v: number) => `There are ${v} different marks.`,
  },
  offset: {
    names: ['--hmark-offset'],
    takes: uint(0xffffffff),
    help: 'The first of the marks.',
    means: (v: number) => `The first mark is ${v}.`,
  },
} as const;

const valuesOf = (g: Given<typeof options>): readonly { readonly field: Field; readonly value: number }[] =>
  fields.flatMap(([field, , all]) => {
    // The words take the whole of a field, whatever was given before.
    const value = g.tuple?.value.includes(field) ? all : g[field]?.value;
    return value === null || value === undefined ? [] : [{ field, value }];
  });

/** What the hash is made of. Both ports are one word, the source's in front; 0 where there are none. */
type Seen = {
  readonly source: number;
  readonly destination: number;
  readonly protocol: number;
  readonly ports: { readonly sport: number; readonly dport: number } | null;
};

/** An ICMP error is taken for the packet it is about. */
const ofPacket = (packet: Packet): Seen => {
  const p = (packet.transport.kind === 'icmp' && packet.transport.about) || packet;
  return {
    source: p.source,
    destination: p.destination,
    protocol: p.protocol,
    ports: p.fragment ? null : portsOf(p),
  };
};
/** The connection's own ends, before and after all rewriting; null where there is none. */
const ofConnection = ({ connection: c }: Skb): Seen | null =>
  c?.original && c.reply
    ? {
        source: c.original.source,
        destination: c.reply.source,
        protocol: c.original.protocol,
        ports: c.original.protocol === 1 ? null : { sport: c.original.sport ?? 0, dport: c.reply.sport ?? 0 },
      }
    : null;

/**
 * The same for both directions: of two addresses, and of two ports, the larger has its place. Reference:
 * net/netfilter/xt_HMARK.c, hmark_hash.
 */
const hashOf = (
  values: readonly { readonly field: Field; readonly value: number }[],
  seen: Seen,
  seed: number,
): number => {
  const given = (field: Field) => values.find((v) => v.field === field)?.value ?? 0;
  const source = masked(seen.source, maskOf(given('src-prefix')));
  const destination = masked(seen.destination, maskOf(given('dst-prefix')));
  const mask = given('spi-mask') || (given('sport-mask') << 16) | given('dport-mask');
  const set = given('spi') || (given('sport') << 16) | given('dport');
  const word = seen.ports ? (((seen.ports.sport << 16) | seen.ports.dport) & mask) | set : 0;
  const [high, low] = [word >>> 16, word & 0xffff];
  const ports = low > high ? (low << 16) | high : word;
  return (
    (jhash2([Math.min(source, destination), Math.max(source, destination), ports], seed) ^
      (seen.protocol & given('proto-mask'))) >>>
    0
  );
};

/**
 * Marks the packet with a hash of where it comes from and goes to. Reference: net/netfilter/xt_HMARK.c,
 * extensions/libxt_HMARK.c
 */
export const HMARK = defineTarget({
  name: 'HMARK',
  summary: 'Marks packets by a hash of their addresses and ports, to spread them over several paths.',
  options,
  demand(g): Parsed<never> | null {
    const values = valuesOf(g);
    const has = (...names: Field[]) => values.some((v) => names.includes(v.field));
    if (!g.mod) return refused('--hmark-mod is mandatory', 'Say how many marks there are: --hmark-mod 10.');
    if (!g.rnd) return refused('--hmark-rnd is mandatory', 'Give any number: --hmark-rnd 1.');
    if (has('spi-mask') && has('sport-mask', 'dport-mask'))
      return refused(
        'you cannot use --hmark-spi-mask and --hmark-?port-mask,at the same time',
        'A packet has ports or an SPI, never both.',
      );
    return values.length || g.tuple
      ? null
      : refused('you have to specify --hmark-tuple at least', 'Say what to hash: --hmark-tuple src,dst.');
  },
  parse: (g) =>
    parsed({
      values: valuesOf(g),
      ct: g.tuple?.value.includes('ct') ?? false,
      rnd: g.rnd!.value,
      mod: g.mod!.value,
      offset: g.offset?.value ?? 0,
    }),
  check: (d) =>
    d.values.some((v) => v.field === 'spi') &&
    d.values.some((v) => v.field === 'sport' || v.field === 'dport')
      ? { errno: 'Invalid argument', hint: 'A packet has ports or an SPI, never both.' }
      : null,
  save(d) {
    const print = (field: Field, value: number) => {
      const digits = fields.find(([f]) => f === field)![1];
      return digits ? hex(value, digits) : String(value);
    };
    return `${d.values.map((v) => ` --hmark-${v.field} ${print(v.field, v.value)}`).join('')} --hmark-rnd ${hex(d.rnd, 8)} --hmark-mod ${d.mod}${d.offset ? ` --hmark-offset ${d.offset}` : ''}${d.ct ? ' --hmark-tuple ct' : ''}`;
  },
  list: (d) =>
    `HMARK mod ${d.mod}${d.offset ? ` + ${hex(d.offset)}` : ''} ${d.ct ? 'ct, ' : ''}${d.values.map((v) => `${v.field} ${v.field.endsWith('prefix') ? v.value : hex(v.value)} `).join('')}rnd ${hex(d.rnd)} `,
  deed: (d) => ({
    they: `get one of ${d.mod} marks, by a hash of ${d.ct ? 'their connection' : 'their addresses and ports'}`,
    goesOn: true,
    packets: true,
  }),
  apply(d, skb) {
    const seen = d.ct ? ofConnection(skb) : ofPacket(skb.packet);
    if (seen === null) return goesOn(skb);
    const after = { ...skb, mark: (scaled(hashOf(d.values, seen, d.rnd), d.mod) + d.offset) >>> 0 };
    return { kind: 'continue', skb: after, effects: [{ kind: 'changed', before: skb, after }] };
  },
});
