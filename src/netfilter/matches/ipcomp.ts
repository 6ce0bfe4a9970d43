import { parsed } from '../../text/problem.ts';
import { defineMatch } from '../extension.ts';
import { type Range, sayRange, uintRange } from '../values/uint.ts';
import { check } from './check.ts';
import { explainSpi, listSpi, needsSpi, phraseOfSpi, type Spi, saveSpi, spiOf } from './spi.ts';

const zero: Spi = { from: 0, to: 0, inverted: false };

/**
 * Matches the CPI, which its option calls SPI, of a compressed IP packet. Reference:
 * net/netfilter/xt_ipcomp.c, extensions/libxt_ipcomp.c
 */
export const ipcomp = defineMatch({
  name: 'ipcomp',
  summary: 'Matches the number (CPI) that says how a compressed IP packet was compressed.',
  protocol: 108,
  options: {
    spi: {
      names: ['--ipcompspi'],
      takes: uintRange(0xffffffff),
      invertible: true,
      help: 'Matches packets with this number, or one in this range; 0 if you leave it out.',
      means: (v: Range, not: boolean) => `The compression number is ${not ? 'not ' : ''}${sayRange(v)}.`,
    },
    reserved: {
      names: ['--compres'],
      takes: null,
      help: 'Is kept in the rule, and matches nothing by itself.',
      means: () => 'Kept in the rule; it does not change what matches.',
    },
  },
  parse: (given) =>
    parsed({ ...(given.spi ? spiOf(given.spi) : zero), reserved: given.reserved !== undefined }),
  save: (d) => `${saveSpi('ipcompspi', d)}${d.reserved ? ' --compres' : ''}`,
  list: (d) => `comp ${listSpi(d)}${d.reserved ? ' reserved' : ''}`,
  phrase: (d) => phraseOfSpi(d, 'compression number (CPI)'),
  explain: (d) => explainSpi(d),
  // No host here sends compressed packets, and -p has left out everything else.
  test: () => false,
  checks: (d, _, __, met) => [check(met, needsSpi(d), 'the packet has no SPI')],
});
