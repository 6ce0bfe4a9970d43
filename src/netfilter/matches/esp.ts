import { parsed } from '../../text/problem.ts';
import { defineMatch } from '../extension.ts';
import { type Range, sayRange, uintRange } from '../values/uint.ts';
import { check } from './check.ts';
import { explainSpi, listSpi, needsSpi, phraseOfSpi, saveSpi, spiOf } from './spi.ts';

/** Matches the SPI of an encrypted IPsec packet. Reference: net/netfilter/xt_esp.c, extensions/libxt_esp.c */
export const esp = defineMatch({
  name: 'esp',
  summary: 'Matches the SPI of an encrypted IPsec packet (ESP).',
  protocol: 50,
  options: {
    spi: {
      names: ['--espspi'],
      takes: uintRange(0xffffffff),
      invertible: true,
      help: 'Matches packets with this SPI, or one in this range.',
      means: (v: Range, not: boolean) => `The SPI is ${not ? 'not ' : ''}${sayRange(v)}.`,
    },
  },
  parse: (given) => parsed(spiOf(given.spi)),
  save: (d) => saveSpi('espspi', d),
  list: (d) => `esp ${listSpi(d)}`.trim(),
  phrase: (d) => phraseOfSpi(d),
  explain: explainSpi,
  // No host here sends ESP, and -p has left out everything else.
  test: () => false,
  checks: (d, _, __, met) => [check(met, needsSpi(d), 'the packet has no SPI')],
});
