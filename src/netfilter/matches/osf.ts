import { parsed } from '../../text/problem.ts';
import { defineMatch } from '../extension.ts';
import { text } from '../values/text.ts';
import { uint } from '../values/uint.ts';
import { check } from './check.ts';

/**
 * Matches the system that opened a connection by its fingerprint. Reference: net/netfilter/xt_osf.c,
 * extensions/libxt_osf.c
 */
export const osf = defineMatch({
  name: 'osf',
  summary: 'Guesses the sender’s operating system from its first segment.',
  protocol: 6,
  hooks: ['PREROUTING', 'INPUT', 'FORWARD'],
  notSimulated: () => 'a table of fingerprints that has to be loaded into the kernel',
  options: {
    genre: {
      names: ['--genre'],
      takes: text({ keep: 31, form: 'name' }),
      invertible: true,
      required: true,
      help: 'Matches segments of this system, such as Linux.',
      means: (v: string, not: boolean) => `The sender looks ${not ? 'unlike' : 'like'} ${v}.`,
    },
    ttl: {
      names: ['--ttl'],
      takes: uint(2),
      help: 'How to compare TTLs: 0 exactly, 1 at most, 2 not at all.',
      means: (v: number) =>
        ['Compare TTLs exactly.', 'The TTL may be smaller than the fingerprint’s.', 'Do not compare TTLs.'][
          v
        ]!,
    },
    log: {
      names: ['--log'],
      takes: uint(2),
      help: 'What to log: 0 all guesses, 1 the first, 2 the known ones.',
      means: (v: number) => `Log ${['all guesses', 'the first guess', 'all known systems'][v]}.`,
    },
  },
  parse: (g) =>
    parsed({
      genre: g.genre!.value,
      inverted: g.genre!.inverted,
      ttl: g.ttl?.value ?? null,
      log: g.log?.value ?? null,
    }),
  save: (d) =>
    `${d.inverted ? ' !' : ''} --genre ${d.genre}${d.ttl === null ? '' : ` --ttl ${d.ttl}`}${d.log === null ? '' : ` --log ${d.log}`}`,
  list: (d) => `OS fingerprint match ${d.inverted ? '! ' : ''}${d.genre}`,
  phrase: (d) => ({ that: `look as if ${d.genre} had sent them`, not: d.inverted }),
  explain: (d) => `the sender's system looks ${d.inverted ? 'unlike' : 'like'} ${d.genre}`,
  test: () => false,
  checks: (d, _, __, met) => [
    check(
      met,
      `a sender whose system looks ${d.inverted ? 'unlike' : 'like'} ${d.genre}`,
      'fingerprints are not known here',
    ),
  ],
});
