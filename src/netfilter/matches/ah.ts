import { parsed } from '../../text/problem.ts';
import { defineMatch } from '../extension.ts';
import { uintRange } from '../values/uint.ts';
import { explainSpi, listSpi, saveSpi, spiOf } from './spi.ts';

/**
 * Matches the SPI of an IPsec authentication header. Reference: net/ipv4/netfilter/ipt_ah.c,
 * extensions/libipt_ah.c
 */
export const ah = defineMatch({
  name: 'ah',
  summary: 'Asks for the SPI of an IPsec authentication header.',
  protocol: 51,
  options: {
    spi: {
      names: ['--ahspi'],
      takes: uintRange(0xffffffff),
      invertible: true,
      help: 'Fits packets whose SPI is this number, or in this range.',
    },
  },
  parse: (given) => parsed(spiOf(given.spi)),
  save: (d) => saveSpi('ahspi', d),
  list: (d) => `ah ${listSpi(d)}`,
  explain: explainSpi,
  // Nobody here sends AH, and -p has sorted out what is none.
  test: () => false,
  saw: () => 'no SPI',
});
