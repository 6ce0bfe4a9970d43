import type { Match, RuleContext, Target } from '../../extension.ts';
import { hookOrder } from '../../hookOrder.ts';
import { inTable } from '../../inTable.ts';
import type { Hook, TableName } from '../../types.ts';
import type { RuleSpec } from '../command.ts';
import { hooksOf, sayHooks } from './hooksFor.ts';

/** What to do about an extension that is for other tables: its own table has other chains than this one. */
export const otherTable = (
  extension: Match | Target,
  tables: readonly TableName[],
  rule: RuleSpec,
  context: RuleContext,
): string => {
  const { name } = extension;
  const { table, chain } = context;
  const [first] = tables as readonly [TableName];
  const fitting = hooksOf(extension, first);
  const where = fitting.length === hookOrder.length ? '' : `, in ${sayHooks(fitting, rule)}`;
  const says = `${name} works only in the ${tables.join(' or ')} table${where}.`;
  // Nothing in those chains can stand in for it here; and nat refuses DROP.
  if (name === 'REJECT' && !fitting.some((c) => c === chain) && table !== 'nat')
    return `${says} In ${table}, DROP is what stops a packet.`;
  return `${says} ${inTable(first)}`;
};

/** What to do about an extension that is for other chains of this table: those in which the rest of the rule can be too. */
export const otherChain = (
  extension: Match | Target,
  wrong: Hook,
  rule: RuleSpec,
  { table }: RuleContext,
): string =>
  `${extension.name} does not work in ${wrong}. Use it in ${sayHooks(hooksOf(extension, table), rule)}.`;
