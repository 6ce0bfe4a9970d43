import type { Option, Options } from '../../netfilter/extension.ts';
import { findMatch, findTarget } from '../../netfilter/registry.ts';
import { describedOption, sections, wrapped } from './shared/manualText.ts';
import { printed, problemAt, refused } from './shared/result.ts';
import { defineCommand, type ShellCommand } from './shellCommand.ts';

const page = (name: string, { usage, summary }: Pick<ShellCommand, 'usage' | 'summary'>): string =>
  sections([
    ['NAME', wrapped(name)],
    ['SYNOPSIS', wrapped(usage)],
    ['DESCRIPTION', wrapped(summary)],
  ]);

const optionLines = (options: Options): string =>
  (Object.values(options) as readonly Option<unknown>[])
    .map(({ names, takes, invertible, help }) =>
      describedOption(`${invertible ? '[!] ' : ''}${names.join(', ')}${takes ? ` ${takes.form}` : ''}`, help),
    )
    .join('');

/** The page of a match or a target; null where there is none of that name. */
const extensionPage = (name: string): string | null => {
  const extension = findMatch(name) ?? findTarget(name);
  if (!extension) return null;
  const usage = extension.kind === 'target' ? `-j ${name}` : `-m ${name}`;
  const options = optionLines(extension.options) || wrapped('It takes no options.');
  return `${page(name, { usage, summary: extension.summary })}\n${sections([['OPTIONS', options]])}`;
};

/** In our own words, with the options that the engine declares. */
export const man = defineCommand({
  name: 'man',
  usage: 'man COMMAND',
  summary:
    'Says how a command is written; man iptables lists its options, man NAME those of a match or target.',
  needs: ['shell'],
  run({ shell, words: [word], at }) {
    if (!word) {
      const question = "What manual page do you want?\nFor example, try 'man man'.";
      return refused(problemAt({ from: at.to, to: at.to }, question, 1, 'Write the name of a command.'));
    }
    const name = word.text;
    const command = shell.commands.find(name);
    if (command) return printed(page(name, command) + (command.manual ? `\n${command.manual()}` : ''));
    const text = extensionPage(name);
    return text === null
      ? refused(problemAt(word, `No manual entry for ${name}`, 16, 'help lists the commands.'))
      : printed(text);
  },
});
