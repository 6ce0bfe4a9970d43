import { expect, test } from 'vitest';
import { labelsInPlace } from '../../../src/site/labels-in-place.ts';

const { filter, handler } = labelsInPlace().transform;
const imported = "import * as labels from '../../labels/en.ts';\n";

test('labels are written where they are said', () => {
  expect(filter.code.test(`import x from 'y';\n${imported}`)).toBe(true);
  expect(handler(`${imported}say(labels.check);`)).toBe(`${imported}say("Check");`);
  expect(() => handler(`${imported}say(labels.chek);`)).toThrow('no label chek');
});
