import type { GivenOption } from '../extension.ts';
import type { Phrase } from '../phrase.ts';
import { type Range, sayRange } from '../values/uint.ts';

/** What ah and esp keep of `--ahspi` and `--espspi`. */
export type Spi = Range & { readonly inverted: boolean };

const any: Spi = { from: 0, to: 0xffffffff, inverted: false };
const isAny = (d: Spi) => d.from === 0 && d.to === 0xffffffff;

/** The option as the rule keeps it. */
export const spiOf = (given: GivenOption<Range> | undefined): Spi =>
  given ? { ...given.value, inverted: given.inverted } : any;

/** As it is saved; the whole range is left out, even after `!`. */
export const saveSpi = (name: string, d: Spi): string =>
  isAny(d) ? '' : `${d.inverted ? ' !' : ''} --${name} ${d.from === d.to ? d.from : `${d.from}:${d.to}`}`;

/** As it is listed: `spi:5`, `spis:!5:9`; nothing for any. */
export const listSpi = (d: Spi): string => {
  if (isAny(d) && !d.inverted) return '';
  const sign = d.inverted ? '!' : '';
  return d.from === d.to ? `spi:${sign}${d.from}` : `spis:${sign}${d.from}:${d.to}`;
};

/** What a header has to have. */
export const needsSpi = (d: Spi): string =>
  isAny(d)
    ? 'any SPI'
    : `an SPI ${d.inverted ? 'other than' : 'of'} ${d.from === d.to ? d.from : `${d.from} to ${d.to}`}`;

/** In plain words. */
export const explainSpi = (d: Spi): string =>
  isAny(d)
    ? 'the SPI does not matter'
    : `the SPI is ${d.inverted ? 'not ' : ''}${d.from === d.to ? d.from : `${d.from} to ${d.to}`}`;

/** What it asks of packets; `what` is what the protocol calls the number. */
export const phraseOfSpi = (d: Spi, what = 'SPI'): Phrase =>
  isAny(d) && !d.inverted
    ? {}
    : { that: isAny(d) ? `carry any ${what}` : `carry the ${what} ${sayRange(d)}`, not: d.inverted };
