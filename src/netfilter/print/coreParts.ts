/** What iptables' own options mean in a rule. */
import type { Command } from '../command/command.ts';
import type { CoreOption } from '../command/coreOptions.ts';
import { isVerdict, type VerdictName } from '../command/verdicts.ts';
import { findTarget } from '../registry.ts';
import type { Hook, TableName } from '../types.ts';
import { protocolNumber } from '../values/protocol.ts';
import { chainIs, tableIs } from './places.ts';
import { sayProtocol } from './sentence/names.ts';
import { isBuiltIn } from './sentence/verdict.ts';
import { listed } from './sentence/words.ts';

const chain = (name: string): string =>
  `${name}, ${isBuiltIn(name) ? chainIs[name as Hook] : 'a user-defined chain'}`;

const verdict = (name: VerdictName, inChain: string | null): string => {
  switch (name) {
    case 'ACCEPT':
      return 'Accept: this table is done with the packet here. Other tables and later chains can still drop it.';
    case 'DROP':
      return 'Drop: the packet is gone, and its sender gets no answer.';
    case 'RETURN':
      return inChain !== null && isBuiltIn(inChain)
        ? `Return: skip the rest of ${inChain} and let its policy decide.`
        : 'Return: leave this chain and continue in the chain that jumped here, at the next rule.';
    case 'QUEUE':
      return 'Queue: hand the packet to a program, which decides.';
  }
};

const device = (name: string): string => {
  if (name === '+') return 'any interface';
  return name.endsWith('+') ? `an interface whose name begins with ${name.slice(0, -1)}` : name;
};

const protocol = (text: string): string => {
  const number = protocolNumber(text) ?? 0;
  return number === 0 ? 'any' : sayProtocol(number).replace('protocol-', '');
};

const addresses = (text: string): string => {
  const list = text.split(',').map((a) => a.trim());
  return `${listed(list, 'or')}${list.length > 1 ? ' (one rule for each)' : ''}`;
};

/** What a missing `-t` means. */
export const noTable = 'In the filter table, since -t is not given.';

/** What a missing `-j` means; `notes`: a match of the rule notes the packet's address. */
export const noTarget = (notes: boolean): string =>
  `No target: the packet is only counted${notes ? ', and its address noted' : ''}. It goes on to the next rule.`;

const insertion = (name: string, number: string | undefined): string =>
  number === undefined || number === '1'
    ? `Insert the rule at the top of ${chain(name)}.`
    : `Insert the rule as number ${number} of ${chain(name)}.`;

/** One plain sentence about an option of iptables itself, with the values that follow it. */
export const meansCore = (
  { key, help }: CoreOption,
  values: readonly string[],
  inverted: boolean,
  { action }: Command,
): string => {
  const [value = '', second] = values;
  const other = inverted ? 'other than ' : '';
  switch (key) {
    case 'append':
      return `Append the rule to ${chain(value)}.`;
    case 'insert':
      return insertion(value, second);
    case 'replace':
      return `Replace rule ${second} of ${chain(value)}.`;
    case 'delete':
      return second === undefined
        ? `Delete the rule that reads like this from ${chain(value)}.`
        : `Delete rule ${second} of ${chain(value)}.`;
    case 'check':
      return `Check whether ${value} has this rule. The answer is the exit status: 0 if it has.`;
    case 'policy':
      return `The policy of ${chain(value)}: ${second} what no rule has decided.`;
    case 'table':
      return Object.hasOwn(tableIs, value) ? `In the ${value} table, ${tableIs[value as TableName]}.` : help;
    case 'source':
      return `Source address ${other}${addresses(value)}.`;
    case 'destination':
      return `Destination address ${other}${addresses(value)}.`;
    case 'input':
      return `${inverted ? 'Does not arrive' : 'Arrives'} on ${device(value)}.`;
    case 'output':
      return `${inverted ? 'Does not leave' : 'Leaves'} through ${device(value)}.`;
    case 'protocol':
      return inverted ? `Any protocol but ${protocol(value)}.` : `Protocol ${protocol(value)}.`;
    case 'fragments':
      return inverted ? 'Whole packets and first fragments only.' : 'Second and later fragments only.';
    case 'jump': {
      if (isVerdict(value)) return verdict(value, 'chain' in action ? action.chain : null);
      return (
        findTarget(value)?.summary ??
        `Continue in the chain ${value}, and come back to the next rule here if nothing there decides.`
      );
    }
    case 'goto':
      return `Continue in the chain ${value}. What comes to its end does not come back here.`;
    case 'counters':
      return `Start the counters of the rule at ${values.flatMap((v) => v.split(',')).join(' packets and ')} bytes.`;
    case 'wait':
      return value === ''
        ? 'Wait while another iptables holds the lock.'
        : `Wait up to ${value} seconds while another iptables holds the lock.`;
    default:
      return help;
  }
};
