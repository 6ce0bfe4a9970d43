/** Commands that scripts begin with out of habit, and that change little here. */
import { kindOf } from './shared/kindOf.ts';
import { Report } from './shared/report.ts';
import { printed } from './shared/result.ts';
import { defineCommand } from './shellCommand.ts';

/** Reference: bash 5.2, builtins/hash.def. */
export const hash = defineCommand({
  name: 'hash',
  usage: 'hash [-r] [NAME…]',
  summary: 'Looks whether programs are there; its status is the answer.',
  isBuiltin: true,
  needs: ['shell'],
  run({ shell, words, says }) {
    const report = new Report();
    for (const word of words) {
      if (word.text === '-r') continue;
      if (word.text.startsWith('-'))
        return shell.refuse({ ...word, what: `hash ${word.text}`, hint: 'Write hash NAME.' });
      if (!kindOf(shell, word.text))
        report.mistake(word, `${says}hash: ${word.text}: not found`, 'help lists what there is.');
    }
    return report.done();
  },
});

/** In scripts an alias is never put in, and it is not here. Reference: bash 5.2, builtins/alias.def. */
export const alias = defineCommand({
  name: 'alias',
  usage: 'alias NAME=TEXT',
  summary: 'Another name for a command at a terminal. A script does not use it; a function does the same.',
  isBuiltin: true,
  needs: ['shell'],
  run({ shell, words, at }) {
    if (shell.isTerminal && words.length)
      return shell.refuse({
        ...at,
        what: 'alias',
        hint: 'A function does the same: name() { command "$@"; }',
      });
    return printed('');
  },
});

/** Reference: bash 5.2, builtins/umask.def. */
export const umask = defineCommand({
  name: 'umask',
  usage: 'umask [MASK]',
  summary: 'The rights that new files do not get. Files have no rights here.',
  isBuiltin: true,
  needs: [],
  run: ({ words }) => printed(words.length ? '' : '0022\n'),
});

/** Reference: bash 5.2, builtins/shopt.def. */
export const shopt = defineCommand({
  name: 'shopt',
  usage: 'shopt [-s | -u] NAME…',
  summary: 'Options of bash. Those that change what a script does are refused.',
  isBuiltin: true,
  needs: ['shell'],
  run({ shell, words }) {
    const on = words.some((w) => w.text === '-s');
    for (const word of words)
      if (
        on &&
        !word.text.startsWith('-') &&
        !/^(expand_aliases|checkwinsize|histappend|cmdhist|sourcepath|extquote|patsub_replacement|huponexit|interactive_comments|progcomp)$/.test(
          word.text,
        )
      )
        return shell.refuse({ ...word, what: `shopt -s ${word.text}`, hint: 'Write the script without it.' });
    return printed('');
  },
});
