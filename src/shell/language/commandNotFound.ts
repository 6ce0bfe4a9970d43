import type { BackendName } from '../../netfilter/types.ts';
import type { Problem } from '../../text/problem.ts';
import { suggest } from '../../text/suggest.ts';
import type { Word } from '../../text/words.ts';
import type { CommandTable } from '../commands/shellCommand.ts';

/** What a shell says of a command that it does not find, with the nearest name that it knows. */
export const commandNotFound = (word: Word, backend: BackendName, commands: CommandTable): Problem => {
  if (word.text.includes('/'))
    return {
      from: word.from,
      to: word.to,
      message: `${word.text}: No such file or directory`,
      status: 127,
      hint: 'No programs are run by their path here. help lists the commands.',
    };
  const near = /-(legacy|nft)/.test(word.text) ? null : suggest(word.text, commands.names);
  const hint = near
    ? `Did you mean ${near}?`
    : /^iptables-(legacy|nft)\b/.test(word.text)
      ? `This host has iptables ${backend === 'nft' ? 'over nf_tables' : 'legacy'}. Write ${word.text.replace(/-(legacy|nft)/, '')}.`
      : word.text.startsWith('ip6tables')
        ? 'This course is about IPv4. The command is iptables.'
        : word.text.startsWith('-')
          ? 'Each line begins with a command. Put iptables in front.'
          : `Here you have ${commands.networkNames.join(', ')}, and what help lists.`;
  const said = word.text.startsWith('ip6tables')
    ? `${word.text}: command not found; this is IPv4 only, and its command is iptables`
    : `${word.text}: command not found`;
  const base = { from: word.from, to: word.to, message: said, status: 127, hint };
  if (near) return { ...base, replacement: near };
  return word.text.startsWith('-') ? { ...base, replacement: `iptables ${word.text}` } : base;
};
