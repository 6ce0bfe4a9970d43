import type { TableName } from './types.ts';

/** Advice: how a rule is put into the table that the sentence before names. */
export const inTable = (table: TableName): string =>
  `Put the rule there: with -t ${table} in a command, under *${table} in iptables-save text.`;
