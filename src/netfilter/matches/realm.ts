import { parsed } from '../../text/problem.ts';
import { defineMatch } from '../extension.ts';
import { type Named, named, printNamed, realms, savedNamed } from '../values/named.ts';
import { check } from './check.ts';

/** Matches the realm of the route. Reference: net/netfilter/xt_realm.c, extensions/libxt_realm.c */
export const realm = defineMatch({
  name: 'realm',
  summary: 'Matches the realm of the route a packet takes.',
  hooks: ['INPUT', 'FORWARD', 'OUTPUT', 'POSTROUTING'],
  options: {
    realm: {
      names: ['--realm'],
      takes: named(realms),
      invertible: true,
      required: true,
      help: 'Matches packets whose route is in this realm.',
      means: (v: Named, not: boolean) =>
        `The route is ${not ? 'not ' : ''}in realm ${savedNamed(realms, v)}.`,
    },
  },
  parse: (g) => parsed({ ...g.realm!.value, inverted: g.realm!.inverted }),
  save: (d) => `${d.inverted ? ' !' : ''} --realm ${savedNamed(realms, d)}`,
  list: (d, { numeric }) => `${d.inverted ? '! ' : ''}realm ${printNamed(realms, d, numeric)}`,
  phrase: (d) => ({ that: `take a route of realm ${savedNamed(realms, d)}`, not: d.inverted }),
  explain: (d) => `the route's realm is ${d.inverted ? 'not ' : ''}${savedNamed(realms, d)}`,
  // No route here is put into a realm, and such routes are in realm 0.
  test: (d) => (d.value === 0) !== d.inverted,
  checks: (d, _, __, met) => [
    check(
      met,
      `a route in ${d.inverted ? 'a realm other than' : 'realm'} ${savedNamed(realms, d)}`,
      'the route is in realm 0',
    ),
  ],
});
