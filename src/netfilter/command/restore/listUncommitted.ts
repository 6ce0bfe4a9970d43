import { printedChains } from '../../print/chains.ts';
import { saveChains } from '../../print/save.ts';
import type { PacketFilter, Rule, Table } from '../../types.ts';
import type { ActionOf } from '../command.ts';
import type { LineResult } from './lineResult.ts';
import type { SentLine } from './nftBatch.ts';

/**
 * `-S` in a restored text: where a rule of the text jumps to a chain, legacy looks for a target of the chain's name,
 * finds none, and stops in the middle of the rule. Null where nothing that is printed does. `isNew`: whether a rule
 * is from the text. Reference: iptables/iptables.c, print_rule4; libiptc/libiptc.c, iptcc_standard_map.
 */
export const listUncommitted = (
  filter: PacketFilter,
  table: Table,
  { chain: only, number }: ActionOf<'list-rules'>,
  verbose: boolean,
  isNew: (rule: Rule) => boolean,
  line: SentLine,
): LineResult | null => {
  const printed = printedChains(table).filter((c) => only === null || c.name === only);
  const stops = (rule: Rule, i: number) =>
    'chain' in rule.target && isNew(rule) && (number === null || i === number - 1);
  const chain = printed.find((c) => c.rules.some(stops));
  if (!chain) return null;
  const at = chain.rules.findIndex(stops);
  const { target, ...rule } = chain.rules[at]!;
  const upToTarget = [...chain.rules.slice(0, at), { ...rule, target: { kind: 'none' as const } }];
  const afterIt = printed
    .slice(printed.indexOf(chain) + 1)
    .map((c) => [c.name, { ...c, rules: [] }] as const);
  const chains = {
    ...table.chains,
    ...Object.fromEntries(afterIt),
    [chain.name]: { ...chain, rules: upToTarget },
  };
  const tables = { ...filter.tables, [table.name]: { ...table, chains } };
  const name = 'chain' in target ? target.chain : '';
  return {
    stdout: saveChains({ ...filter, tables }, { table: table.name, chain: only, number, verbose }).slice(
      0,
      -1,
    ),
    failed: {
      failure: 'no such chain',
      ownMessage: `Can't find library for target \`${name}'`,
      hint: 'Before COMMIT, iptables cannot print a rule that jumps to a chain. Move this line after COMMIT.',
      from: 0,
      to: line.to - line.from,
    },
  };
};
