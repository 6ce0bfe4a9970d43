import { printedChains } from '../../print/chains.ts';
import { type Chain, policyKey } from '../../types.ts';
import type { ActionOf } from '../command.ts';
import type { ApplyResult, CommitRefusal } from './applyResult.ts';
import type { TableChange } from './tableChange.ts';

/**
 * `-X`: deletes an empty chain that no rule jumps to, or all chains the user made. In nf_tables it deletes empty
 * built-in chains too.
 */
export const deleteChain = (
  change: TableChange,
  action: ActionOf<'delete-chain'>,
  chain: Chain | undefined,
): ApplyResult => {
  if (action.chain !== null && !chain) return change.noSuchChain(action.chain);
  if (chain && chain.policy !== null) return deleteBuiltIn(change, chain);
  const { table, backend, inRestore } = change;
  const all = backend.tablesExistFromStart ? printedChains(table) : Object.values(table.chains);
  const toDelete = chain ? [chain] : all.filter((c) => c.policy === null);
  const deleted = new Set<string>();
  /** libiptc goes on after a chain that it cannot delete; its message is about the last of them. */
  let last: CommitRefusal | null = null;
  for (const one of toDelete) {
    const refusal = whyNot(change, one, deleted);
    if (!refusal) deleted.add(one.name);
    else if (backend.loadsWholeTables) last = refusal;
    else if (inRestore) change.atCommit.push(refusal);
    else return refuse(change, refusal);
  }
  if (last) return refuse(change, last);
  const names = toDelete.map((c) => c.name);
  const left = Object.fromEntries(Object.entries(table.chains).filter(([name]) => !names.includes(name)));
  if (backend.tablesExistFromStart || chain) return change.withChains(left);
  const emptyBuiltIn = Object.values(left).filter((c) => c.rules.length === 0 && c.policy === 'ACCEPT');
  return unmake(
    change,
    emptyBuiltIn.map((c) => c.name),
    left,
  );
};

const refuse = (change: TableChange, { failure, hint, chain }: CommitRefusal): ApplyResult =>
  change.refuse(failure, change.chainSpan, hint, undefined, chain);

/** Why a chain of the user's cannot be deleted, once those in `deleted` are; null where it can. */
const whyNot = (
  { table }: TableChange,
  { name: chain, rules }: Chain,
  deleted: ReadonlySet<string>,
): CommitRefusal | null => {
  const jumping = Object.values(table.chains).find(
    (c) => !deleted.has(c.name) && c.rules.some((r) => 'chain' in r.target && r.target.chain === chain),
  );
  if (jumping) {
    const hint = `A rule in ${jumping.name} still jumps to ${chain}. Delete that rule first.`;
    return { failure: 'chain in use', chain, hint };
  }
  return rules.length
    ? { failure: 'chain not empty', chain, hint: `${chain} still has rules. Empty it first: -F ${chain}.` }
    : null;
};

const deleteBuiltIn = (change: TableChange, { name, rules, policy }: Chain): ApplyResult => {
  const { backend, inRestore } = change;
  const refuse = (failure: 'chain not empty' | 'chain drops' | 'chain is built in', hint: string) =>
    change.refuse(failure, change.chainSpan, hint);
  if (change.isUnmade(name)) return change.noSuchChain(name);
  if (inRestore && !backend.loadsWholeTables)
    return rules.length
      ? refuse('chain not empty', `${name} still has rules. Empty it first: -F ${name}.`)
      : unmake(change, [name]);
  if (!backend.tablesExistFromStart && policy === 'DROP')
    return refuse(
      'chain drops',
      `${name} has the policy DROP, so nf_tables does not delete it. Set the policy first: -P ${name} ACCEPT.`,
    );
  return backend.tablesExistFromStart || rules.length
    ? refuse('chain is built in', `${name} is built in and stays. To empty it: -F ${name}.`)
    : unmake(change, [name]);
};

/**
 * nf_tables deletes empty built-in chains with their policies and counters. They are listed as before: the command
 * prints them whether they exist or not.
 */
const unmake = (change: TableChange, names: readonly string[], chains = change.table.chains): ApplyResult => {
  const emptied = names.map((name) => [name, { name, policy: 'ACCEPT' as const, rules: [] }] as const);
  const done = change.withChains({ ...chains, ...Object.fromEntries(emptied) });
  const table = done.filter.tables[change.table.name];
  if (!done.ok || !table) return done;
  const policies = { ...done.filter.counters.policies };
  for (const name of names) delete policies[policyKey(table.name, name)];
  const unmade = { ...table, unmade: [...new Set([...table.unmade!, ...names])] };
  return {
    ...done,
    filter: {
      ...done.filter,
      counters: { ...done.filter.counters, policies },
      tables: { ...done.filter.tables, [table.name]: unmade },
    },
  };
};
