/** A text as it would be written so that the shell reads it back. Reference: bash 5.2, lib/sh/shquote.c. */

const controls: ReadonlyMap<string, string> = new Map(
  Object.entries({
    '\x07': 'a',
    '\b': 'b',
    '\x1b': 'E',
    '\f': 'f',
    '\n': 'n',
    '\r': 'r',
    '\t': 't',
    '\v': 'v',
  }),
);
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are the very characters this is about
const control = /[\x00-\x1f\x7f]/;

/** As `$'…'`, which can say every character. */
const ansi = (text: string): string =>
  `$'${text.replace(/[\\']/g, '\\$&').replace(new RegExp(control, 'g'), (c) => {
    const letter = controls.get(c);
    return `\\${letter ?? c.charCodeAt(0).toString(8).padStart(3, '0')}`;
  })}'`;

/** In single quotes where it needs any, or `always`: what `set -x`, `set` and `${NAME@Q}` print. */
export const quotedWord = (text: string, always = false): string => {
  if (control.test(text)) return ansi(text);
  if (text === '') return "''";
  if (!always && !/[\s'"\\|&;()<>!{}*[\]?^$`]|^[#~]|[=:]~/.test(text)) return text;
  return `'${text.replaceAll("'", "'\\''")}'`;
};

/** With backslashes: what `printf %q` prints. */
export const escapedWord = (text: string): string => {
  if (text === '') return "''";
  if (control.test(text)) return ansi(text);
  return text.replace(/[ '"\\|&;()<>!{}*[\],?^$`]|^[#~]/g, '\\$&');
};

/** In double quotes: what `declare -p` and `export -p` print. */
export const doubleQuoted = (text: string): string =>
  control.test(text.replaceAll('\n', '')) ? ansi(text) : `"${text.replace(/[\\"$`]/g, '\\$&')}"`;
