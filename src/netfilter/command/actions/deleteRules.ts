import { suggest } from '../../../text/suggest.ts';
import type { Chain } from '../../types.ts';
import type { ActionOf, RuleSpec } from '../command.ts';
import { immediateRefusal } from '../loadChecks/ruleRefusal.ts';
import type { ApplyResult } from './applyResult.ts';
import type { TableChange } from './tableChange.ts';

/** `-C` and `-D` with a rule written out: looks for the first one that is the same. */
export const checkOrDeleteRules = (
  change: TableChange,
  action: ActionOf<'check' | 'delete'>,
  chain: Chain | undefined,
): ApplyResult => {
  const { backend, table, filter, command } = change;
  if (!chain)
    return change.refuse(
      'no such rule',
      change.chainSpan,
      change.tableForChain(action.chain) ?? `The ${table.name} table has no chain ${action.chain}.`,
      suggest(action.chain, change.chainNames) ?? undefined,
    );
  let { rules } = chain;
  for (const written of action.rules) {
    const spec = backend.asStored(written);
    const immediate = immediateRefusal(table, chain.name, spec, backend);
    if (immediate) return change.refuseRule(immediate);
    const at = rules.findIndex(sameAs(spec));
    if (at < 0) {
      // For any other target libiptc has looked for a chain of that name, and its message is about that.
      const searchedRules = spec.target.kind === 'none' || spec.target.kind === 'verdict';
      return change.refuse(
        searchedRules ? 'no such rule' : 'no such rule with this target',
        command.places.whole,
        `${chain.name} has no rule that is exactly like this. Print its rules with ${table.name === 'filter' ? '' : `-t ${table.name} `}-S ${chain.name} and copy one.`,
      );
    }
    if (action.kind === 'delete') rules = rules.toSpliced(at, 1);
  }
  return action.kind === 'check'
    ? { ok: true, filter, stdout: change.echo, stderr: change.warnings }
    : change.withRules(chain, rules);
};

/** `-D` with a rule's number. */
export const deleteRuleNumber = (
  change: TableChange,
  { chain: name, number }: ActionOf<'delete-number'>,
  chain: Chain | undefined,
): ApplyResult => {
  if (!chain || change.isUnmade(name)) return change.noSuchChain(name);
  if (number > chain.rules.length) return change.noSuchNumber('deletion too big', chain, number);
  return change.withRules(chain, chain.rules.toSpliced(number - 1, 1));
};

const parts = (r: RuleSpec) => [
  r.source,
  r.destination,
  r.input,
  r.output,
  r.protocol,
  r.fragment,
  r.matches,
  r.target,
];

/** Whether a rule is the same as this one. What differs between most rules is compared first: it is cheap. */
const sameAs = (wanted: RuleSpec): ((rule: RuleSpec) => boolean) => {
  const text = JSON.stringify(parts(wanted));
  return (rule) =>
    rule.source?.address === wanted.source?.address &&
    rule.destination?.address === wanted.destination?.address &&
    rule.target.kind === wanted.target.kind &&
    rule.matches.length === wanted.matches.length &&
    JSON.stringify(parts(rule)) === text;
};
