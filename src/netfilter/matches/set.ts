import { defineMatch, type Value } from '../extension.ts';
import { parsed, refused } from '../problem.ts';
import { setName } from '../values/setName.ts';
import { parseUint, uint64Max } from '../values/uint.ts';

const counter: Value<string> = {
  form: 'number',
  parse(text) {
    const n = parseUint(text, 0, uint64Max);
    return n === null ? refused(`Cannot parse ${text} as a counter value`, 'Give a whole number.') : parsed(String(n));
  },
};

/** Of eq, lt and gt only one can be asked. */
const alone = (what: 'packets' | 'bytes') => (before: Readonly<Record<string, unknown>>) =>
  ['Eq', 'Lt', 'Gt'].some((end) => before[`${what}${end}`]) ? refused(`only one of the --${what}-[eq|lt|gt] is allowed`, 'Ask one of them; two rules ask two.') : null;

/** Looks an address up in a set of ipset. Reference: net/netfilter/xt_set.c, extensions/libxt_set.c */
export const set = defineMatch({
  name: 'set',
  summary: 'Looks an address up in a set that ipset has made.',
  notSimulated: () => 'a set of ipset',
  options: {
    set: { names: ['--match-set'], takes: setName, words: 2, invertible: true, help: 'Fits if the address is in this set.' },
    nomatch: { names: ['--return-nomatch'], takes: null, repeatable: true, notInverted: '--return-nomatch flag cannot be inverted', help: 'Fits too where the set says nomatch.' },
    noCounters: { names: ['--update-counters'], takes: null, repeatable: true, invertible: true, help: 'Behind ! the set’s own counters stay as they are.' },
    noSubcounters: { names: ['--update-subcounters'], takes: null, repeatable: true, invertible: true, help: 'Behind ! the counters of sets inside the set stay as they are.' },
    packetsEq: { names: ['--packets-eq'], takes: counter, atOnce: alone('packets'), invertible: true, help: 'Fits if the set counted so many packets.' },
    packetsLt: { names: ['--packets-lt'], notInverted: '--packets-lt option cannot be inverted', takes: counter, atOnce: alone('packets'), help: 'Fits if the set counted fewer packets.' },
    packetsGt: { names: ['--packets-gt'], notInverted: '--packets-gt option cannot be inverted', takes: counter, atOnce: alone('packets'), help: 'Fits if the set counted more packets.' },
    bytesEq: { names: ['--bytes-eq'], takes: counter, atOnce: alone('bytes'), invertible: true, help: 'Fits if the set counted so many bytes.' },
    bytesLt: { names: ['--bytes-lt'], notInverted: '--bytes-lt option cannot be inverted', takes: counter, atOnce: alone('bytes'), help: 'Fits if the set counted fewer bytes.' },
    bytesGt: { names: ['--bytes-gt'], notInverted: '--bytes-gt option cannot be inverted', takes: counter, atOnce: alone('bytes'), help: 'Fits if the set counted more bytes.' },
  },
  demand: (g) => (g.set ? null : refused("You must specify `--match-set' with proper arguments", 'Say which set: --match-set NAME src.')),
  parse: (g) => parsed({ set: g.set!.value, inverted: g.set!.inverted }),
  save: (d) => `${d.inverted ? ' !' : ''} --match-set ${d.set}`,
  list: (d) => `${d.inverted ? '! ' : ''}match-set ${d.set}`,
  explain: (d) => `the address is ${d.inverted ? 'not ' : ''}in the set ${d.set}`,
  test: () => false,
  saw: () => 'no set',
});
