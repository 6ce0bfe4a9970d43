import { parsed, refused } from '../../text/problem.ts';
import type { Value } from '../extension.ts';
import { uint } from './uint.ts';

/** Classes of traffic by name. Reference: extensions/dscp_helper.c. */
const classes: Readonly<Record<string, number>> = {
  CS0: 0,
  CS1: 0x08,
  CS2: 0x10,
  CS3: 0x18,
  CS4: 0x20,
  CS5: 0x28,
  CS6: 0x30,
  CS7: 0x38,
  BE: 0,
  AF11: 0x0a,
  AF12: 0x0c,
  AF13: 0x0e,
  AF21: 0x12,
  AF22: 0x14,
  AF23: 0x16,
  AF31: 0x1a,
  AF32: 0x1c,
  AF33: 0x1e,
  AF41: 0x22,
  AF42: 0x24,
  AF43: 0x26,
  EF: 0x2e,
};

/** Six bits by number. */
export const dscpValue: Value<number> = uint(63);

/** Six bits by the name of a class. What follows the name is ignored. */
export const dscpClass: Value<number> = {
  form: 'class',
  suggestions: Object.keys(classes),
  parse(text) {
    const value = Object.entries(classes).find(([name]) => text.toUpperCase().startsWith(name))?.[1];
    return value === undefined
      ? refused(`Invalid DSCP value \`${text}'`, `The classes are ${Object.keys(classes).join(', ')}.`)
      : parsed(value);
  },
};

/** `0x0a`. */
export const printDscp = (n: number): string => `0x${n.toString(16).padStart(2, '0')}`;

/** `0x2e (EF)`, with the name of the class where there is one. */
export const sayDscp = (n: number): string => {
  const name = Object.entries(classes).find(([, value]) => value === n)?.[0];
  return name === undefined ? printDscp(n) : `${printDscp(n)} (${name})`;
};
