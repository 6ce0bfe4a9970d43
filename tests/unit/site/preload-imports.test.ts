import { expect, test } from 'vitest';
import { importsOf } from '../../../src/site/preload-imports.ts';

test('what a built script imports before it runs', () => {
  const code =
    'import{t as e}from"./helper.a1.js";import"./side.b2.js";import*as n from"../_astro/all.c3.js";' +
    'export{x}from"./again.d4.js";const later=()=>e(()=>import("./later.e5.js"));import r from"preact";';
  expect(importsOf('/_astro/search.js', code)).toEqual([
    '/_astro/helper.a1.js',
    '/_astro/side.b2.js',
    '/_astro/all.c3.js',
    '/_astro/again.d4.js',
  ]);
  expect(importsOf('/_astro/alone.js', 'const a=1;')).toEqual([]);
});
