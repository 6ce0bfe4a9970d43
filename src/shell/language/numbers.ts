import { evaluate } from './arithmetic.ts';
import type { Interpreter } from './interpreter.ts';
import { arithmeticHint, BadArithmetic } from './readArithmetic.ts';
import type { Place } from './syntax.ts';
import { elementOf, keysOf, scalar, type Value } from './variables.ts';

type Holder = Pick<Interpreter, 'lookup' | 'set' | 'missing' | 'complain' | 'at'>;

const isKeyed = (value: Value | null): boolean => typeof value === 'object' && value?.kind === 'keyed';

/** The value of an expression. Throws `BadArithmetic`. */
export const evaluateIn = (x: Holder, text: string): bigint =>
  evaluate(text, {
    read(name, key) {
      const value = x.lookup(name);
      const found = key === null ? scalar(value) : elementOf(value, key);
      return found ?? x.missing(name, { from: x.at, to: x.at });
    },
    write: (name, key, value) => x.set(name, key, value),
    isKeyed: (name) => isKeyed(x.lookup(name)),
  });

/** The same; what is wrong with it ends the line. */
export const numberIn = (x: Holder, text: string, at: Place): bigint => {
  try {
    return evaluateIn(x, text);
  } catch (thrown) {
    if (thrown instanceof BadArithmetic) return x.complain(at, thrown.message, arithmeticHint);
    throw thrown;
  }
};

/** The index that a subscript is; one below 0 counts from the end of the array. */
export const indexIn = (x: Holder, subscript: string, array: Value, at: Place): string => {
  const index = numberIn(x, subscript, at);
  if (index >= 0n) return String(index);
  const from = BigInt(Number(keysOf(array).at(-1) ?? '-1') + 1) + index;
  if (from < 0n)
    return x.complain(at, `[${subscript}]: bad array subscript`, 'The array has no such element.');
  return String(from);
};
