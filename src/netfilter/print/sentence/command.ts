/** One sentence about an iptables command, whatever it does. */
import type { Command } from '../../command/command.ts';
import { sentenceOf } from './sentence.ts';

const ofChain = (chain: string | null, table: string): string =>
  chain === null ? `all chains of the ${table} table` : chain;

/** One sentence about a command, with its full stop. */
export const sentenceOfCommand = ({ table, action }: Command): string => {
  switch (action.kind) {
    case 'append':
      return sentenceOf(action.rules, { table, chain: action.chain });
    case 'insert':
      return sentenceOf(
        action.rules,
        { table, chain: action.chain },
        {
          after:
            action.number === 1
              ? ', before any other rule is looked at'
              : `, as rule ${action.number} of ${action.chain}`,
        },
      );
    case 'replace':
      return sentenceOf(
        action.rules,
        { table, chain: action.chain },
        { before: `Replace rule ${action.number} of ${action.chain} by this one: ` },
      );
    case 'delete':
      return sentenceOf(
        action.rules,
        { table, chain: action.chain },
        { before: `Delete this rule from ${action.chain}: ` },
      );
    case 'check':
      return sentenceOf(
        action.rules,
        { table, chain: action.chain },
        { before: `Check whether ${action.chain} has this rule: ` },
      );
    case 'delete-number':
      return `Delete rule ${action.number} of ${action.chain}.`;
    case 'list':
      return `List the rules of ${ofChain(action.chain, table)}.`;
    case 'list-rules':
      return `Print the rules of ${ofChain(action.chain, table)} as you would type them.`;
    case 'zero':
      return `Set the counters of ${action.number === null ? '' : `rule ${action.number} of `}${ofChain(action.chain, table)} to zero.`;
    case 'flush':
      return `Delete all rules of ${ofChain(action.chain, table)}; policies stay as they are.`;
    case 'delete-chain':
      return action.chain === null
        ? `Delete all empty, unused chains of your own in the ${table} table.`
        : `Delete the chain ${action.chain}, which has to be empty and unused.`;
    case 'new-chain':
      return `Make the chain ${action.chain} in the ${table} table; packets come there only when a rule sends them.`;
    case 'rename-chain':
      return `Rename the chain ${action.chain} to ${action.to}.`;
    case 'policy':
      return action.policy === 'DROP'
        ? `Drop every packet that reaches the end of ${action.chain} without a decision.`
        : `Accept every packet that reaches the end of ${action.chain} without a decision.`;
    case 'help':
      return 'Print help.';
    case 'version':
      return 'Print the version.';
    case 'nothing':
      return 'This line is for IPv6, so iptables skips it.';
  }
};
