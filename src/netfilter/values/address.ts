import type { Address } from '../types.ts';
import { parseUint } from './uint.ts';

/** Reads a dotted quad. Null where the text is anything else: no host names, no short forms. */
export const parseAddress = (text: string): Address | null => {
  let address = 0;
  let octet = 0;
  let digits = 0;
  let dots = 0;
  for (let i = 0; i <= text.length; i++) {
    const c = i < text.length ? text.charCodeAt(i) : dot;
    if (c >= zero && c <= zero + 9 && digits < 3) {
      octet = octet * 10 + c - zero;
      digits++;
      continue;
    }
    if (c !== dot || digits === 0 || octet > 255 || dots === 4) return null;
    address = address * 256 + octet;
    octet = digits = 0;
    dots++;
  }
  return dots === 4 ? address : null;
};

const [zero, dot] = [48, 46];

/**
 * Reads an address as `-s` does: `10.1` is 10.1.0.0, and numbers may be octal or hexadecimal. Reference:
 * libxtables/xtables.c, xtables_numeric_to_ipaddr.
 */
export const parseHost = (text: string): Address | null => {
  const quad = /(^|\.)0\d/.test(text) ? null : parseAddress(text);
  if (quad !== null) return quad;
  const parts = text.split('.');
  if (parts.length > 4) return null;
  let address = 0;
  for (let i = 0; i < 4; i++) {
    const part = parts[i] ?? '0';
    const octet = /^(0|[1-9]\d{0,2})$/.test(part) ? Number(part) : Number(parseUint(part, 0, 255) ?? 256);
    if (octet > 255) return null;
    address = address * 256 + octet;
  }
  return address;
};

/** Prints a dotted quad. */
export const printAddress = (a: Address): string =>
  `${a >>> 24}.${(a >>> 16) & 255}.${(a >>> 8) & 255}.${a & 255}`;

/** The mask of a prefix length, 0 to 32. */
export const maskOf = (prefix: number): Address => (prefix === 0 ? 0 : (0xffffffff << (32 - prefix)) >>> 0);

/** The prefix length of a mask; null where a zero comes before a one. */
export const prefixOf = (mask: Address): number | null => {
  const prefix = Math.clz32(~mask >>> 0);
  return maskOf(prefix) === mask ? prefix : null;
};

/** The part of an address that a mask keeps. */
export const masked = (address: Address, mask: Address): Address => (address & mask) >>> 0;

/** Reads the part after the slash: `24` or `255.255.255.0`. Null where it is neither. */
export const parseMask = (text: string): Address | null => {
  const bits = /^[1-9]?\d$/.test(text) ? Number(text) : parseUint(text, 0, 32);
  if (bits !== null) return bits <= 32 ? maskOf(Number(bits)) : null;
  return text.split('.').length === 4 ? parseHost(text) : null;
};

/** Reads `address` or `address/mask`, and keeps the host's bits. Null where it is neither. */
export const parsePrefix = (text: string): { readonly address: Address; readonly mask: Address } | null => {
  const slash = text.indexOf('/');
  const address = parseAddress(slash < 0 ? text : text.slice(0, slash));
  const mask = slash < 0 ? 0xffffffff : parseMask(text.slice(slash + 1));
  return address === null || mask === null ? null : { address, mask };
};

/** Prints the part after the slash: a prefix length if the mask has one, or a dotted quad. */
export const printMask = (mask: Address): string => String(prefixOf(mask) ?? printAddress(mask));

/** Prints `address/mask` as `iptables-save` does: with the mask, always. */
export const printPrefix = (address: Address, mask: Address): string =>
  `${printAddress(address)}/${printMask(mask)}`;
