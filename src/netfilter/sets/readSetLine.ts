import type { Span, Word } from '../../text/words.ts';
import { IpsetError, notSimulated, usageError } from './ipsetError.ts';

/**
 * Each command with its other names, in the order in which they are looked through: the beginning of a command's own
 * name stands for it.
 */
const commands = {
  create: ['n', '-N'],
  add: ['-A'],
  del: ['-D'],
  test: ['-T'],
  destroy: ['x', '-X'],
  list: ['-L'],
  save: ['-S'],
  restore: ['-R'],
  flush: ['-F'],
  rename: ['e', '-E'],
  swap: ['w', '-W'],
  help: ['-h', '-H'],
  version: ['-v', '-V'],
  quit: [],
} as const;
export type SetCommandName = keyof typeof commands;
/** The commands by their own names. */
export const setCommandNames = Object.keys(commands) as readonly SetCommandName[];

/** Commands that need two words after them. */
const takesTwo: readonly SetCommandName[] = ['create', 'add', 'del', 'test', 'rename', 'swap'];
/** Commands that take no more words than those. */
const takesNoMore: readonly SetCommandName[] = [
  'destroy',
  'list',
  'save',
  'restore',
  'flush',
  'rename',
  'swap',
];

const flags = {
  exist: ['-!', '-exist'],
  quiet: ['-q', '-quiet'],
  sorted: ['-s', '-sorted'],
  terse: ['-t', '-terse'],
  names: ['-n', '-name'],
  resolve: ['-r', '-resolve'],
} as const;
export type SetFlag = keyof typeof flags;

/** The flag that a word is, with one dash or two. */
export const setFlagOf = (text: string): SetFlag | undefined =>
  (Object.keys(flags) as SetFlag[]).find((flag) =>
    flags[flag].some((name) => name === text || `-${name}` === text),
  );

/** One line of ipset. */
export interface SetLine {
  readonly command: SetCommandName;
  /** The words after the command, without flags. */
  readonly words: readonly Word[];
  readonly flags: ReadonlySet<SetFlag>;
  /** Prints sets as `save` does. */
  readonly saves: boolean;
  readonly whole: Span;
}

/** The command that a word of `ipset` is, or an abbreviation of it. */
export const setCommandOf = (text: string): SetCommandName | undefined => {
  const plain = text.replace(/^--/, '');
  if (plain === '') return undefined;
  return setCommandNames.find(
    (name) => name.startsWith(plain) || (commands[name] as readonly string[]).includes(text),
  );
};

const mainCommands = setCommandNames.slice(0, 11).join(', ');

/**
 * Reads a line: flags may be anywhere, the first other word is the command. Throws an IpsetError.
 * Reference: ipset, lib/ipset.c, ipset_parse_argv.
 */
export const readSetLine = (all: readonly Word[]): SetLine => {
  const whole = { from: all[0]?.from ?? 0, to: all.at(-1)?.to ?? 0 };
  const { words, given, mode: modeWord } = takeFlags(all);
  const mode = modeWord && readMode(modeWord);
  const [first, ...rest] = words;
  if (!first) throw usageError(whole, 'No command specified.', `Begin with a command: ${mainCommands}.`);
  const command = setCommandOf(first.text);
  if (!command)
    throw usageError(
      first,
      `No command specified: unknown argument ${first.text}`,
      `ipset has no command ${first.text}. Its commands are ${mainCommands}.`,
    );
  const needed = takesTwo.includes(command) ? 2 : 0;
  if (rest.length < needed)
    throw usageError(
      whole,
      `Missing ${rest.length === 0 ? '' : 'second '}mandatory argument to command ${command}`,
      missingWords(command),
    );
  const extra = rest[command === 'restore' ? 0 : Math.max(1, needed)];
  if (extra && takesNoMore.includes(command))
    throw usageError(
      extra,
      `Unknown argument ${extra.text}`,
      `ipset ${command} does not take this word. Remove it.`,
    );
  const saves = mode === null ? command === 'save' : mode === 'save';
  return { command, words: rest, flags: given, saves, whole };
};

const missingWords = (command: SetCommandName): string => {
  switch (command) {
    case 'create':
      return 'Give the new set a name and a type: ipset create blocked hash:ip.';
    case 'rename':
    case 'swap':
      return `Write the names of two sets: ipset ${command} blocked allowed.`;
    default:
      return `Write the set and an entry: ipset ${command} blocked 10.0.0.1.`;
  }
};

/** The flags of a line, the word after `-o`, and the words that are left. */
const takeFlags = (
  all: readonly Word[],
): { readonly words: readonly Word[]; readonly given: ReadonlySet<SetFlag>; readonly mode: Word | null } => {
  const words: Word[] = [];
  const given = new Set<SetFlag>();
  let mode: Word | null = null;
  for (let i = 0; i < all.length; i++) {
    const word = all[i]!;
    const flag = setFlagOf(word.text);
    const letter = /^-(o|f|-?output|-?file)$/.exec(word.text)?.[1]?.replaceAll('-', '')[0];
    if (flag === 'resolve')
      throw notSimulated(word, word.text, 'Remove it: addresses are printed as numbers.');
    if (flag) given.add(flag);
    else if (letter) {
      const value = all[++i];
      if (!value)
        throw usageError(
          word,
          `Missing mandatory argument to option -${letter}`,
          letter === 'o' ? 'Write the mode: -o plain or -o save.' : 'Write the name of a file after it.',
        );
      if (letter === 'f') throw notSimulated(word, word.text, 'Use < and > instead: ipset restore < FILE.');
      mode = value;
    } else words.push(word);
  }
  return { words, given, mode };
};

/** The mode that `-o` names. */
const readMode = (word: Word): string => {
  const hint = 'Use -o plain or -o save.';
  if (word.text === 'xml' || word.text === 'json') throw notSimulated(word, `-o ${word.text}`, hint);
  if (word.text === 'plain' || word.text === 'save') return word.text;
  throw new IpsetError(word, `Syntax error: unknown output mode '${word.text}'`, hint);
};
