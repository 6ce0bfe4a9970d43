/**
 * One transcript of sixty lines: the command line, the files that the full terminal mounts, and the real
 * iptables print the same.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { type Printed, unavailable } from './real.ts';
import { byMountedFiles, byRealCommands, byRun, isIptables, lines } from './transcript.ts';

const recorded = JSON.parse(
  readFileSync(join(import.meta.dirname, 'transcript-recorded.json'), 'utf8'),
) as Readonly<Record<string, Printed>>;
const why = unavailable();
if (why && process.env['CI'])
  throw new Error(`the real command has to be asked in CI, and cannot be: ${why}`);
const ran = byRun();
const said = (printed: readonly Printed[]) => lines.map((line, i) => ({ line, ...printed[i] }));

it('has sixty lines, and the recording has those of iptables', () => {
  expect(lines.length).toBe(60);
  expect(Object.keys(recorded)).toEqual(
    lines.map((l, i) => `${i + 1} ${l}`).filter((_, i) => isIptables(lines[i]!)),
  );
});

it('four-tables run prints what the real commands printed', () => {
  const ours = Object.fromEntries(
    lines.map((l, i) => [`${i + 1} ${l}`, ran[i]]).filter((_, i) => isIptables(lines[i]!)),
  );
  expect(ours).toEqual(recorded);
});

it('the mounted files print what four-tables run prints', { timeout: 120_000 }, async () =>
  expect(said(await byMountedFiles())).toEqual(said(ran)),
);

it.skipIf(why !== null)(`the real commands print it today${why ? ` (skipped: ${why})` : ''}`, () =>
  expect(byRealCommands()).toEqual(recorded),
);
