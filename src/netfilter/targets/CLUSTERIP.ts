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
  summary: 'Shared one address among several machines. Linux no longer has it; -m cluster takes its place.',
  absent: 'Linux no longer has CLUSTERIP. The match cluster does the same work.',
  options: {
    new: { names: ['--new'], takes: null, help: 'Makes a new cluster address.' },
    hashmode: { names: ['--hashmode'], takes: hashmode, help: 'What to share the connections by.' },
    mac: { names: ['--clustermac'], takes: multicast, help: 'The Ethernet address they all use.' },
    total: { names: ['--total-nodes'], takes: uint(16), help: 'How many machines there are.' },
    node: { names: ['--local-node'], takes: uint(16), help: 'The number of this machine.' },
    init: { names: ['--hash-init'], takes: uint(0xffffffff), help: 'A number that mixes the hash.' },
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
  explain: () => 'nothing: this kernel has no CLUSTERIP',
  apply: (_, skb) => goesOn(skb),
});
