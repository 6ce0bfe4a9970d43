import { suggest } from '../../../text/suggest.ts';
import type { Word } from '../../../text/words.ts';
import type { RuleTarget, TableName, Use } from '../../types.ts';
import { legacy } from '../backends/legacy.ts';
import { isVerdict } from '../verdicts.ts';
import type { ParseContext } from './parseContext.ts';
import type { ErrorReporter } from './parseError.ts';

/** What a line says after `-j` or `-g`. */
interface NamedTarget {
  readonly word: Word | null;
  readonly isGoto: boolean;
  /** The extension of that name, where there is one. */
  readonly target: Use | null;
}

/** What the name of a target means: a chain of the table, before a verdict, before an extension. */
export const ruleTarget = (
  { word, isGoto, target }: NamedTarget,
  table: TableName,
  context: ParseContext,
  report: ErrorReporter,
): RuleTarget => {
  if (!word) return { kind: 'none' };
  const name = word.text;
  if (context.hasChain(table, name)) {
    if (target) report.warnings += `Warning: using chain ${name}, not extension\n`;
    return { kind: isGoto ? 'goto' : 'jump', chain: name };
  }
  if (isGoto) {
    const near = suggest(name, context.chainNames(table));
    const hint = `The ${table} table has no chain ${name}. Make it first: -N ${name}.`;
    const message = (context.backend ?? legacy).unknownGotoChain(name);
    throw report.mistake(message, word, hint, near ?? undefined);
  }
  if (isVerdict(name)) return { kind: 'verdict', verdict: name };
  if (target) return { kind: 'extension', use: target };
  throw report.unknownExtension('target', word, context.chainNames(table));
};
