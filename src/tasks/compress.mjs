/** Which compression a browser takes, and files compressed once for all who ask. */
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';

/**
 * Brotli at 6 is near what hosts send; its best setting would hold the first visitor up for a second on a large
 * script.
 */
const compress = {
  br: (bytes) => promisify(brotliCompress)(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 6 } }),
  gzip: (bytes) => promisify(gzip)(bytes),
};

/** Whether a type gets smaller: text does; pictures and fonts are compressed already. */
export const compressible = (type) =>
  /^(text\/|application\/(json|xml|wasm|manifest\+json)|image\/svg\+xml)/.test(type);

/**
 * The encoding to send for an `Accept-Encoding` header: `br`, `gzip`, or null for the bytes as they are. What is
 * refused with `q=0` is not sent, and `*` stands for what is not named. Reference: RFC 9110, 12.5.3.
 */
export const acceptedEncoding = (header) => {
  const weights = new Map(
    header
      .split(',')
      .map((part) =>
        part
          .trim()
          .toLowerCase()
          .split(/\s*;\s*/),
      )
      .map(([name, ...more]) => [
        name,
        Number(more.find((p) => p.startsWith('q='))?.slice('q='.length) ?? 1) || 0,
      ]),
  );
  const weight = (name) => weights.get(name) ?? weights.get('*') ?? 0;
  const best = weight('br') >= weight('gzip') ? 'br' : 'gzip';
  return weight(best) > 0 ? best : null;
};

/**
 * A function that gives a file's compressed bytes and keeps them: a file is compressed once for each encoding, and
 * again only after it changed. Two requests at the same time share the work.
 */
export const compressor = () => {
  const kept = new Map();
  return (file, encoding, changed) => {
    const key = `${encoding} ${file}`;
    const found = kept.get(key);
    if (found?.changed === changed) return found.bytes;
    const bytes = readFile(file).then(compress[encoding]);
    kept.set(key, { changed, bytes });
    // What went wrong once, such as a file that is being written, may go well the next time.
    bytes.catch(() => kept.delete(key));
    return bytes;
  };
};
