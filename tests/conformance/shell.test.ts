/**
 * The shell's commands against the real ones: replayed from the recording everywhere, and live where root and
 * the commands are.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Printed } from './real.ts';
import { ours, real, sessions, shellUnavailable } from './shell.ts';

const recorded = JSON.parse(
  readFileSync(join(import.meta.dirname, 'shell', 'recorded.json'), 'utf8'),
) as Readonly<Record<string, readonly Printed[]>>;
const why = shellUnavailable();
if (why && process.env['CI'])
  throw new Error(`the real commands have to be asked in CI, and cannot be: ${why}`);
const said = (session: (typeof sessions)[number], printed: readonly Printed[]) =>
  session.commands.map((c, i) => ({ ...c, ...printed[i] }));

it('every session has a recording', () => expect(Object.keys(recorded)).toEqual(sessions.map((s) => s.name)));

describe('as the commands were recorded', () => {
  it.each(sessions)('$name', (session) =>
    expect(said(session, ours(session))).toEqual(said(session, recorded[session.name]!)),
  );
});

describe(`as they print today${why ? ` (skipped: ${why})` : ''}`, () => {
  // Pings take their seconds; a busy machine may answer late, and a second try tells that from a difference.
  it.skipIf(why !== null).concurrent.each(sessions)(
    '$name',
    { timeout: 240_000, retry: 2 },
    async (session) =>
      expect(said(session, await real(session))).toEqual(said(session, recorded[session.name]!)),
  );
});
