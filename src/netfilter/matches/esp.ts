import { parsed } from '../../text/problem.ts';
import { defineMatch } from '../extension.ts';
import { uintRange } from '../values/uint.ts';
import { explainSpi, listSpi, saveSpi, spiOf } from './spi.ts';

/** Matches the SPI of an encrypted IPsec packet. Reference: net/netfilter/xt_esp.c, extensions/libxt_esp.c */
export const esp = defineMatch({
  name: 'esp',
  summary: 'Asks for the SPI of an encrypted IPsec packet.',
  protocol: 50,
  options: {
    spi: {
      names: ['--espspi'],
      takes: uintRange(0xffffffff),
      invertible: true,
      help: 'Fits packets whose SPI is this number, or in this range.',
    },
  },
  parse: (given) => parsed(spiOf(given.spi)),
  save: (d) => saveSpi('espspi', d),
  list: (d) => `esp ${listSpi(d)}`.trim(),
  explain: explainSpi,
  // Nobody here sends ESP, and -p has sorted out what is none.
  test: () => false,
  saw: () => 'no SPI',
});
