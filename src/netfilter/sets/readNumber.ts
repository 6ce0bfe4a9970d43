import { readUlong } from '../values/uint.ts';
import type { IpsetError } from './ipsetError.ts';

/** Makes the error for a value: the message and our hint. */
export type Refuse = (message: string, hint: string) => IpsetError;

/** A number within bounds. Reference: ipset, lib/parse.c, ipset_strtonum. */
export const readNumber = (
  text: string,
  min: number | bigint,
  max: number | bigint,
  refuse: Refuse,
): number => {
  const read = readUlong(text);
  const why =
    read?.rest !== ''
      ? `'${text}' is invalid as number`
      : /^\s*-/.test(text) || read.value < BigInt(min) || read.value > BigInt(max)
        ? `'${text}' is out of range ${min}-${max}`
        : null;
  if (why) throw refuse(`Syntax error: ${why}`, `Give a whole number from ${min} to ${max}.`);
  return Number(read!.value);
};
