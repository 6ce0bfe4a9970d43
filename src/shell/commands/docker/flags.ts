import type { Word } from '../../../text/words.ts';
import { problemAt, refused } from '../shared/result.ts';
import type { CommandResult } from '../shellCommand.ts';

/** The flags of one command of docker, as long names. */
export interface Flags {
  /** `docker run`: what its messages call it. */
  readonly command: string;
  /** Those that work here: whether each takes a word. */
  readonly ours: Readonly<Record<string, 'none' | 'word'>>;
  /** The long name of each letter, also of flags that do not work here. */
  readonly letters: Readonly<Record<string, string>>;
  /** Long names of the real one's other flags. */
  readonly others: string;
}

/** What was given: flags in their order, and the words from the first that is none. */
export interface FlagsRead {
  readonly given: readonly { readonly flag: string; readonly word: Word }[];
  readonly rest: readonly Word[];
}

/** `See 'docker run --help'.` after a message, as docker puts it there. */
export const see = (message: string, command: string): string => `${message}\nSee '${command} --help'.`;

/**
 * Reads flags up to the first other word. Long names have to be written out, unlike getopt's.
 * Reference: github.com/spf13/pflag, flag.go.
 */
export const readFlags = (words: readonly Word[], flags: Flags): FlagsRead | CommandResult => {
  const given: { flag: string; word: Word }[] = [];
  const ours = Object.keys(flags.ours).map((f) => `--${f}`);
  const refuse = (at: Word, message: string) =>
    refused(problemAt(at, message, 125, `Here it takes ${ours.join(', ')}.`));
  const wrong = (at: Word, message: string) => refuse(at, see(message, flags.command));
  const notHere = (at: Word, name: string) =>
    refuse(at, `docker: ${name} of ${flags.command} is not simulated here`);
  const others = flags.others.split(/\s+/);
  let next = 0;
  for (; next < words.length; next++) {
    const at = words[next]!;
    if (at.text === '--') return { given, rest: words.slice(next + 1) };
    if (!at.text.startsWith('-') || at.text === '-') break;
    if (at.text.startsWith('--')) {
      const [, name, value] = /^--([^=]*)(?:=(.*))?$/s.exec(at.text)!;
      const takes = Object.hasOwn(flags.ours, name!) ? flags.ours[name!] : null;
      if (takes === null)
        return others.includes(name!) ? notHere(at, `--${name}`) : wrong(at, `unknown flag: --${name}`);
      if (takes === 'none' && value !== undefined) return notHere(at, at.text);
      const word = takes === 'none' ? at : value === undefined ? words[++next] : { ...at, text: value };
      if (!word) return wrong(at, `flag needs an argument: --${name}`);
      given.push({ flag: name!, word });
      continue;
    }
    for (let rest = at.text.slice(1); rest !== ''; rest = rest.slice(1)) {
      const letter = rest[0]!;
      const name = Object.hasOwn(flags.letters, letter) ? flags.letters[letter]! : null;
      if (name === null) return wrong(at, `unknown shorthand flag: '${letter}' in -${rest}`);
      if (!Object.hasOwn(flags.ours, name)) return notHere(at, `-${letter}`);
      if (flags.ours[name] === 'none') {
        given.push({ flag: name, word: at });
        continue;
      }
      const attached = rest.slice(1).replace(/^=/, '');
      const word = rest.length > 1 ? { ...at, text: attached } : words[++next];
      if (!word) return wrong(at, `flag needs an argument: '${letter}' in -${rest}`);
      given.push({ flag: name, word });
      break;
    }
  }
  return { given, rest: words.slice(next) };
};
