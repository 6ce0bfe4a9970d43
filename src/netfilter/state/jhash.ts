/**
 * Jenkins' hash as in the kernel, which spreads connections over addresses with it. Reference:
 * include/linux/jhash.h, jhash2
 */

const rotated = (word: number, by: number): number => (word << by) | (word >>> (32 - by));

/** The hash of 32-bit words, as an unsigned 32-bit number. */
export const jhash2 = (words: readonly number[], initial: number): number => {
  let a = (0xdeadbeef + (words.length << 2) + initial) | 0;
  let b = a;
  let c = a;
  let at = 0;
  for (; words.length - at > 3; at += 3) {
    a = (a + words[at]!) | 0;
    b = (b + words[at + 1]!) | 0;
    c = (c + words[at + 2]!) | 0;
    a = (a - c) ^ rotated(c, 4);
    c = (c + b) | 0;
    b = (b - a) ^ rotated(a, 6);
    a = (a + c) | 0;
    c = (c - b) ^ rotated(b, 8);
    b = (b + a) | 0;
    a = (a - c) ^ rotated(c, 16);
    c = (c + b) | 0;
    b = (b - a) ^ rotated(a, 19);
    a = (a + c) | 0;
    c = (c - b) ^ rotated(b, 4);
    b = (b + a) | 0;
  }
  const left = words.length - at;
  if (left === 0) return c >>> 0;
  a = (a + words[at]!) | 0;
  if (left > 1) b = (b + words[at + 1]!) | 0;
  if (left > 2) c = (c + words[at + 2]!) | 0;
  c ^= b;
  c = (c - rotated(b, 14)) | 0;
  a ^= c;
  a = (a - rotated(c, 11)) | 0;
  b ^= a;
  b = (b - rotated(a, 25)) | 0;
  c ^= b;
  c = (c - rotated(b, 16)) | 0;
  a ^= c;
  a = (a - rotated(c, 4)) | 0;
  b ^= a;
  b = (b - rotated(a, 14)) | 0;
  c ^= b;
  c = (c - rotated(b, 24)) | 0;
  return c >>> 0;
};

/**
 * Scales a hash to a number from 0 to below `range`. Reference: include/linux/math.h, reciprocal_scale
 */
export const scaled = (hash: number, range: number): number => Number((BigInt(hash) * BigInt(range)) >> 32n);

/** An address as a little-endian machine reads it from memory, which is what the kernel hashes. */
export const asStored = (address: number): number =>
  (((address & 0xff) << 24) | ((address & 0xff00) << 8) | ((address >>> 8) & 0xff00) | (address >>> 24)) >>>
  0;
