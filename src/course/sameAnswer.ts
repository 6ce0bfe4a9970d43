/** Whether two answers to a question say the same, however they are written. */
import { tableNames } from '../netfilter/types.ts';
import { parseMask, prefixOf } from '../netfilter/values/address.ts';

/** A number with its thousands apart: `2,078,627`. A full stop separates no thousands, because addresses are written with it. */
const thousands = /(?<![\w.,:/-])\d{1,3}(?:([,\s'’])\d{3})(?:\1\d{3})*(?![\w.:/-])/g;

/** A range of addresses: an address, a slash, and how many bits of it count, or their mask. */
const range = /(?<![\w.])(\d{1,3}(?:\.\d{1,3}){3}) ?\/ ?(\d{1,3}(?:\.\d{1,3}){3}|\d{1,2})(?![\w./])/g;

/** `172.17.0.0/255.255.0.0` as `172.17.0.0/16`; a range of one address as that address. */
const withLength = (written: string, address: string, bits: string): string => {
  const mask = parseMask(bits);
  const length = mask === null ? null : prefixOf(mask);
  return length === null ? written : length === 32 ? address : `${address}/${length}`;
};

const tables = tableNames.join('|');
const table = `(?:the )?(?:table |-t |\\*)?(?<table>${tables})(?: table)?`;
const name = `(?<chain>(?!(?:${tables}|chain|table|the)\\b)[\\w-]+)`;
const chain = `(?:the )?(?:chain |:)?${name}(?: chain)?`;

/** A table, a chain, or both in either order. */
const places: readonly RegExp[] = [
  `(?:in )?${table}`,
  `(?:in )?(?:the )?chain ${name}`,
  `(?:in )?(?:the )?${name} chain`,
  `(?:in )?${chain}(?:,? (?:of|in|from) |, ?| ?/ ?| )\\(?${table}\\)?`,
  `(?:in )?${table}(?:['’]s)?(?:[:,] ?| ?/ ?| )(?:in )?${chain}`,
].map((form) => new RegExp(`^${form}$`));

/** The place that an answer names, the table first: `FORWARD of filter` as `filter forward`. Another answer stays as it is. */
const asPlace = (text: string): string => {
  for (const form of places) {
    const named = form.exec(text)?.groups;
    if (named) return [named['table'], named['chain']].filter(Boolean).join(' ');
  }
  return text;
};

const plain = (text: string): string =>
  asPlace(
    text
      .trim()
      .replace(/\s+/g, ' ')
      .replace(thousands, (number) => number.replace(/\D/g, ''))
      .replace(range, withLength)
      .toLowerCase()
      .replace(/^(\d+) (?:packet|byte|second|rule|connection|chain|line)s?$/, '$1'),
  );

/**
 * Whether an answer says the same as another. Capitals, spaces and what separates thousands make no difference, nor do what a number counts, a
 * mask in place of a length, and the order and the small words of a chain and its table.
 */
export const sameAnswer = (one: string, other: string): boolean => plain(one) === plain(other);
