/** A rule part by part: each option with its value, and what it means in this rule. */
import type { Span, Word } from '../../text/words.ts';
import type { Command } from '../command/command.ts';
import { coreOptions } from '../command/coreOptions.ts';
import type { Match, Option, Target } from '../extension.ts';
import { findMatch, findTarget } from '../registry.ts';
import type { ProtocolMatch } from '../types.ts';
import { protocolName, protocolNumber } from '../values/protocol.ts';
import { meansCore, noTable, noTarget } from './coreParts.ts';

/** One part of a rule: the option as it was written, or which one is missing, and what it means. */
export interface ExplainedPart {
  readonly text: string;
  readonly means: string;
  /** A matter of form that can be shown small: `-m tcp`. */
  readonly minor?: true;
  /** Where it is in the line; absent for what is missing. */
  readonly at?: Span;
}

type Extension = Match | Target;

const coreOption = (name: string) =>
  coreOptions.find((o) => o.long.some((l) => `--${l}` === name) || `-${o.short}` === name);

/** Options of a command that take a second word: always, or where it is a number. */
const twoWords: readonly string[] = ['policy', 'rename-chain', 'counters'];
const numbered: readonly string[] = ['insert', 'delete', 'replace', 'zero', 'list', 'list-rules'];

/** What an extension's option with its value means in this rule. */
const meansOption = (
  { extension, option }: { readonly extension: Extension; readonly option: Option },
  values: readonly string[],
  inverted: boolean,
  protocol: ProtocolMatch | null,
): string => {
  const place = {
    extension: extension.name,
    option: option.names[0].replace(/^-+/, ''),
    protocol,
    hasSet: () => true,
  };
  if (option.means) {
    const read = option.takes && values.length ? option.takes.parse(values.join('\0'), place) : null;
    if (!read || read.ok) return option.means(read ? read.value : option.takes ? null : true, inverted);
  }
  const help = option.help.replace(/\.$/, '');
  return `${inverted ? `The opposite of: ${help}` : help}${values.length ? `: ${values.join(' ')}` : ''}.`;
};

/** Options of this extension that the rule uses. */
const usedBy = (extension: Extension, words: readonly Word[]): readonly string[] =>
  words
    .map((w) => w.text)
    .filter((text) => Object.values(extension.options).some((o) => o.names.includes(text)));

const meansMatch = (name: string, words: readonly Word[]): string => {
  const match = findMatch(name);
  const used = match ? [...new Set(usedBy(match, words))] : [];
  return `Load the ${name} match${used.length ? ` (needed for ${used.join(', ')})` : ''}.`;
};

/**
 * The parts of a line in the order they are written, then what is missing. `inFile`: the table is named elsewhere.
 * Words that belong to no option are left out.
 */
export const partsOf = (
  line: string,
  words: readonly Word[],
  command: Command,
  inFile: boolean,
): readonly ExplainedPart[] => {
  const parts: ExplainedPart[] = [];
  const owners: Extension[] = [];
  const seen = new Set<string>();
  let protocol: ProtocolMatch | null = null;
  let not: Word | null = null;
  for (let i = 0; i < words.length; i++) {
    const word = words[i]!;
    if (word.text === '!') {
      not = word;
      continue;
    }
    const core = coreOption(word.text);
    const own = owners
      .toReversed()
      .flatMap((extension) => Object.values(extension.options).map((option) => ({ extension, option })))
      .find(({ option }) => option.names.includes(word.text));
    if (!core && !own) {
      not = null;
      continue;
    }
    const next = (n: number) => words[i + n]?.text ?? '-';
    let count = 0;
    if (own && !core) count = own.option.takes === null ? 0 : (own.option.words ?? 1);
    else if (core && core.takes !== 'none') {
      const optional = core.takes === 'optional' && /^[-!]/.test(next(1));
      count = optional ? 0 : 1;
      if (count && twoWords.includes(core.key) && !(core.key === 'counters' && next(1).includes(',')))
        count = 2;
      if (count && numbered.includes(core.key) && /^\d+$/.test(next(2))) count = 2;
    }
    if (own?.option.optional && /^[-!]/.test(next(1))) count = 0;
    const values = words.slice(i + 1, i + 1 + count);
    const texts = values.map((v) => v.text);
    const [value = ''] = texts;
    i += values.length;
    const inverted = not !== null;
    const at = { from: (not ?? word).from, to: (values.at(-1) ?? word).to };
    const text = line.slice(at.from, at.to);
    not = null;
    if (core) {
      seen.add(core.key);
      if (core.key === 'match') owners.push(...[findMatch(value)].filter((m) => m !== undefined));
      if (core.key === 'jump') owners.push(...[findTarget(value)].filter((t) => t !== undefined));
      if (core.key === 'protocol') {
        const number = protocolNumber(value);
        protocol = number === null ? null : { number, inverted };
        owners.unshift(...[findMatch(protocolName(number ?? 0))].filter((m) => m !== undefined));
      }
      const minor = core.key === 'match' || (core.key === 'protocol' && !inverted);
      const means =
        core.key === 'match' ? meansMatch(value, words) : meansCore(core, texts, inverted, command);
      parts.push({ text, means, ...(minor && { minor }), at });
    } else parts.push({ text, means: meansOption(own!, texts, inverted, protocol), at });
  }
  return [...parts, ...missing(command, seen, words, inFile)];
};

const missing = (
  { action, table }: Command,
  seen: ReadonlySet<string>,
  words: readonly Word[],
  inFile: boolean,
): readonly ExplainedPart[] => {
  const parts: ExplainedPart[] = [];
  if (!inFile && !seen.has('table') && table === 'filter')
    parts.push({ text: 'no -t', means: noTable, minor: true });
  if ('rules' in action && !seen.has('jump') && !seen.has('goto')) {
    const notes =
      words.some((w) => w.text === 'recent') &&
      words.some((w) => w.text === '--set' || w.text === '--update');
    parts.push({ text: 'no -j', means: noTarget(notes) });
  }
  return parts;
};
