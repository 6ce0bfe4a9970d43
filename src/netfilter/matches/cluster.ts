import { parsed, refused } from '../../text/problem.ts';
import { defineMatch, type GivenOption } from '../extension.ts';
import type { Skb } from '../packet.ts';
import { asStored, jhash2, scaled } from '../state/jhash.ts';
import { uint } from '../values/uint.ts';
import { check, noConnection } from './check.ts';

const hex8 = (n: number) => `0x${n.toString(16).padStart(8, '0')}`;

/**
 * Whose share a packet's connection is, by who opened it, from 0; null where there is none. Reference:
 * net/netfilter/xt_cluster.c, xt_cluster_hash.
 */
const nodeOf = (d: { readonly total: number; readonly seed: number }, { connection }: Skb): number | null =>
  connection?.original ? scaled(jhash2([asStored(connection.original.source)], d.seed), d.total) : null;

/** The machines that this one is, a bit each; the option given last says it. */
const bitsOf = (node: GivenOption<number> | undefined, mask: GivenOption<number> | undefined): number =>
  mask && mask.order > (node?.order ?? -1) ? mask.value : 2 ** (node!.value - 1);

/**
 * Shares connections among the machines of a cluster. Reference: net/netfilter/xt_cluster.c,
 * extensions/libxt_cluster.c
 */
export const cluster = defineMatch({
  name: 'cluster',
  summary: 'Gives each machine of a cluster its share of the connections.',
  tracks: () => true,
  options: {
    total: {
      names: ['--cluster-total-nodes'],
      takes: uint(32, 1),
      required: true,
      help: 'How many machines share the work.',
      means: (v: number) => `${v} machines share the work.`,
    },
    node: {
      names: ['--cluster-local-node'],
      takes: uint(32, 1),
      invertible: true,
      excludes: ['mask'],
      help: 'The number of this machine, from 1.',
      means: (v: number, not: boolean) => `${not ? 'All shares but that of' : 'The share of'} machine ${v}.`,
    },
    mask: {
      names: ['--cluster-local-nodemask'],
      takes: uint(32, 1),
      invertible: true,
      excludes: ['node'],
      help: 'The numbers of this machine, one bit each.',
      means: (v: number, not: boolean) =>
        `${not ? 'All shares but that of' : 'The share of'} the machines in the bits ${v}.`,
    },
    seed: {
      names: ['--cluster-hash-seed'],
      takes: uint(0xffffffff),
      required: true,
      help: 'A number that mixes the hash, the same on every machine.',
      means: (v: number) => `The hash is mixed with ${v}, as on the other machines.`,
    },
  },
  demand(g) {
    if (!g.node && !g.mask)
      return refused(
        "cluster match: `--cluster-local-node' or`--cluster-local-nodemask' is missing",
        'Say which machine this is: --cluster-local-node 1.',
      );
    if (!g.seed || !g.total) return null;
    const bits = bitsOf(g.node, g.mask);
    if (g.node && bits >= 2 ** g.total.value)
      return refused(
        "cluster match: `--cluster-local-node' must be <= `--cluster-total-nodes'",
        'Machines are numbered from 1 to their total.',
      );
    if (!g.node && bits >= 2 ** g.total.value)
      return refused(
        "cluster match: `--cluster-local-nodemask' too big for `--cluster-total-nodes'",
        'Each bit is one machine; there are fewer machines.',
      );
    return null;
  },
  parse: (g) =>
    parsed({
      mask: bitsOf(g.node, g.mask),
      inverted: (g.mask ?? g.node)!.inverted,
      total: g.total!.value,
      seed: g.seed!.value,
    }),
  save: (d) =>
    `${d.inverted ? ' !' : ''} --cluster-local-nodemask ${hex8(d.mask)} --cluster-total-nodes ${d.total} --cluster-hash-seed ${hex8(d.seed)}`,
  list: (d) =>
    `cluster ${d.inverted ? '!' : ''}node_mask=${hex8(d.mask)} total_nodes=${d.total} hash_seed=${hex8(d.seed)}`,
  phrase: (d) => ({ that: `are this machine’s share in a cluster of ${d.total}`, not: d.inverted }),
  explain: (d) =>
    `the connection is ${d.inverted ? 'not ' : ''}one of this machine's share (${hex8(d.mask)} of ${d.total} machines)`,
  test(d, skb) {
    const node = nodeOf(d, skb);
    return node !== null && ((d.mask & (1 << node)) !== 0) !== d.inverted;
  },
  checks(d, skb, _, met) {
    const node = nodeOf(d, skb);
    return [
      check(
        met,
        `a connection of ${d.inverted ? "another machine's share" : "this machine's share"} (${hex8(d.mask)} of ${d.total} machines)`,
        node === null ? noConnection : `the connection is machine ${node + 1}'s`,
      ),
    ];
  },
});
