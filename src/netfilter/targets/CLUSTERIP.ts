import { parsed, refused } from '../../text/problem.ts';
import { defineTarget, type Value } from '../extension.ts';
import { ether } from '../values/ether.ts';
import { uint } from '../values/uint.ts';
import { goesOn } from './goesOn.ts';

const modes = ['sourceip', 'sourceip-sourceport', 'sourceip-sourceport-destport'];
const hashmode: Value<string> = {
  form: modes.join('|'),
  suggestions: modes,
  parse: (text) =>
    modes.includes(text)
      ? parsed(text)
      : refused(`Unknown hashmode "${text}"`, `Choose from ${modes.join(', ')}.`),
};

const multicast: Value<string> = {
  ...ether,
  parse(text, place) {
    const read = ether.parse(text, place);
    return !read.ok || Number.parseInt(read.value, 16) % 2 === 1
      ? read
      : refused(
          'MAC has to be a multicast ethernet address',
          'Such an address begins with an odd byte: 01:00:5e:00:00:20.',
        );
  },
};

/** Shares an address among machines; taken out of Linux. Reference: extensions/libipt_CLUSTERIP.c */
export const CLUSTERIP = defineTarget({
  name: 'CLUSTERIP',
  summary: 'Shared one address among several machines. Linux no longer has it; use the match cluster.',
  absent: 'Linux no longer has CLUSTERIP. The match cluster does the same work.',
  options: {
    new: { names: ['--new'], takes: null, help: 'Makes a new cluster address.' },
    hashmode: {
      names: ['--hashmode'],
      takes: hashmode,
      help: 'What to share the connections by.',
      means: (v: string) => `Share connections by ${v}.`,
    },
    mac: {
      names: ['--clustermac'],
      takes: multicast,
      help: 'The Ethernet address they all use.',
      means: (v: string) => `They all use the Ethernet address ${v}.`,
    },
    total: {
      names: ['--total-nodes'],
      takes: uint(16),
      help: 'How many machines there are.',
      means: (v: number) => `There are ${v} machines.`,
    },
    node: {
      names: ['--local-node'],
      takes: uint(16),
      help: 'The number of this machine.',
      means: (v: number) => `This is machine ${v}.`,
    },
    init: {
      names: ['--hash-init'],
      takes: uint(0xffffffff),
      help: 'A number that mixes the hash.',
      means: (v: number) => `The hash is mixed with ${v}.`,
    },
  },
  demand(g) {
    const all = g.new && g.hashmode && g.mac && g.total && g.node;
    return all || !Object.values(g).some(Boolean)
      ? null
      : refused(
          'CLUSTERIP target: Invalid parameter combination',
          'It wants --new with all of --hashmode, --clustermac, --total-nodes and --local-node.',
        );
  },
  parse: () => parsed({}),
  save: () => '',
  list: () => 'CLUSTERIP',
  deed: () => ({
    does: 'Share … among the machines of a cluster',
    after: ' (Linux no longer has CLUSTERIP)',
  }),
  apply: (_, skb) => goesOn(skb),
});
