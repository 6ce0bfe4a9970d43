import type { Problem } from '../../text/problem.ts';
import { suggest } from '../../text/suggest.ts';
import type { Word } from '../../text/words.ts';
import type { CommandTable } from '../commands/shellCommand.ts';
import { missingOfBash } from '../missingPrograms.ts';

/** The refusal of a program, or of a part of bash, that a real host has and this one has not. */
export const missing = (word: Word, name: string): Problem => ({
  from: word.from,
  to: word.to,
  message: `${name} is not simulated here`,
  status: 127,
  hint: 'help lists what there is here.',
});

/** What a shell says of a command that it does not find, with the nearest name that it knows. */
export const commandNotFound = (word: Word, commands: CommandTable): Problem => {
  if (missingOfBash.has(word.text)) return missing(word, word.text);
  const near = suggest(word.text, commands.names);
  const hint = near
    ? `Did you mean ${near}?`
    : word.text.startsWith('-')
      ? 'Each line begins with a command. Put iptables in front.'
      : `Here you have ${commands.networkNames.join(', ')}, and what help lists.`;
  const base = {
    from: word.from,
    to: word.to,
    message: `${word.text}: command not found`,
    status: 127,
    hint,
  };
  if (near) return { ...base, replacement: near };
  return word.text.startsWith('-') ? { ...base, replacement: `iptables ${word.text}` } : base;
};
