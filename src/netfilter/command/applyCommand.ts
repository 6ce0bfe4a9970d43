import { own } from '../../text/own.ts';
import { useTable } from '../ruleset.ts';
import { pruneMemory } from '../state/pruneMemory.ts';
import type { PacketFilter } from '../types.ts';
import { addRules } from './actions/addRules.ts';
import type { ApplyResult } from './actions/applyResult.ts';
import { flush, newChain, renameChain } from './actions/chains.ts';
import { deleteChain } from './actions/deleteChain.ts';
import { checkOrDeleteRules, deleteRuleNumber } from './actions/deleteRules.ts';
import { listTable } from './actions/list.ts';
import { setPolicy } from './actions/policy.ts';
import { TableChange } from './actions/tableChange.ts';
import { zero } from './actions/zero.ts';
import { backendOf } from './backendOf.ts';
import type { Command } from './command.ts';
import { help } from './help.ts';

/**
 * Carries out a command. Where it is refused nothing changes, except that the table counts as used.
 * `inRestore`: the command is part of a restored text, and the kernel sees the whole table at COMMIT.
 * Reference: iptables/iptables.c (do_command4), libiptc/libiptc.c.
 */
export const applyCommand = (before: PacketFilter, command: Command, inRestore = false): ApplyResult => {
  const { action, table } = command;
  const backend = backendOf(before);
  const printed = (stdout: string): ApplyResult => ({ ok: true, filter: before, stdout });
  switch (action.kind) {
    case 'version':
      return printed(
        action.inverted ? `Not ${backend.version} ;-)\n` : `${backend.nameAndVersion(action.program)}\n`,
      );
    case 'help':
      return printed(help(backend, action.program, action.extensions));
    case 'nothing':
      return printed('');
    default: {
      const used = backend.tablesExistFromStart ? useTable(before, table) : before;
      const done = act(new TableChange(backend, used, command, inRestore));
      if (inRestore) return done;
      const zeroes = action.kind === 'zero' || ('zero' in action && action.zero !== null);
      return { ...done, filter: pruneMemory(before, done.filter, zeroes ? table : null) };
    }
  }
};

const act = (change: TableChange): ApplyResult => {
  const { action } = change.command;
  const chain =
    'chain' in action && action.chain !== null ? own(change.table.chains, action.chain) : undefined;
  switch (action.kind) {
    case 'append':
    case 'insert':
    case 'replace':
      return addRules(change, action, chain);
    case 'check':
    case 'delete':
      return checkOrDeleteRules(change, action, chain);
    case 'delete-number':
      return deleteRuleNumber(change, action, chain);
    case 'list':
    case 'list-rules':
      return listTable(change, action, chain);
    case 'zero':
      return zero(change, action, chain);
    case 'flush':
      return flush(change, action, chain);
    case 'new-chain':
      return newChain(change, action, chain);
    case 'rename-chain':
      return renameChain(change, action, chain);
    case 'delete-chain':
      return deleteChain(change, action, chain);
    case 'policy':
      return setPolicy(change, action, chain);
    case 'nothing':
    case 'help':
    case 'version':
      return { ok: true, filter: change.filter, stdout: '' };
  }
};
