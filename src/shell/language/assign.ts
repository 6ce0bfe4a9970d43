/** Giving variables their values. Reference: bash 5.2, variables.c and arrayfunc.c. */
import type { Interpreter } from './interpreter.ts';
import type { Streams } from './streams.ts';
import type { Assignment, Place } from './syntax.ts';
import { elementOf, keysOf, mostItems, scalar, type Value, type Variable, withElement } from './variables.ts';

/** An assignment whose value is known. Elements without a key come one after the other. */
export interface Assigned extends Place {
  readonly name: string;
  /** The text between the brackets. */
  readonly key: string | null;
  readonly append: boolean;
  readonly value:
    | string
    | readonly { readonly key: string | null; readonly append: boolean; readonly text: string }[];
}

/** Works out what an assignment says, and changes nothing yet. */
export function* assigned(x: Interpreter, a: Assignment, io: Streams): Generator<void, Assigned, void> {
  const base = {
    name: a.name,
    key: a.subscript ? yield* x.text(a.subscript, io) : null,
    append: a.append,
    from: a.from,
    to: a.to,
  };
  if (a.value.kind === 'scalar') return { ...base, value: yield* x.text(a.value.phrase, io) };
  const items: { key: string | null; append: boolean; text: string }[] = [];
  for (const { key, append, value } of a.value.items)
    if (key) items.push({ key: yield* x.text(key, io), append, text: yield* x.text(value, io) });
    else for (const { text } of yield* x.words([value], io)) items.push({ key: null, append: false, text });
  return { ...base, value: items };
}

/** What assigning asks of the shell. */
type Holder = Pick<Interpreter, 'state' | 'world' | 'index' | 'number' | 'complain' | 'refuse'>;

/** Gives a variable its value. `kind` is what `declare -a` and `-A` say. */
export const give = (x: Holder, a: Assigned, kind: 'indexed' | 'keyed' | null = null): void => {
  const old = x.state.variables.get(a.name);
  if (old?.readonly)
    x.complain(a, `${a.name}: readonly variable`, `${a.name} was made readonly, and keeps its value.`);
  const value = valueAfter(x, a, old, kind);
  if (typeof value !== 'string' && value.items.size > mostItems)
    x.refuse({
      what: `an array of more than ${mostItems} elements`,
      hint: 'Keep the lines in a file.',
      from: a.from,
      to: a.to,
    });
  // $SECONDS counts on from what it is given.
  if (a.name === 'SECONDS' && typeof value === 'string')
    x.state = { ...x.state, began: x.world.now - (Number.parseInt(value, 10) || 0) * 1000 };
  const exported = old?.exported || x.state.options.has('a');
  withVariable(x, a.name, { ...old, value, ...(exported ? { exported } : {}) });
};

/** Puts a variable in the place of the one of this name. */
export const withVariable = (
  x: Pick<Interpreter, 'state'>,
  name: string,
  variable: Variable | null,
): void => {
  const variables = new Map(x.state.variables);
  if (variable) variables.set(name, variable);
  else variables.delete(name);
  x.state = { ...x.state, variables };
};

const valueAfter = (
  x: Holder,
  a: Assigned,
  old: Variable | undefined,
  kind: 'indexed' | 'keyed' | null,
): Value => {
  const before = old?.value ?? null;
  const isKeyed = kind === 'keyed' || (typeof before === 'object' && before?.kind === 'keyed');
  const empty: Value = isKeyed ? { kind: 'keyed', items: new Map() } : { kind: 'indexed', items: new Map() };
  const keyIn = (array: Value | null, key: string): string =>
    isKeyed ? key : x.index(key, array ?? empty, a);
  const text = (whole: string, part: string | null, append: boolean): string => {
    if (old?.integer) {
      const number = x.number(whole, a);
      return String(
        BigInt.asIntN(64, number + (append && part !== null && part !== '' ? x.number(part, a) : 0n)),
      );
    }
    return append ? (part ?? '') + whole : whole;
  };
  if (typeof a.value === 'string') {
    if (a.key !== null) {
      const key = keyIn(before, a.key);
      return withElement(before ?? empty, key, text(a.value, elementOf(before, key), a.append));
    }
    const isArray = kind !== null || (before !== null && typeof before !== 'string');
    const whole = text(a.value, scalar(before), a.append);
    return isArray ? withElement(before ?? empty, '0', whole) : whole;
  }
  let array: Value =
    a.append && before !== null
      ? typeof before === 'string'
        ? withElement(null, '0', before)
        : before
      : empty;
  const items = new Map<string | number, string>(
    (array as { items: ReadonlyMap<string | number, string> }).items,
  );
  let next = isKeyed ? 0 : Math.max(-1, ...keysOf(array).slice(-1).map(Number)) + 1;
  for (const item of a.value) {
    if (isKeyed && item.key === null)
      x.complain(
        a,
        `${a.name}: ${item.text}: must use subscript when assigning associative array`,
        'Write [KEY]=VALUE for each element.',
      );
    const key = item.key === null ? String(next) : keyIn(array, item.key);
    const slot = isKeyed ? key : Number(key);
    items.set(slot, text(item.text, items.get(slot) ?? null, item.append));
    if (!isKeyed) next = Number(key) + 1;
    if (items.size > mostItems) break;
  }
  array = (isKeyed ? { kind: 'keyed', items } : { kind: 'indexed', items }) as Value;
  return array;
};
