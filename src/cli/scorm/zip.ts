/** A ZIP file, as small as Node makes it, and the same for the same files. Reference: APPNOTE.TXT 6.3, without ZIP64. */
import { deflateRawSync } from 'node:zlib';

const table = Uint32Array.from({ length: 256 }, (_, n) => {
  let crc = n;
  for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1;
  return crc;
});
const crcOf = (bytes: Uint8Array): number => {
  let crc = ~0;
  for (const byte of bytes) crc = (crc >>> 8) ^ table[(crc ^ byte) & 0xff]!;
  return ~crc >>> 0;
};

/** 1980-01-01, the first day there is: a time would make each package another. */
const day = 0x21;
const deflated = 8;
/** Names are UTF-8. */
const flags = 0x800;

/** Little-endian numbers of two and four bytes. */
const numbers = (...fields: readonly (readonly [bytes: 2 | 4, value: number])[]): Buffer => {
  const out = Buffer.alloc(fields.reduce((n, [bytes]) => n + bytes, 0));
  let at = 0;
  for (const [bytes, value] of fields) at = out.writeUIntLE(value, at, bytes);
  return out;
};

/** Names with their bytes as one archive. */
export const zip = (files: ReadonlyMap<string, Uint8Array>): Buffer => {
  const entries = [...files].map(([path, bytes]) => {
    const packed = deflateRawSync(bytes, { level: 9 });
    const name = Buffer.from(path);
    const shared = numbers(
      [2, 20],
      [2, flags],
      [2, deflated],
      [2, 0],
      [2, day],
      [4, crcOf(bytes)],
      [4, packed.length],
      [4, bytes.length],
      [2, name.length],
      [2, 0],
    );
    return { name, shared, local: Buffer.concat([numbers([4, 0x04034b50]), shared, name, packed]) };
  });
  let offset = 0;
  const directory = entries.map(({ name, shared, local }) => {
    const at = offset;
    offset += local.length;
    return Buffer.concat([
      numbers([4, 0x02014b50], [2, 20]),
      shared,
      numbers([2, 0], [2, 0], [2, 0], [4, 0], [4, at]),
      name,
    ]);
  });
  const size = directory.reduce((n, part) => n + part.length, 0);
  const end = numbers(
    [4, 0x06054b50],
    [2, 0],
    [2, 0],
    [2, entries.length],
    [2, entries.length],
    [4, size],
    [4, offset],
    [2, 0],
  );
  return Buffer.concat([...entries.map(({ local }) => local), ...directory, end]);
};
