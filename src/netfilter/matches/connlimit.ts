import { parsed, refused } from '../../text/problem.ts';
import { sameTuple, tupleOf } from '../datapath/tuple.ts';
import type { Environment } from '../environment.ts';
import { defineMatch } from '../extension.ts';
import type { Skb, Tuple } from '../packet.ts';
import { numeral, ordinal } from '../print/sentence/words.ts';
import type { Use } from '../types.ts';
import { masked, maskOf } from '../values/address.ts';
import { prefixLength } from '../values/host.ts';
import { uint } from '../values/uint.ts';
import { check } from './check.ts';

type Lists = Readonly<Record<number, readonly Tuple[]>>;

const isOpen = (c: { readonly tcp: string | null } | undefined): boolean =>
  c !== undefined && c.tcp !== 'TIME_WAIT' && c.tcp !== 'CLOSE';

/** Whether a rule is for the first packets of connections alone. */
const opensConnections = (matches: readonly Use[]): boolean =>
  matches.some(({ name, data }) => {
    const d = data as {
      readonly flags?: { readonly set: readonly string[]; readonly inverted: boolean } | null;
      readonly parts?: readonly { readonly words?: readonly string[]; readonly inverted: boolean }[];
      readonly states?: readonly string[];
      readonly inverted?: boolean;
    };
    if (name === 'tcp') return d.flags?.set.join() === 'SYN' && !d.flags.inverted;
    if (name === 'state') return d.states?.join() === 'NEW' && !d.inverted;
    return name === 'conntrack' && d.parts!.some((p) => p.words?.join() === 'NEW' && !p.inverted);
  });

type Data = {
  readonly limit: number;
  readonly above: boolean;
  readonly mask: number;
  readonly destination: boolean;
};

/**
 * The connections of the packet's address that are open, itself among them, and what was counted before; null
 * for a packet that opens none.
 */
const openConnections = (d: Data, skb: Skb, environment: Environment) => {
  const mine = skb.connection?.original ?? tupleOf(skb.packet);
  if (mine === null) return null;
  const lists = (environment.recall(`connlimit ${environment.rule}`) as Lists | undefined) ?? {};
  const address = masked(d.destination ? skb.packet.destination : skb.packet.source, maskOf(d.mask));
  // A clock's tick has passed since the last packet. Those whose entry is gone are forgotten, and those that
  // have closed; one that is new is counted before the question is answered.
  const known = (lists[address] ?? []).filter((t) => environment.tracked(t));
  const all = [
    ...known.filter((t) => isOpen(environment.tracked(t))),
    ...(known.some((t) => sameTuple(t, mine)) ? [] : [mine]),
  ];
  return { lists, address, all };
};

/**
 * Matches how many connections an address has open. Reference: net/netfilter/xt_connlimit.c,
 * net/netfilter/nf_conncount.c, extensions/libxt_connlimit.c
 */
export const connlimit = defineMatch({
  name: 'connlimit',
  summary: 'Matches how many connections one address has open.',
  tracks: () => true,
  stateful: true,
  options: {
    upto: {
      names: ['--connlimit-upto'],
      takes: uint(0xffffffff),
      invertible: true,
      excludes: ['above'],
      help: 'Matches while there are at most this many connections.',
      means: (v: number, not: boolean) => `${not ? 'More than' : 'At most'} ${v} connections are open.`,
    },
    above: {
      names: ['--connlimit-above'],
      takes: uint(0xffffffff),
      invertible: true,
      excludes: ['upto'],
      help: 'Matches when there are more connections than this.',
      means: (v: number, not: boolean) => `${not ? 'At most' : 'More than'} ${v} connections are open.`,
    },
    mask: {
      names: ['--connlimit-mask'],
      takes: prefixLength,
      help: 'Counts all addresses in a network of this prefix length together.',
      means: (v: number) =>
        v === 32 ? 'Count each address on its own.' : `Count each /${v} network as one.`,
    },
    source: {
      names: ['--connlimit-saddr'],
      takes: null,
      excludes: ['destination'],
      help: 'Counts by source address, which is the default.',
    },
    destination: {
      names: ['--connlimit-daddr'],
      takes: null,
      excludes: ['source'],
      help: 'Counts by destination address.',
    },
  },
  demand: (g) =>
    g.upto || g.above
      ? null
      : refused(
          'You must specify "--connlimit-above" or "--connlimit-upto".',
          'Say how many: --connlimit-above 20.',
        ),
  parse: (g) =>
    parsed({
      limit: (g.upto ?? g.above)!.value,
      above: g.upto ? g.upto.inverted : !g.above!.inverted,
      mask: g.mask?.value ?? 32,
      destination: g.destination !== undefined,
    }),
  save: (d) =>
    ` --connlimit-${d.above ? 'above' : 'upto'} ${d.limit} --connlimit-mask ${d.mask} --connlimit-${d.destination ? 'daddr' : 'saddr'}`,
  list: (d) => `#conn ${d.destination ? 'dst' : 'src'}/${d.mask} ${d.above ? '>' : '<='} ${d.limit}`,
  phrase(d, { matches }) {
    if (d.mask === 0)
      return { when: `${d.above ? 'more than' : 'at most'} ${numeral(d.limit)} connections are open in all` };
    const network = d.mask === 32 ? 'address' : `/${d.mask} network`;
    if (d.above && d.limit > 0 && !d.destination && opensConnections(matches ?? []))
      return {
        nth: {
          which: `${/^(8|11|18)/.test(String(d.limit + 1)) ? 'an' : 'a'} ${ordinal(d.limit + 1)} simultaneous`,
          from: `one ${network}`,
        },
      };
    const open = `any ${network} with ${d.above ? 'more than' : 'at most'} ${numeral(d.limit)} connections open`;
    return d.destination ? { to: { address: open } } : { from: { address: open } };
  },
  explain: (d) =>
    `the ${d.destination ? 'destination' : 'source'}${d.mask === 32 ? '' : `'s /${d.mask} network`} has ${d.above ? 'more than' : 'at most'} ${d.limit} connections open`,
  test(d, skb, environment) {
    const open = openConnections(d, skb, environment);
    if (open === null) return false;
    const { lists, address, all } = open;
    environment.remember(`connlimit ${environment.rule}`, { ...lists, [address]: all });
    // The last packets of a connection that has closed find nobody counted, and the kernel takes that for a
    // failure of its own.
    return all.length === 0 ? 'drop' : all.length > d.limit === d.above;
  },
  checks(d, skb, environment, met) {
    const open = openConnections(d, skb, environment);
    const side = d.destination ? 'to the destination' : 'from the source';
    return [
      check(
        met,
        `${d.above ? 'more than' : 'at most'} ${d.limit} open connections ${side}${d.mask === 32 ? '' : `'s /${d.mask} network`}`,
        open === null ? 'the packet belongs to no connection' : `there are ${open.all.length}`,
      ),
    ];
  },
});
