import { expect, it } from 'vitest';
import {
  type AnyForm,
  byName,
  group,
  list,
  misfits,
  nullable,
  number,
  numberOrText,
  ofForm,
  oneOf,
  optional,
  text,
  yesOrNo,
} from '../../../src/course/form.ts';

const person = group<{ name: string; age?: number }>({ name: text, age: optional(number) });
const shape: AnyForm = { is: 'by-kind', forms: { circle: group({ kind: text, radius: number } as never) } };

it.each<[AnyForm, unknown, string[]]>([
  [text, 'a', []],
  [person, { name: 'a' }, []],
  [person, { name: 'a', age: 1 }, []],
  [person, { name: 80 }, ['name: name must be text: write "80"']],
  [person, { age: 1 }, ['name: name is missing']],
  [person, { name: null }, ['name: name must be text']],
  [person, { name: 'a', age: 1.5 }, ['age: age must be a whole number']],
  [person, { name: 'a', aeg: 1 }, ['aeg: there is no field aeg; did you mean age?']],
  [
    person,
    { nmae: 'a', age: 'x' },
    ['nmae: there is no field nmae; did you mean name?', 'age: age must be a whole number'],
  ],
  [person, { name: 'a', colour: 1 }, ['colour: there is no field colour; the fields here are name, age']],
  [
    person,
    { name: 'a', toString: 1 },
    ['toString: there is no field toString; the fields here are name, age'],
  ],
  [person, [], [': this must be a group of fields']],
  [person, undefined, [': this is missing']],
  [
    list(person),
    [{ name: 'a' }, { name: 1 }, 2],
    ['1.name: name must be text: write "1"', '2: this must be a group of fields'],
  ],
  [list(text), 'a', [': this must be a list']],
  [byName(yesOrNo), { a: true, b: 'yes' }, ['b: b must be true or false']],
  [nullable(text), null, []],
  [numberOrText, true, [': this must be a whole number or text']],
  [oneOf('a', 'b', 'c'), 'd', [': this must be a, b or c']],
  [shape, { kind: 'circle', radius: 1 }, []],
  [shape, { kind: 'circle' }, ['radius: radius is missing']],
  [shape, { kind: 'square' }, ['kind: kind must be circle']],
  [shape, {}, ['kind: kind is missing']],
  [shape, { kind: 'constructor' }, ['kind: kind must be circle']],
  [shape, 'circle', [': this must be a group of fields']],
])('%j takes %j: %j', (form, value, wrong) => {
  expect(misfits(form, value).map((m) => `${m.path.join('.')}: ${m.message}`)).toEqual(wrong);
  expect(ofForm(form, value)).toBe(wrong.length ? null : value);
});
