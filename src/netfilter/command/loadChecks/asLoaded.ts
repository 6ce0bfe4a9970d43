import { findMatch, findTarget } from '../../registry.ts';
import type { RuleSpec } from '../command.ts';

/** A rule as the kernel stores it once it has taken it; the same object where nothing differs. */
export const asLoaded = <R extends RuleSpec>(rule: R): R => {
  const { matches, target } = rule;
  const ofTarget = target.kind === 'extension' ? findTarget(target.use.name)!.loaded : undefined;
  if (!ofTarget && !matches.some((use) => findMatch(use.name)!.loaded)) return rule;
  return {
    ...rule,
    matches: matches.map((use) => ({ ...use, data: findMatch(use.name)!.loaded?.(use.data) ?? use.data })),
    ...(ofTarget &&
      target.kind === 'extension' && {
        target: { ...target, use: { ...target.use, data: ofTarget(target.use.data) } },
      }),
  };
};
