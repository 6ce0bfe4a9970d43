import { defineMatch } from '../extension.ts';
import { parsed, refused } from '../problem.ts';
import { setName } from '../values/setName.ts';
import { uint64 } from '../values/uint.ts';

/** Looks an address up in a set of ipset. Reference: net/netfilter/xt_set.c, extensions/libxt_set.c */
export const set = defineMatch({
  name: 'set',
  summary: 'Looks an address up in a set that ipset has made.',
  notSimulated: 'a set of ipset',
  options: {
    set: { names: ['--match-set'], takes: setName, words: 2, invertible: true, help: 'Fits if the address is in this set.' },
    nomatch: { names: ['--return-nomatch'], takes: null, invertible: true, help: 'Fits too where the set says nomatch.' },
    noCounters: { names: ['--update-counters'], takes: null, invertible: true, help: 'Behind ! the set’s own counters stay as they are.' },
    noSubcounters: { names: ['--update-subcounters'], takes: null, invertible: true, help: 'Behind ! the counters of sets inside the set stay as they are.' },
    packetsEq: { names: ['--packets-eq'], takes: uint64, invertible: true, help: 'Fits if the set counted so many packets.' },
    packetsLt: { names: ['--packets-lt'], takes: uint64, help: 'Fits if the set counted fewer packets.' },
    packetsGt: { names: ['--packets-gt'], takes: uint64, help: 'Fits if the set counted more packets.' },
    bytesEq: { names: ['--bytes-eq'], takes: uint64, invertible: true, help: 'Fits if the set counted so many bytes.' },
    bytesLt: { names: ['--bytes-lt'], takes: uint64, help: 'Fits if the set counted fewer bytes.' },
    bytesGt: { names: ['--bytes-gt'], takes: uint64, help: 'Fits if the set counted more bytes.' },
  },
  demand: (g) => (g.set ? null : refused("You must specify `--match-set' with proper arguments", 'Say which set: --match-set NAME src.')),
  parse: (g) => parsed({ set: g.set!.value, inverted: g.set!.inverted }),
  save: (d) => `${d.inverted ? ' !' : ''} --match-set ${d.set}`,
  list: (d) => `${d.inverted ? '! ' : ''}match-set ${d.set}`,
  explain: (d) => `the address is ${d.inverted ? 'not ' : ''}in the set ${d.set}`,
  test: () => false,
  saw: () => 'no set',
});
