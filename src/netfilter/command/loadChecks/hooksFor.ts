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

/**
 * Some chains in words: first those in which the whole rule can be, then the others with what it has to leave out
 * there. Without its target it is no longer that rule: such a chain is named only where there is no better one.
 */
export const sayHooks = (hooks: readonly Hook[], rule: RuleSpec): string => {
  const whole = hooks.filter((h) => conflicts(h, rule).length === 0);
  const partly = hooks
    .map((hook) => ({ hook, without: conflicts(hook, rule) }))
    .filter(({ without: w }) => w.length > 0 && !(whole.length > 0 && w.some((c) => c.startsWith('-j '))))
    .map(({ hook, without }) => `${hook} without ${without.join(' and ')}`);
  return [whole, partly]
    .filter((some) => some.length > 0)
    .map((some) => some.join(' or '))
    .join(', or in ');
};
