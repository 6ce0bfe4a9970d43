import type { RuleTarget } from './types.ts';

/** What a rule names after `-j` or `-g`: a verdict, a chain or an extension; null for a rule without. */
export const nameOfTarget = (target: RuleTarget): string | null => {
  switch (target.kind) {
    case 'none':
      return null;
    case 'verdict':
      return target.verdict;
    case 'jump':
    case 'goto':
      return target.chain;
    case 'extension':
      return target.use.name;
  }
};
