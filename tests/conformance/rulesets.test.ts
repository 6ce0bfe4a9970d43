/**
 * Rulesets of the kinds that real machines have: loaded, changed, saved and listed as the real commands do
 * it.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { unavailable } from './real.ts';
import { inShort, oursOf, type RulesetRecording, realOf, rulesets } from './rulesets.ts';

const recorded = JSON.parse(
  readFileSync(join(import.meta.dirname, 'rulesets', 'recorded.json'), 'utf8'),
) as RulesetRecording;
const why = unavailable();
const each = [...rulesets].flatMap(([name, lines]) =>
  (['legacy', 'nft'] as const).map((backend) => ({ name, lines, backend })),
);

it('every ruleset has a recording', () => expect([...rulesets.keys()]).toEqual(Object.keys(recorded)));

describe('as the commands were recorded', () => {
  it.each(each)('$name, $backend', ({ name, lines, backend }) =>
    expect(inShort(oursOf(lines, backend))).toEqual(recorded[name]![backend]),
  );
});

describe.skipIf(why !== null)(`as the commands do it today${why ? ` (skipped: ${why})` : ''}`, () => {
  it.each(each)('$name, $backend', { timeout: 120_000 }, ({ lines, backend }) =>
    expect(oursOf(lines, backend)).toEqual(realOf(lines, backend)),
  );
});
