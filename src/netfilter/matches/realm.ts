import { parsed } from '../../text/problem.ts';
import { defineMatch } from '../extension.ts';
import { named, printNamed, realms, savedNamed } from '../values/named.ts';

/** Matches the realm of the route. Reference: net/netfilter/xt_realm.c, extensions/libxt_realm.c */
export const realm = defineMatch({
  name: 'realm',
  summary: 'Asks for the realm of the route a packet takes.',
  hooks: ['INPUT', 'FORWARD', 'OUTPUT', 'POSTROUTING'],
  options: {
    realm: {
      names: ['--realm'],
      takes: named(realms),
      invertible: true,
      required: true,
      help: 'Fits packets whose route is in this realm.',
    },
  },
  parse: (g) => parsed({ ...g.realm!.value, inverted: g.realm!.inverted }),
  save: (d) => `${d.inverted ? ' !' : ''} --realm ${savedNamed(realms, d)}`,
  list: (d, { numeric }) => `${d.inverted ? '! ' : ''}realm ${printNamed(realms, d, numeric)}`,
  explain: (d) => `the route's realm is ${d.inverted ? 'not ' : ''}${savedNamed(realms, d)}`,
  // No route here is put into a realm, and such routes are in realm 0.
  test: (d) => (d.value === 0) !== d.inverted,
  saw: () => 'a route in realm 0',
});
