import type { AddressMatch, RuleTarget, Use } from '../../types.ts';
import type { RuleSpec } from '../command.ts';
import type { RuleParts } from './ruleParts.ts';

/** `0.0.0.0/0` is every address, and no condition. */
const condition = (a: AddressMatch | null | undefined): AddressMatch | null =>
  a && (a.mask !== 0 || a.inverted) ? a : null;

/** What a rule says apart from its addresses and its target. */
export const partsWithoutAddresses = (
  { input, output, protocol, fragment }: RuleParts,
  matches: readonly Use[],
): Omit<RuleSpec, 'target'> => ({
  source: null,
  destination: null,
  input,
  output,
  protocol,
  fragment,
  matches,
});

/** The rules of a line: one for each source with each destination. */
export const ruleSpecs = (
  { sources, destinations }: RuleParts,
  parts: Omit<RuleSpec, 'target'>,
  target: RuleTarget,
): readonly RuleSpec[] => {
  const spec = (source: AddressMatch | null | undefined, destination: AddressMatch | null | undefined) => ({
    ...parts,
    target,
    source: condition(source),
    destination: condition(destination),
  });
  if (sources.length <= 1 && destinations.length <= 1) return [spec(sources[0], destinations[0])];
  const every = <T>(list: readonly T[]): readonly (T | null)[] => (list.length ? list : [null]);
  return every(sources).flatMap((source) => every(destinations).map((to) => spec(source, to)));
};
