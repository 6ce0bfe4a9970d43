/**
 * Text as `iptables-save` prints it, in quotes where it needs them.
 * Reference: libxtables/xtables.c, xtables_save_string.
 */
export const quote = (text: string): string =>
  /^[\w-]+$/.test(text) ? text : `"${text.replace(/["\\']/g, '\\$&')}"`;

/** The same, always in quotes. */
export const quoteAlways = (text: string): string => `"${text.replace(/["\\']/g, '\\$&')}"`;
