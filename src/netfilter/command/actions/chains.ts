import { own } from '../../../text/own.ts';
import type { Chain, Rule } from '../../types.ts';
import type { ActionOf } from '../command.ts';
import { isVerdict } from '../verdicts.ts';
import type { ApplyResult } from './applyResult.ts';
import type { TableChange } from './tableChange.ts';

/** `-N`. */
export const newChain = (
  change: TableChange,
  { chain: name }: ActionOf<'new-chain'>,
  chain: Chain | undefined,
): ApplyResult =>
  chain || isVerdict(name)
    ? change.refuse(
        'chain exists',
        change.chainSpan,
        `There is already a chain ${name}. Use it, or choose another name.`,
      )
    : change.withChains({ ...change.table.chains, [name]: { name, policy: null, rules: [] } });

/** `-F`: deletes the rules of a chain, or of all. */
export const flush = (
  change: TableChange,
  { chain: name }: ActionOf<'flush'>,
  chain: Chain | undefined,
): ApplyResult => {
  if (name !== null && !chain) return change.noSuchChain(name);
  return change.withChains(
    Object.fromEntries(
      Object.entries(change.table.chains).map(([n, c]) => [
        n,
        name === null || c === chain ? { ...c, rules: [] } : c,
      ]),
    ),
  );
};

/** `-E`: renames a chain, in the jumps to it too. */
export const renameChain = (
  change: TableChange,
  { chain: name, to }: ActionOf<'rename-chain'>,
  chain: Chain | undefined,
): ApplyResult => {
  const { backend, table, command } = change;
  if (own(table.chains, to) || (backend.tablesExistFromStart && isVerdict(to)))
    return change.refuse(
      'name taken',
      command.places.whole,
      `There is already a chain ${to}. Choose another name.`,
    );
  if (!chain || chain.policy !== null) return change.noSuchChain(name);
  const withNewName = (rule: Rule): Rule =>
    'chain' in rule.target && rule.target.chain === name
      ? { ...rule, target: { ...rule.target, chain: to } }
      : rule;
  return change.withChains(
    Object.fromEntries(
      Object.entries(table.chains).map(([n, c]) => {
        const newName = c === chain ? to : n;
        return [newName, { ...c, name: newName, rules: c.rules.map(withNewName) }];
      }),
    ),
  );
};
