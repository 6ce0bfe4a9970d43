import type { RuleContext } from '../../extension.ts';
import { inhabitantOf } from './known.ts';
import { sayInterface, sayNetwork } from './names.ts';

/**
 * `When a container talks to anything that isn’t on docker0, hide it`: how a rule begins that gives one network
 * another source address. Null where the rule asks more than who talks to whom.
 */
export const hidden = ({ rule, chain, matches = [] }: RuleContext): string | null => {
  // There, only what this machine gets itself is seen.
  if (chain === 'INPUT') return null;
  const { source, destination, output, input, protocol, fragment } = rule;
  if (matches.some((m) => m.name !== 'comment') || protocol || fragment || input) return null;
  if (!source || source.inverted || source.mask === 0 || (destination && output?.inverted)) return null;
  if (output?.name.includes('+') && output.inverted) return null;
  const known = output?.inverted ? inhabitantOf(output.name) : null;
  const who =
    known ?? (source.mask === 0xffffffff ? sayNetwork(source) : `a machine in ${sayNetwork(source)}`);
  const whom = destination
    ? `${destination.inverted ? 'anything but ' : ''}${sayNetwork(destination)}`
    : 'anything';
  const way = output
    ? output.inverted
      ? ` that isn’t on ${sayInterface(output)}`
      : ` through ${sayInterface(output)}`
    : '';
  return `When ${who} talks to ${whom}${way}, hide it`;
};
