/** The CRC-32 of a text's UTF-16 units (polynomial of zlib's), eight hexadecimal digits: it finds accidents, and proves nothing. */
export const crc32 = (text: string): string => {
  let crc = ~0;
  for (let i = 0; i < text.length; i++)
    for (const byte of [text.charCodeAt(i) & 0xff, text.charCodeAt(i) >> 8]) {
      crc ^= byte;
      for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
    }
  return (~crc >>> 0).toString(16).padStart(8, '0');
};
