/**
 * Text as iptables-save prints it: in quotes where it has to be. Reference: libxtables/xtables.c,
 * xtables_save_string.
 */
export const quote = (text: string): string =>
  /^[\w-]+$/.test(text) ? text : `"${text.replace(/["\\']/g, '\\$&')}"`;

/** The same, but always in quotes. */
export const quoteAlways = (text: string): string => `"${text.replace(/["\\']/g, '\\$&')}"`;
