/**
 * Sixteen hexadecimal digits that tell a text from any other that is met by accident: FNV-1a of its UTF-16 units, twice with
 * different beginnings, each stirred at the end. It proves nothing against someone who looks for a second text.
 */
export const fingerprint = (text: string): string => {
  let a = 0x811c9dc5;
  let b = 0x9747b28c;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    a = Math.imul(a ^ unit, 0x01000193);
    b = Math.imul(b ^ ((unit << 7) | (unit >>> 9)), 0x5bd1e995) ^ (a >>> 15);
  }
  return stirred(a) + stirred(b);
};

const stirred = (hash: number): string => {
  let h = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return ((h ^ (h >>> 16)) >>> 0).toString(16).padStart(8, '0');
};
