import { defineMatch } from '../extension.ts';
import { parsed } from '../problem.ts';
import { named, printNamed, realms, savedNamed } from '../values/named.ts';

/** Matches the realm of the route. Reference: net/netfilter/xt_realm.c, extensions/libxt_realm.c */
export const realm = defineMatch({
  name: 'realm',
  summary: 'Asks for the realm of the route a packet takes.',
  hooks: ['INPUT', 'FORWARD', 'OUTPUT', 'POSTROUTING'],
  notSimulated: 'realms of routes',
  options: { realm: { names: ['--realm'], takes: named(realms), invertible: true, required: true, help: 'Fits packets whose route is in this realm.' } },
  parse: (g) => parsed({ ...g.realm!.value, inverted: g.realm!.inverted }),
  save: (d) => `${d.inverted ? ' !' : ''} --realm ${savedNamed(realms, d)}`,
  list: (d, { numeric }) => `${d.inverted ? '! ' : ''}realm ${printNamed(realms, d, numeric)}`,
  explain: (d) => `the route's realm is ${d.inverted ? 'not ' : ''}${savedNamed(realms, d)}`,
  test: () => false,
  saw: () => 'no realm',
});
