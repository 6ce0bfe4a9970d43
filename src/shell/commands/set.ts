import { byLetters } from '../files.ts';
import { quotedWord } from '../language/quote.ts';
import { longOptions } from '../language/setOptions.ts';
import { shown } from './declare.ts';
import { printed, problemAt, refused } from './shared/result.ts';
import { defineCommand, type RunningShell } from './shellCommand.ts';

const letters = new Set([...longOptions.values()].filter((o) => o.length === 1));
/** Options that change nothing in what a script here does. */
const harmless = new Set([
  ...'hmBHbpE',
  'errtrace',
  'posix',
  'monitor',
  'hashall',
  'braceexpand',
  'history',
  'histexpand',
]);

const turn = (shell: RunningShell, option: string, on: boolean): void => {
  const options = new Set(shell.state.options);
  if (on) options.add(option);
  else options.delete(option);
  shell.state = { ...shell.state, options };
};

/** Reference: bash 5.2, builtins/set.def. */
export const set = defineCommand({
  name: 'set',
  usage: 'set [-efuxa] [-o OPTION] [--] [WORD…]',
  summary:
    'Sets $1 and what comes after it, or options: -e ends a script at the first failure, -u at an unset variable, -x shows what runs.',
  isBuiltin: true,
  needs: ['shell'],
  run({ shell, words, says }) {
    if (words.length === 0)
      return printed(
        [...shell.state.variables]
          .sort(([a], [b]) => byLetters(a, b))
          .flatMap(([name, { value }]) =>
            value === null
              ? []
              : [
                  `${name}=${typeof value === 'string' ? (value === '' ? '' : quotedWord(value)) : shown(value)}\n`,
                ],
          )
          .join(''),
      );
    let output = '';
    for (let i = 0; i < words.length; i++) {
      const word = words[i]!;
      const { text } = word;
      const isOption = /^[-+]./.test(text);
      if (text === '--' || text === '-' || !isOption) {
        const rest = words.slice(isOption || text === '-' ? i + 1 : i).map((w) => w.text);
        if (text !== '-' || rest.length) shell.state = { ...shell.state, positional: rest };
        break;
      }
      const on = text[0] === '-';
      for (const letter of text.slice(1)) {
        if (letter !== 'o') {
          if (letters.has(letter)) turn(shell, letter, on);
          else if (!harmless.has(letter)) return refuse(shell, word, `set ${text[0]}${letter}`);
          continue;
        }
        const name = words[++i];
        if (!name) {
          output += listed(shell, on);
          break;
        }
        const option = longOptions.get(name.text);
        if (option) turn(shell, option, on);
        else if (!harmless.has(name.text)) {
          if (known.has(name.text)) return refuse(shell, name, `set -o ${name.text}`);
          return refused(
            problemAt(
              name,
              `${says}set: ${name.text}: invalid option name`,
              2,
              'There are errexit, nounset, xtrace, pipefail, noglob and allexport.',
            ),
          );
        }
      }
    }
    return printed(output);
  },
});

const known = new Set(
  'emacs functrace ignoreeof interactive-comments keyword noclobber noexec nolog notify onecmd physical privileged verbose vi'.split(
    ' ',
  ),
);

const refuse = (
  shell: RunningShell,
  word: { readonly from: number; readonly to: number },
  what: string,
): never =>
  shell.refuse({ what, hint: 'There are -e, -u, -x, -f, -a and -o pipefail.', from: word.from, to: word.to });

/** What `set -o` and `set +o` print. */
const listed = (shell: RunningShell, asTable: boolean): string =>
  [...longOptions]
    .map(([name, option]) => {
      const on = shell.state.options.has(option);
      return asTable ? `${name.padEnd(15)}\t${on ? 'on' : 'off'}\n` : `set ${on ? '-' : '+'}o ${name}\n`;
    })
    .join('');
