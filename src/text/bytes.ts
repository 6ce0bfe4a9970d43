/** How many bytes a text has. The real command counts bytes, not characters. */
export const byteLength = (text: string): number =>
  isAscii(text) ? text.length : new TextEncoder().encode(text).length;

/** The first bytes of a text. A character that is cut in two becomes a replacement character. */
export const firstBytes = (text: string, count: number): string => {
  if (isAscii(text)) return text.slice(0, count);
  const bytes = new TextEncoder().encode(text);
  return bytes.length <= count ? text : textOf(bytes.slice(0, count));
};

/** Bytes as text: what is not UTF-8 becomes a replacement character. */
export const textOf = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);

const isAscii = (text: string): boolean => {
  for (let i = 0; i < text.length; i++) if (text.charCodeAt(i) > 127) return false;
  return true;
};
