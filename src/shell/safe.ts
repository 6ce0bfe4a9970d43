const unsafe =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are the very characters this is about
  /[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;

/**
 * A text as a terminal may have it: line ends and tabs stay, every other control character is shown as `^X`, so
 * that nothing in a learner's text moves the cursor, changes colours or speaks to the terminal. What reverses
 * the order of writing shows its number.
 */
export const safe = (text: string): string =>
  text.replace(unsafe, (c) => {
    const code = c.charCodeAt(0);
    if (code < 0x20) return `^${String.fromCharCode(code + 64)}`;
    if (code === 0x7f) return '^?';
    if (code < 0xa0) return `M-^${String.fromCharCode(code - 64)}`;
    return code >= 0xd800 && code < 0xe000
      ? '\ufffd'
      : `<U+${code.toString(16).toUpperCase().padStart(4, '0')}>`;
  });

/** What `clear` prints, and nothing else that is printed: the screen is to be emptied. */
export const clearScreen = '\x1b[H\x1b[2J\x1b[3J';
