/** What the lines of an iptables-save text mean that are no rules. */

import { own } from '../../text/own.ts';
import { builtInChains } from '../hookOrder.ts';
import type { TableName } from '../types.ts';

const tableFor: Readonly<Record<string, string>> = {
  raw: 'The raw table: its rules see a packet before connection tracking does.',
  mangle: 'The mangle table: its rules change a packet’s mark and header fields.',
  nat: 'The nat table: its rules give a connection another source or destination.',
  filter: 'The filter table: its rules accept, drop and reject packets.',
  security: 'The security table: its rules label packets for SELinux.',
};

const counted = (counters: string | undefined): string => {
  const [, packets, bytes] = /^\[(\d+):(\d+)\]$/.exec(counters ?? '') ?? [];
  return packets === undefined || packets === '0'
    ? ''
    : ` When this was saved, ${Number(packets).toLocaleString('en')} packets (${Number(bytes).toLocaleString('en')} bytes) had reached the policy.`;
};

const chainMeans = (text: string, table: TableName | null): string => {
  const [name = '', policy = '', counters] = text.slice(1).trim().split(/\s+/);
  switch (policy) {
    case '-':
      if (table && builtInChains(table).some((chain) => chain === name))
        return `${name} is a built-in chain. This line gives it no policy.`;
      return `${name} is a user-defined chain. Packets come here only when a rule jumps here.`;
    case 'ACCEPT':
      return `The policy of ${name}: accept what no rule has decided.${counted(counters)}`;
    case 'DROP':
      return `The policy of ${name}: drop what no rule has decided.${counted(counters)}`;
    default:
      return '';
  }
};

/** One plain sentence about such a line of a table, or of one that is not known; empty where there is nothing to say. */
export const sayLine = (text: string, table: TableName | null = null): string => {
  switch (text[0]) {
    case '#':
      return 'A comment. It does nothing.';
    case '*':
      return own(tableFor, text.slice(1).trim()) ?? '';
    case ':':
      return chainMeans(text, table);
    default:
      return text.trim() === 'COMMIT'
        ? 'The table ends here. Its rules take effect together, at this line.'
        : '';
  }
};
