/**
 * The shell's language against bash and Debian's tools: replayed from the recording everywhere, and live
 * where root and the commands are.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { dialogues, ours, real } from './language.ts';
import { type Printed, unavailable } from './real.ts';

const recorded = JSON.parse(
  readFileSync(join(import.meta.dirname, 'language', 'recorded.json'), 'utf8'),
) as Readonly<Record<string, readonly Printed[]>>;
const why = unavailable();
const said = (commands: readonly string[], printed: readonly Printed[]) =>
  commands.map((command, i) => ({ command, ...printed[i] }));

it('every dialogue has a recording', () =>
  expect(Object.keys(recorded)).toEqual(dialogues.map((d) => d.name)));

describe('as bash was recorded', () => {
  it.each(dialogues)('$name', (dialogue) =>
    expect(said(dialogue.commands, ours(dialogue))).toEqual(
      said(dialogue.commands, recorded[dialogue.name]!),
    ),
  );
});

describe(`as bash prints today${why ? ` (skipped: ${why})` : ''}`, () => {
  it.skipIf(why !== null).each(dialogues)('$name', { timeout: 240_000 }, (dialogue) =>
    expect(said(dialogue.commands, real(dialogue))).toEqual(
      said(dialogue.commands, recorded[dialogue.name]!),
    ),
  );
});
