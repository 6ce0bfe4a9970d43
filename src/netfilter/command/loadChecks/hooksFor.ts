import type { Match, Target } from '../../extension.ts';
import { builtInChains } from '../../hookOrder.ts';
import { findMatch, findTarget } from '../../registry.ts';
import type { Hook, TableName } from '../../types.ts';
import type { RuleSpec } from '../command.ts';

const withoutInput: readonly Hook[] = ['OUTPUT', 'POSTROUTING'];
const withoutOutput: readonly Hook[] = ['PREROUTING', 'INPUT'];

/** The built-in chains of a table in which an extension works, whatever else its rule has. */
export const hooksOf = ({ hooks }: Match | Target, table: TableName): readonly Hook[] =>
  builtInChains(table).filter((h) => !hooks || hooks.includes(h));

/** What of a rule cannot be in a chain: an interface that packets do not have there, and extensions. */
const conflicts = (hook: Hook, { input, output, matches, target }: RuleSpec): readonly string[] => {
  const worksHere = (extension: Match | Target | undefined) =>
    !extension?.hooks || extension.hooks.includes(hook);
  const { use } = target.kind === 'extension' ? target : { use: null };
  return [
    ...(input && withoutInput.includes(hook) ? ['-i'] : []),
    ...(output && withoutOutput.includes(hook) ? ['-o'] : []),
    ...matches.filter((m) => !worksHere(findMatch(m.name))).map((m) => `-m ${m.name}`),
    ...(use && !worksHere(findTarget(use.name)) ? [`-j ${use.name}`] : []),
  ];
};

/** Those of some chains in which the whole rule can be, in words; where it can be in none, what each needs it to leave out. */
export const sayHooks = (hooks: readonly Hook[], rule: RuleSpec): string => {
  const whole = hooks.filter((h) => conflicts(h, rule).length === 0);
  const said =
    whole.length > 0 ? whole : hooks.map((h) => `${h} without ${conflicts(h, rule).join(' and ')}`);
  return said.join(' or ');
};
