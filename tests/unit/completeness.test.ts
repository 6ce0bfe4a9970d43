/**
 * Every extension has its file, its line in the index, its reference page, ten recorded cases and a refused
 * one.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { matchRegistry, targetRegistry } from '../../src/netfilter/registry.ts';
import type { Recording } from '../conformance/cases.ts';
import { rules } from '../conformance/cases.ts';

const matches = matchRegistry.all();
const targets = targetRegistry.all();
const recorded = JSON.parse(readFileSync('tests/conformance/recorded.json', 'utf8')) as Recording;
const shared = [
  'index',
  'check',
  'ports',
  'spi',
  'states',
  'conntrackParts',
  'hashlimitValues',
  'nat',
  'goesOn',
  'untrack',
];
const inFolder = (folder: string) =>
  readdirSync(folder)
    .map((f) => f.replace('.ts', ''))
    .filter((f) => !shared.includes(f))
    .sort();

it.each([
  ['matches', matches],
  ['targets', targets],
] as const)('src/netfilter/%s and its index agree', (folder, all) => {
  expect(all.map((e) => e.name).sort()).toEqual(inFolder(`src/netfilter/${folder}`));
});

describe.each([...matches, ...targets].map((e) => [e.name, e] as const))('%s', (name, extension) => {
  const uses = extension.kind === 'match' ? new RegExp(`-[mp] ${name}( |$)`) : new RegExp(`-j ${name}( |$)`);
  const own = rules.flatMap((r, i) => (uses.test(r.rule) ? [i] : []));

  it('has a reference page', () =>
    expect(
      existsSync(`content/reference/${extension.kind === 'match' ? 'matches' : 'targets'}/${name}.mdx`),
    ).toBe(true));
  it('has ten recorded cases', () => expect(own.length).toBeGreaterThanOrEqual(10));
  it('has one that the real one refuses', () =>
    expect(own.some((i) => recorded.rules[i]![0]!.status !== 0)).toBe(true));
  it('says what each option is for', () => {
    for (const option of Object.values(extension.options)) expect(option.help).toMatch(/\.$/);
  });
  it('says what each option with a value means in a rule', () => {
    for (const option of Object.values(extension.options))
      expect(option.takes === null || option.means !== undefined, option.names[0]).toBe(true);
  });
});

it.each([matchRegistry, targetRegistry].flatMap((r) => r.all().map((e) => [e.name, r, e] as const)))(
  'the index spells the options of %s as it declares them',
  (name, registry, extension) =>
    expect(registry.optionNames(name)).toEqual(Object.values(extension.options).flatMap((o) => o.names)),
);
