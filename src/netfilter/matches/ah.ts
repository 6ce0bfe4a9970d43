import { parsed } from '../../text/problem.ts';
import { defineMatch } from '../extension.ts';
import { type Range, sayRange, uintRange } from '../values/uint.ts';
import { check } from './check.ts';
import { explainSpi, listSpi, needsSpi, phraseOfSpi, saveSpi, spiOf } from './spi.ts';

/**
 * Matches the SPI of an IPsec authentication header. Reference: net/ipv4/netfilter/ipt_ah.c,
 * extensions/libipt_ah.c
 */
export const ah = defineMatch({
  name: 'ah',
  summary: 'Matches the SPI of an IPsec authentication header (AH).',
  protocol: 51,
  options: {
    spi: {
      names: ['--ahspi'],
      takes: uintRange(0xffffffff),
      invertible: true,
      help: 'Matches packets with this SPI, or one in this range.',
      means: (v: Range, not: boolean) => `The SPI is ${not ? 'not ' : ''}${sayRange(v)}.`,
    },
  },
  parse: (given) => parsed(spiOf(given.spi)),
  save: (d) => saveSpi('ahspi', d),
  list: (d) => `ah ${listSpi(d)}`,
  phrase: (d) => phraseOfSpi(d),
  explain: explainSpi,
  // No host here sends AH, and -p has left out everything else.
  test: () => false,
  checks: (d, _, __, met) => [check(met, needsSpi(d), 'the packet has no SPI')],
});
