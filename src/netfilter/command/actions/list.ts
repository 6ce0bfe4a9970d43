import { list, listWarnings } from '../../print/list.ts';
import { saveChains } from '../../print/save.ts';
import type { Chain } from '../../types.ts';
import type { ActionOf } from '../command.ts';
import type { ApplyResult } from './applyResult.ts';
import type { TableChange } from './tableChange.ts';
import { zeroCounters } from './zero.ts';

/** `-L` and `-S`; with `-Z` the counters are printed, then set to zero. */
export const listTable = (
  change: TableChange,
  action: ActionOf<'list' | 'list-rules'>,
  chain: Chain | undefined,
): ApplyResult => {
  if (action.chain !== null && !chain) return change.noSuchChain(action.chain);
  const { backend, filter, command, table, echo } = change;
  const options = { table: table.name, chain: action.chain, number: action.number, ...command.flags };
  const stdout = (action.kind === 'list' ? list(filter, options) : saveChains(filter, options)) + echo;
  if (action.zero !== null && !backend.tablesExistFromStart && !filter.tables[table.name]) {
    const refused = change.refuse(
      'no such table',
      command.places.whole,
      `The ${table.name} table is still empty, and nf_tables makes it with its first rule. There is nothing to set to zero.`,
    );
    return { ...refused, stdout };
  }
  const shown = chain ? [chain] : Object.values(table.chains);
  return {
    ok: true,
    stdout,
    stderr: listWarnings(shown.flatMap((c) => c.rules)),
    filter:
      action.zero === null
        ? filter
        : zeroCounters(change, shown, action.zero === 'rule' ? action.number : null),
  };
};
