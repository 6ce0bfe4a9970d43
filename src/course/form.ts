/**
 * The form of values that come from outside: a lesson's fields, an answer kept in a browser. A form is plain
 * data, so that a page may list the fields and a message may name the nearest one.
 */
import { suggest } from '../text/suggest.ts';

/** A form without the type of its values. */
export type AnyForm =
  | { readonly is: 'text' | 'number' | 'yes-or-no' }
  | { readonly is: 'one-of'; readonly choices: readonly string[] }
  | { readonly is: 'list' | 'by-name' | 'nullable' | 'optional'; readonly of: AnyForm }
  | { readonly is: 'number-or-text' }
  | Group
  /** One of several groups: the field `kind` says which. */
  | { readonly is: 'by-kind'; readonly forms: Readonly<Record<string, Group>> };

interface Group {
  readonly is: 'group';
  readonly fields: Readonly<Record<string, AnyForm>>;
}

/** A form whose values are of the type `T`. */
export type Form<T> = AnyForm & { readonly typed?: (value: T) => T };

/** The form of each field of `T`: one is `optional` here if it is optional in `T`, else this does not compile. */
export type Fields<T> = {
  readonly [K in keyof T]-?: object extends Pick<T, K> ? OptionalForm<Exclude<T[K], undefined>> : Form<T[K]>;
};
type OptionalForm<T> = { readonly is: 'optional'; readonly of: Form<T> };

export const text: Form<string> = { is: 'text' };
/** A whole number. */
export const number: Form<number> = { is: 'number' };
export const yesOrNo: Form<boolean> = { is: 'yes-or-no' };
export const numberOrText: Form<number | string> = { is: 'number-or-text' };
export const oneOf = <const T extends string>(...choices: readonly T[]): Form<T> => ({
  is: 'one-of',
  choices,
});
export const list = <T>(of: Form<T>): Form<readonly T[]> => ({ is: 'list', of });
/** An object whose keys are names that the author chooses. */
export const byName = <T>(of: Form<T>): Form<Readonly<Record<string, T>>> => ({ is: 'by-name', of });
export const nullable = <T>(of: Form<T>): Form<T | null> => ({ is: 'nullable', of });
export const optional = <T>(of: Form<T>): OptionalForm<T> => ({ is: 'optional', of });
/** An object with these fields and no others. */
export const group = <T extends object>(fields: Fields<T>): Group & Form<T> => ({
  is: 'group',
  fields: fields as Group['fields'],
});
/** The way to a value inside another: names of fields and indexes of lists. */
export type Path = readonly (string | number)[];

/** What is wrong with a value, and where in it. */
export interface Misfit {
  readonly path: Path;
  readonly message: string;
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Words in a row, as a person lists them: "a, b or c". */
const choices = (words: readonly string[]): string =>
  words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} or ${words.at(-1)}`;

/** Everything that is wrong with a value, in the order of its fields; empty if it has this form. */
export const misfits = (form: AnyForm, value: unknown, path: Path = []): readonly Misfit[] => {
  const name = path.findLast((step) => typeof step === 'string') ?? 'this';
  const unless = (right: boolean, wanted: string): readonly Misfit[] =>
    right
      ? []
      : [{ path, message: value === undefined ? `${name} is missing` : `${name} must be ${wanted}` }];
  switch (form.is) {
    case 'text':
      return unless(typeof value === 'string', typeof value === 'number' ? `text: write "${value}"` : 'text');
    case 'number':
      return unless(Number.isInteger(value), 'a whole number');
    case 'yes-or-no':
      return unless(typeof value === 'boolean', 'true or false');
    case 'number-or-text':
      return unless(typeof value === 'string' || Number.isInteger(value), 'a whole number or text');
    case 'one-of':
      return unless(form.choices.includes(value as string), choices(form.choices));
    case 'list':
      return Array.isArray(value)
        ? value.flatMap((item, i) => misfits(form.of, item, [...path, i]))
        : unless(false, 'a list');
    case 'by-name':
      return isObject(value)
        ? Object.entries(value).flatMap(([key, item]) => misfits(form.of, item, [...path, key]))
        : unless(false, 'fields by name');
    case 'nullable':
      return value === null ? [] : misfits(form.of, value, path);
    case 'optional':
      return value === undefined ? [] : misfits(form.of, value, path);
    case 'group':
      return isObject(value) ? fieldMisfits(form, value, path) : unless(false, 'a group of fields');
    case 'by-kind': {
      if (!isObject(value)) return unless(false, 'a group of fields');
      const { kind } = value;
      const known =
        typeof kind === 'string' && Object.hasOwn(form.forms, kind) ? form.forms[kind] : undefined;
      return known
        ? fieldMisfits(known, value, path)
        : misfits(oneOf(...Object.keys(form.forms)), kind, [...path, 'kind']);
    }
  }
};

const fieldMisfits = (
  { fields }: Group,
  value: Readonly<Record<string, unknown>>,
  path: Path,
): readonly Misfit[] => {
  const known = Object.keys(fields);
  const unknown = Object.keys(value)
    .filter((key) => !Object.hasOwn(fields, key))
    .map((key) => ({ key, near: suggest(key, known) }));
  // A field that is misspelt is not missing too.
  const misspelt = (key: string) => !Object.hasOwn(value, key) && unknown.some(({ near }) => near === key);
  return [
    ...unknown.map(({ key, near }) => ({
      path: [...path, key],
      message: `there is no field ${key}${near ? `; did you mean ${near}?` : `; the fields here are ${known.join(', ')}`}`,
    })),
    ...known
      .filter((key) => !misspelt(key))
      .flatMap((key) =>
        misfits(fields[key]!, Object.hasOwn(value, key) ? value[key] : undefined, [...path, key]),
      ),
  ];
};

/** The value if it has this form, else null. */
export const ofForm = <T>(form: Form<T>, value: unknown): T | null =>
  misfits(form, value).length === 0 ? (value as T) : null;
