/** The text side against the real command: replayed from the recording everywhere, and live where root and iptables are. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { restore } from '../../src/netfilter/restore.ts';
import { emptyFilter } from '../../src/netfilter/ruleset.ts';
import { save } from '../../src/netfilter/save.ts';
import type { PacketFilter } from '../../src/netfilter/types.ts';
import { splitWords } from '../../src/netfilter/words.ts';
import { iptables } from '../../src/shell/iptables.ts';
import { commands, type Recording, record, restores, ruleCommands, rules } from './cases.ts';
import type { Printed } from './real.ts';
import { unavailable } from './real.ts';

const recorded = JSON.parse(readFileSync(join(import.meta.dirname, 'recorded.json'), 'utf8')) as Recording;

const ours = (filter: PacketFilter, line: string): { readonly filter: PacketFilter; readonly printed: Printed } => {
  const { filter: after, status, stdout, stderr } = iptables(filter, splitWords(line).words);
  return { filter: after, printed: { status, stdout, stderr } };
};

const inTurn = (lines: readonly string[]): readonly Printed[] => {
  let filter = emptyFilter;
  return lines.map((line) => {
    const done = ours(filter, line);
    filter = done.filter;
    return done.printed;
  });
};

describe(`as ${recorded.version} printed`, () => {
  const printed = inTurn(commands);
  it.each(commands.map((c, i) => [c, i] as const))('iptables %s', (_, i) => expect(printed[i]).toEqual(recorded.commands[i]));
  it.each(rules.map((r, i) => [`${r.table} ${r.chain} ${r.rule}`, i] as const))('%s', (_, i) => expect(inTurn(ruleCommands(rules[i]!))).toEqual(recorded.rules[i]));
  it.each(restores.map((text, i) => [JSON.stringify(text).slice(0, 90), i] as const))('restore %s', (_, i) => {
    const done = restore(emptyFilter, restores[i]!, { counters: true });
    const [real, saved] = recorded.restores[i]!;
    expect({ status: done.status, stdout: done.stdout, stderr: done.stderr }).toEqual(real);
    expect(save(done.filter, { counters: true })).toBe(saved!.stdout);
  });
});

const why = unavailable();
if (why && process.env['CI']) throw new Error(`the real command has to be asked in CI, and cannot be: ${why}`);
describe.skipIf(why !== null)(`live on the real command${why ? ` (skipped: ${why})` : ''}`, () => {
  it('prints today what was recorded', { timeout: 120_000 }, () => {
    const { version: _, ...live } = record();
    const { version: __, ...before } = recorded;
    expect(live).toEqual(before);
  });
});
