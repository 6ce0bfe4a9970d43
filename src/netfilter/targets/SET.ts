import { defineTarget, type Value } from '../extension.ts';
import { parsed, refused } from '../problem.ts';
import { setName } from '../values/setName.ts';
import { parseUint } from '../values/uint.ts';
import { goesOn } from './goesOn.ts';

const timeout: Value<number> = {
  form: 'seconds',
  parse(text) {
    const n = parseUint(text, 0, 0xfffffffe);
    return n === null ? refused('Invalid value for option --timeout or out of range 0-4294967294', 'Give a number of seconds.') : parsed(Number(n));
  },
};

/** Puts the packet's address into a set of ipset. Reference: net/netfilter/xt_set.c, extensions/libxt_SET.c */
export const SET = defineTarget({
  name: 'SET',
  summary: 'Puts the packet’s address into a set that ipset has made, or takes it out.',
  options: {
    add: { names: ['--add-set'], takes: setName, words: 2, invertible: true, help: 'The set to put the address into.' },
    del: { names: ['--del-set'], takes: setName, words: 2, invertible: true, help: 'The set to take the address out of.' },
    map: { names: ['--map-set'], takes: setName, words: 2, invertible: true, help: 'The set that says how to mark the packet.' },
    exist: { names: ['--exist'], takes: null, repeatable: true, invertible: true, help: 'Starts the time anew if the address is there already.' },
    timeout: { names: ['--timeout'], takes: timeout, repeatable: true, invertible: true, help: 'For how many seconds it stays.' },
    mark: { names: ['--map-mark'], takes: null, repeatable: true, invertible: true, help: 'Takes the mark from the set.' },
    prio: { names: ['--map-prio'], takes: null, repeatable: true, invertible: true, help: 'Takes the traffic class from the set.' },
    queue: { names: ['--map-queue'], takes: null, repeatable: true, invertible: true, help: 'Takes the queue from the set.' },
  },
  demand: (g) => (g.add || g.del || g.map ? null : refused("You must specify either `--add-set' or `--del-set' or `--map-set'", 'Say which set: --add-set NAME src.')),
  parse: (g) => parsed({ set: (g.add ?? g.del ?? g.map)!.value }),
  save: (d) => ` --add-set ${d.set}`,
  list: (d) => `add-set ${d.set}`,
  explain: (d) => `the address goes into the set ${d.set}`,
  apply: (_, skb) => goesOn(skb),
});
