/**
 * The text side against the real command: replayed from the recording everywhere, and live where root and
 * iptables are.
 */
import { describe, expect, it } from 'vitest';
import { extensionHelp } from '../../src/netfilter/command/extensionHelp.ts';
import { restore } from '../../src/netfilter/command/restore.ts';
import { save } from '../../src/netfilter/print/save.ts';
import type { BackendName, PacketFilter } from '../../src/netfilter/types.ts';
import { runIptables } from '../../src/shell/commands/iptables/iptables.ts';
import { splitWords } from '../../src/text/words.ts';
import { commands, record, recorded, restores, ruleCommands, rules } from './cases.ts';
import { askRealHelp, extensions, realHelpTexts } from './helpTexts.ts';
import type { Printed } from './real.ts';
import { unavailable } from './real.ts';
import { hostWithSets } from './standingSets.ts';

const ours = (
  filter: PacketFilter,
  line: string,
): { readonly filter: PacketFilter; readonly printed: Printed } => {
  const { filter: after, status, stdout, stderr } = runIptables(filter, splitWords(line).words);
  return { filter: after, printed: { status, stdout, stderr } };
};

const inTurn = (lines: readonly string[], backend: BackendName): readonly Printed[] => {
  let filter = hostWithSets(backend);
  return lines.map((line) => {
    const done = ours(filter, line);
    filter = done.filter;
    return done.printed;
  });
};

const why = unavailable();
if (why && process.env['CI'])
  throw new Error(`the real command has to be asked in CI, and cannot be: ${why}`);

const recordings = recorded();
describe.each([
  ['legacy', recordings.legacy],
  ['nft', recordings.nft],
] as const)('%s', (backend, recording) => {
  const printed = inTurn(commands, backend);
  it.each(commands.map((c, i) => [c, i] as const))('iptables %s', (_, i) =>
    expect(printed[i]).toEqual(recording.commands[i]),
  );
  it.each(rules.map((r, i) => [`${r.table} ${r.chain} ${r.rule}`, i] as const))('%s', (_, i) =>
    expect(inTurn(ruleCommands(rules[i]!), backend)).toEqual(recording.rules[i]),
  );
  it.each(restores.map((text, i) => [JSON.stringify(text).slice(0, 90), i] as const))(
    'restore %s',
    (_, i) => {
      const done = restore(hostWithSets(backend), restores[i]!, { counters: true });
      const [real, saved] = recording.restores[i]!;
      expect({ status: done.status, stdout: done.stdout, stderr: done.stderr }).toEqual(real);
      expect(save(done.filter, { counters: true })).toBe(saved!.stdout);
    },
  );
});

describe.skipIf(why !== null)(`live on the real command${why ? ` (skipped: ${why})` : ''}`, () => {
  it.each(['legacy', 'nft'] as const)(
    '%s prints today what was recorded',
    { timeout: 240_000 },
    (backend) => {
      const { version: _, ...live } = record(backend);
      const { version: __, ...before } = recordings[backend];
      expect(live).toEqual(before);
    },
  );
});

describe('-h of an extension', () => {
  const printed = (line: string): string =>
    ours(hostWithSets('legacy'), line).printed.stdout.slice(
      ours(hostWithSets('legacy'), '-h').printed.stdout.length,
    );
  it.each(extensions)('%s %s has its text', (option, name) =>
    expect(printed(`${option} ${name} -h`)).toBe(extensionHelp.get(name)),
  );
  // The target first, then the matches in their order, or the protocol's if there are none: recorded.
  it.each([
    ['-p tcp -h', ['tcp']],
    ['-p 6 -h', []],
    ['! -p TCP -A INPUT -h', ['tcp']],
    ['-p tcp -m limit -h', ['limit']],
    ['-m tcp -j LOG -m limit -h', ['LOG', 'tcp', 'limit']],
    ['-m limit -m limit -h', ['limit', 'limit']],
    ['-p tcp -j LOG -h', ['LOG', 'tcp']],
    ['-p all -h', []],
    ['-j DROP -h', ['ACCEPT']],
    ['-j NOSUCH -h', []],
    ['-g INPUT -h', []],
    ['-h -m limit', []],
    ['-p esp -h', ['esp']],
    ['-p tcp --dport 80 -h', ['tcp']],
  ] as const)('iptables %s', (line, names) => {
    const texts = names.map((name) => extensionHelp.get(name)).join('');
    expect(printed(line)).toBe(texts);
    if (why === null) {
      const real = (words: string) => askRealHelp(words.split(' '));
      expect(real(line).slice(real('-h').length)).toBe(texts);
    }
  });
  it.skipIf(why !== null).each(['legacy', 'nft'] as const)('%s prints these texts', (backend) =>
    expect(realHelpTexts(backend)).toEqual(extensionHelp),
  );
});
