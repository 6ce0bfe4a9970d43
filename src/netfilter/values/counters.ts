import { type Parsed, parsed, refused } from '../../text/problem.ts';
import type { Counter } from '../types.ts';

/** Reads a number as sscanf(3) does: it ignores what follows. */
const read = (text: string): number | null => {
  const found = /^\s*([-+]?)(\d+)/.exec(text);
  if (!found) return null;
  const most = 0xffffffffffffffffn;
  const value = BigInt(found[2]!);
  return Number(value > most ? most : found[1] === '-' ? BigInt.asUintN(64, -value) : value);
};

/**
 * Reads what follows `-c`: `packets bytes`, or `packets,bytes` in one word. `next` takes the next word.
 * Reference: iptables/xshared.c, do_parse.
 */
export const parseCounters = (text: string, next: () => string | undefined): Parsed<Counter> => {
  const comma = text.indexOf(',', 1);
  const second = comma < 0 ? next() : text.slice(comma + 1);
  if (second === undefined)
    return refused(
      '-c requires packet and byte counter',
      'Write two numbers after -c, packets and bytes: -c 12 3456.',
    );
  const packets = read(comma < 0 ? text : text.slice(0, comma));
  const bytes = read(second);
  if (packets === null || bytes === null)
    return refused(
      `-c ${packets === null ? 'packet' : 'byte'} counter not numeric`,
      'A counter is a whole number. Write packets and bytes: -c 12 3456.',
    );
  return parsed({ packets, bytes });
};
