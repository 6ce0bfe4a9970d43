import { suggest } from '../../../text/suggest.ts';
import { builtInChains } from '../../hookOrder.ts';
import { type Chain, type Counter, policyKey } from '../../types.ts';
import type { ActionOf } from '../command.ts';
import { refusalHints } from '../refusalHints.ts';
import type { ApplyResult } from './applyResult.ts';
import type { TableChange } from './tableChange.ts';

/** `-P`: sets the policy of a built-in chain, and its counters. */
export const setPolicy = (
  change: TableChange,
  { policy, chain: name }: ActionOf<'policy'>,
  chain: Chain | undefined,
): ApplyResult => {
  const { backend, table, command } = change;
  const known = policy === 'ACCEPT' || policy === 'DROP';
  // Of two mistakes libiptc reports the chain, nf_tables' command the policy.
  if ((!chain || chain.policy === null) && (known || backend.tablesExistFromStart)) {
    const near = chain ? null : suggest(name, builtInChains(table.name));
    return near
      ? change.refuse('no policy', change.chainSpan, `There is no chain ${name}. Did you mean ${near}?`, near)
      : change.refuse(
          'no policy',
          change.chainSpan,
          'Only built-in chains have a policy. In a chain of your own, add a last rule that decides.',
        );
  }
  if (!chain || !known) {
    // The command refuses DROP in nat before it comes here.
    const allowed = table.name === 'nat' ? (['ACCEPT'] as const) : (['ACCEPT', 'DROP'] as const);
    const { chains } = table;
    const { hint, replacement } = refusalHints
      .get()
      .policyHint({ table: table.name, chain: name, policy, chains, allowed });
    return change.refuse('bad policy', change.targetSpan, hint, replacement);
  }
  const done = change.withChains({ ...table.chains, [chain.name]: { ...chain, policy } });
  if (!done.ok) return done;
  const policies: Record<string, Counter> = { ...done.filter.counters.policies };
  const key = policyKey(table.name, chain.name);
  // nf_tables starts to count from zero, whatever -c says.
  if (!backend.resetsPolicyCountersOnChange) policies[key] = { packets: 0, bytes: 0 };
  else if (command.counters) policies[key] = command.counters;
  else delete policies[key];
  return { ...done, filter: { ...done.filter, counters: { ...done.filter.counters, policies } } };
};
