/** The text of a world's rules brings about those rules. */
import { readdirSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { restore } from '../../../src/netfilter/restore.ts';
import { save } from '../../../src/netfilter/save.ts';
import { withFilter } from '../../../src/network/world.ts';
import { startLab, worldOf } from '../../../src/course/lab.ts';
import { textOf } from '../../../src/course/textOf.ts';

const network = (rules = '') => ({ hosts: { host: { interfaces: { eth0: {} }, rules } } });
const folder = 'tests/conformance/rulesets';
// Two are there to be refused: nothing of them is loaded.
const dumps = readdirSync(folder).filter((f) => f.endsWith('.rules') && !f.endsWith('.then.rules') && !/^(damaged|refused)/.test(f));
/** Tables in one order: `iptables-save` prints those used last first. */
const tables = (text: string) => text.split(/^(?=\*)/m).sort();
const both = ['commands', 'save'] as const;

it.each(dumps.flatMap((f) => both.map((language) => [f, language] as const)))('%s as %s', (file, language) => {
  const lab = { host: 'host', language };
  const begun = startLab(network());
  const restored = restore(begun.hosts['host']!.filter, readFileSync(`${folder}/${file}`, 'utf8'));
  const world = withFilter(begun, 'host', restored.filter);
  const again = worldOf(lab, network(), textOf(lab, network(), world));
  expect(tables(save(again.hosts['host']!.filter))).toEqual(tables(save(restored.filter)));
});

it.each([
  ['rules and chains that were there from the beginning are replaced', '*filter\n:INPUT DROP [0:0]\n:mine - [0:0]\n-A INPUT -j mine\n-A mine -j ACCEPT\nCOMMIT\n', 'iptables -F\niptables -X\niptables -P INPUT ACCEPT\niptables -A OUTPUT -j DROP\n'],
  ['text with quotes, backslashes and dollars', '', `iptables -A INPUT -m comment --comment 'it'\\''s "5 $HOME" \\ \`x\` !' -j ACCEPT\n`],
  ['a policy of another table', '', 'iptables -t mangle -P FORWARD DROP\n'],
])('%s', (_, rules, text) => {
  const lab = { host: 'host', language: 'commands' } as const;
  const world = worldOf(lab, network(rules), text);
  const again = worldOf(lab, network(rules), textOf(lab, network(rules), world));
  expect(tables(save(again.hosts['host']!.filter))).toEqual(tables(save(world.hosts['host']!.filter)));
});
