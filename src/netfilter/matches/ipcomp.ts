import { parsed } from '../../text/problem.ts';
import { defineMatch } from '../extension.ts';
import { uintRange } from '../values/uint.ts';
import { explainSpi, listSpi, type Spi, saveSpi, spiOf } from './spi.ts';

const zero: Spi = { from: 0, to: 0, inverted: false };

/**
 * Matches the CPI, which its option calls SPI, of a compressed IP packet. Reference:
 * net/netfilter/xt_ipcomp.c, extensions/libxt_ipcomp.c
 */
export const ipcomp = defineMatch({
  name: 'ipcomp',
  summary: 'Asks for the number that tells how a compressed IP packet is to be unpacked.',
  protocol: 108,
  options: {
    spi: {
      names: ['--ipcompspi'],
      takes: uintRange(0xffffffff),
      invertible: true,
      help: 'Fits packets with this number, or one in this range; 0 if you leave it out.',
    },
    reserved: { names: ['--compres'], takes: null, help: 'Is kept, and asks for nothing.' },
  },
  parse: (given) =>
    parsed({ ...(given.spi ? spiOf(given.spi) : zero), reserved: given.reserved !== undefined }),
  save: (d) => `${saveSpi('ipcompspi', d)}${d.reserved ? ' --compres' : ''}`,
  list: (d) => `comp ${listSpi(d)}${d.reserved ? ' reserved' : ''}`,
  explain: (d) => explainSpi(d),
  // Nobody here sends compressed packets, and -p has sorted out what is none.
  test: () => false,
  saw: () => 'no SPI',
});
