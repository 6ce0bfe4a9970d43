import { own } from '../../../text/own.ts';
import { printedChains } from '../../print/chains.ts';
import { listRule, listWarnings } from '../../print/list.ts';
import type { Table } from '../../types.ts';
import type { Backend } from '../backend.ts';
import type { Command } from '../command.ts';

/** What `-v` prints of a command that changes something. `inRestore`: the table is one that is being restored. */
export const echo = (
  backend: Backend,
  { action, flags }: Command,
  table: Table,
  inRestore: boolean,
): string => {
  if (!flags.verbose) return '';
  const named = 'chain' in action ? action.chain : null;
  const lists = action.kind === 'list' || action.kind === 'list-rules';
  // nf_tables' command keeps the chains of a restored text in the order of the text.
  const all = inRestore && !backend.loadsWholeTables ? Object.values(table.chains) : printedChains(table);
  const perChain = (verb: string, chains = all) => {
    const names = named === null ? chains.map((c) => c.name) : [named];
    if (lists && named !== null && !own(table.chains, named)) return '';
    return names.map((name) => `${verb} chain \`${name}'\n`).join('');
  };
  switch (action.kind) {
    case 'append':
    case 'insert':
    case 'replace':
    case 'check':
    case 'delete':
      return action.rules
        .map((r) => listRule({ id: 0, ...backend.asEchoed(r) }, { ...flags, numeric: true }))
        .join('');
    case 'flush':
      return perChain('Flushing');
    case 'list':
    case 'list-rules':
      return action.zero === 'chains' ? perChain('Zeroing') : '';
    case 'zero':
      return action.number === null ? perChain('Zeroing') : '';
    case 'delete-chain':
      // nf_tables' command does not mention a built-in chain, even where it deletes it.
      if (!backend.loadsWholeTables && named !== null && own(table.chains, named)?.policy) return '';
      return perChain(
        'Deleting',
        all.filter((c) => c.policy === null),
      );
    case 'delete-number':
    case 'new-chain':
    case 'rename-chain':
    case 'policy':
    case 'nothing':
    case 'help':
    case 'version':
      return '';
  }
};

/** The warnings that `-v` prints on stderr along with the rules of a command. */
export const echoWarnings = ({ action, flags }: Command): string =>
  flags.verbose && 'rules' in action ? listWarnings(action.rules) : '';
