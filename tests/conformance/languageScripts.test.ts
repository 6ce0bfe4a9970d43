/**
 * Whole scripts against bash: replayed from the recording everywhere, and live where root and the commands are.
 */
import { describe, expect, it } from 'vitest';
import { fromElsewhere, notYet, ours, real, recorded, scripts } from './languageScripts.ts';
import { unavailable } from './real.ts';

const wanted = recorded();
const open = notYet();
const why = unavailable();

it('every script has a recording', () => expect(Object.keys(wanted)).toEqual(scripts.map((s) => s.name)));

describe('as bash was recorded', () => {
  it.each(scripts.filter((s) => !Object.hasOwn(open, s.name)))('$name', (script) =>
    expect(ours(script)).toEqual(wanted[script.name]),
  );
});

describe('not yet, and taken out of the list once it is', () => {
  it.each(Object.keys(open))('%s', (name) =>
    expect(ours(scripts.find((s) => s.name === name)!)).not.toEqual(wanted[name]),
  );
  it('the list', () => expect(Object.keys(open).length).toBeLessThan(30));
});

it.skipIf(why !== null)(
  `as bash does it today${why ? ` (skipped: ${why})` : ''}`,
  { timeout: 420_000 },
  () => {
    const asked = scripts.filter((s) => !fromElsewhere.includes(s.name));
    const results = real(asked);
    expect(Object.fromEntries(asked.map((s, i) => [s.name, results[i]]))).toEqual(
      Object.fromEntries(asked.map((s) => [s.name, wanted[s.name]])),
    );
  },
);
