import type { Span, Word } from '../../../text/words.ts';
import type { CoreKey, CoreOption } from '../coreOptions.ts';
import type { ErrorReporter } from './parseError.ts';

/** Options that a line can have once. Reference: iptables/xshared.c, set_option. */
export const once: readonly CoreKey[] = [
  'source',
  'destination',
  'protocol',
  'input',
  'output',
  'jump',
  'goto',
  'fragments',
  'counters',
  'numeric',
  'exact',
  'line-numbers',
];

/** Options that ignore a `!` before them. */
const ignoresNot: readonly CoreKey[] = [
  'help',
  'version',
  'wait',
  'wait-interval',
  'modprobe',
  'ipv4',
  'ipv6',
];

/** The letter in messages; `-g` counts as `-j`, and `--line-numbers` has the number of its bit. */
const letterOf = ({ key, short }: CoreOption): string | null =>
  key === 'goto' ? 'j' : key === 'line-numbers' ? '0' : short;

/**
 * Whether an option of iptables' own may be here: after `!`, or a second time. `span` is the option with its `!` and
 * its value. Throws a ParseError where it may not.
 */
export const checkCoreOption = (
  option: CoreOption,
  not: Word | null,
  seen: ReadonlyMap<CoreKey, Word>,
  span: Span,
  report: ErrorReporter,
): void => {
  const { key, short } = option;
  const name = short === null ? '--line-numbers' : `-${short}`;
  if (not && (key === 'match' || key === 'table'))
    throw report.notInvertible(`unexpected ! flag before --${key}`, not);
  const isRepeated =
    seen.has(key) || (key === 'goto' && seen.has('jump')) || (key === 'jump' && seen.has('goto'));
  if (isRepeated && once.includes(key))
    throw report.mistake(
      `multiple -${letterOf(option)} flags not allowed`,
      span,
      `A line can have ${name} only once. Remove one, or write a second rule.`,
    );
  if (not && !option.invertible && !ignoresNot.includes(key))
    throw report.notInvertible(`cannot have ! before -${letterOf(option)}`, not);
};
