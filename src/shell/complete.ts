/**
 * What an editor may offer at a place, and say of a word. All of it is read from the declarations the parser
 * reads.
 */

import { type CoreKey, type CoreOption, coreOptions } from '../netfilter/command/coreOptions.ts';
import type { Option, Options } from '../netfilter/extension.ts';
import { builtInChains } from '../netfilter/hookOrder.ts';
import { findMatch, findTarget, matchRegistry, targetRegistry } from '../netfilter/registry.ts';
import { type TableName, tableNames } from '../netfilter/types.ts';
import { commands } from './commands/index.ts';

/** One thing to write. */
export interface Choice {
  readonly label: string;
  /** What it takes, as manuals write it; empty where it takes nothing. */
  readonly detail: string;
  /** One plain sentence; empty where the label says it all. */
  readonly info: string;
}

/** What could be written from offset `from` up to the cursor. */
export interface Completion {
  readonly from: number;
  readonly choices: readonly Choice[];
}

/** What is known of the word at `from`..`to`. */
export interface Known extends Choice {
  readonly from: number;
  readonly to: number;
}

const verdicts: readonly Choice[] = [
  { label: 'ACCEPT', detail: '', info: 'Lets the packet pass this table.' },
  { label: 'DROP', detail: '', info: 'Throws the packet away without telling its sender.' },
  {
    label: 'RETURN',
    detail: '',
    info: 'Goes back to the chain that jumped here; at the end of a built-in chain the policy decides.',
  },
  { label: 'QUEUE', detail: '', info: 'Hands the packet to a program.' },
];
const protocols = ['tcp', 'udp', 'icmp', 'all'];
const savedStarts: readonly Choice[] = [
  ...tableNames.map((t) => ({ label: `*${t}`, detail: '', info: `Begins the ${t} table.` })),
  { label: 'COMMIT', detail: '', info: 'Ends a table: it is loaded whole, here.' },
];
const named = (labels: Iterable<string>, info = ''): Choice[] =>
  [...labels].map((label) => ({ label, detail: '', info }));
const summaries = (all: Iterable<{ readonly name: string; readonly summary: string }>): Choice[] =>
  [...all].map(({ name, summary }) => ({ label: name, detail: '', info: summary }));

const coreSpellings = (o: CoreOption): string[] => [
  ...(o.short ? [`-${o.short}`] : []),
  ...o.long.map((long) => `--${long}`),
];
const coreBySpelling = new Map(
  coreOptions.flatMap((o) => coreSpellings(o).map((name) => [name, o] as const)),
);
const offered = coreOptions.map(
  (o): Choice => ({ label: o.short ? `-${o.short}` : `--${o.long[0]}`, detail: o.form ?? '', info: o.help }),
);

/** The line around an offset, its words before that offset, and the one the offset is in or right after. */
const place = (text: string, at: number) => {
  const start = text.lastIndexOf('\n', at - 1) + 1;
  const end = text.indexOf('\n', at);
  const line = text.slice(start, end < 0 ? text.length : end);
  const from = start + /\S*$/.exec(text.slice(start, at))!.index;
  return {
    line,
    from,
    word: text.slice(from, at),
    before: text.slice(start, from).split(/\s+/).filter(Boolean),
  };
};

const valuesAfter = (words: readonly string[], ...names: readonly string[]): string[] =>
  words.flatMap((w, i) => (names.includes(words[i - 1] ?? '') ? [w] : []));

/** The extensions a line loads: by `-m`, by `-p`, by `-j`. */
const loaded = (words: readonly string[]) => [
  ...valuesAfter(words, '-m', '--match', '-p', '--protocol').flatMap((name) => findMatch(name) ?? []),
  ...valuesAfter(words, '-j', '--jump').flatMap((name) => findTarget(name) ?? []),
];
const optionsOf = (options: Options): readonly Option<unknown>[] =>
  Object.values(options) as readonly Option<unknown>[];

/** The table a place is in: `-t` on its line, else the `*table` above it. */
const tableAt = (text: string, from: number, words: readonly string[]): TableName => {
  const name =
    valuesAfter(words, '-t', '--table')[0] ?? [...text.slice(0, from).matchAll(/^\*(\w+)/gm)].at(-1)?.[1];
  return tableNames.find((t) => t === name) ?? 'filter';
};

/** Chains the text itself makes: `-N NAME` and `:NAME`. */
const ownChains = (text: string): string[] => [
  ...new Set([...text.matchAll(/(?:-N|--new-chain) +(\S+)|^:(\S+)/gm)].map((m) => m[1] ?? m[2]!)),
];

const afterCore = (key: CoreKey, text: string, from: number, words: readonly string[]): readonly Choice[] => {
  const builtin = named(builtInChains(tableAt(text, from, words)), 'A built-in chain.');
  const own = named(
    ownChains(text).filter((name) => !builtin.some((b) => b.label === name)),
    'A chain of your own.',
  );
  switch (key) {
    case 'table':
      return named(tableNames);
    case 'match':
      return summaries(matchRegistry.all());
    case 'protocol':
      return named(protocols);
    case 'jump':
      return [...verdicts, ...summaries(targetRegistry.all()), ...own];
    case 'goto':
    case 'delete-chain':
    case 'rename-chain':
      return own;
    case 'policy':
      return builtin;
    case 'append':
    case 'delete':
    case 'check':
    case 'insert':
    case 'replace':
    case 'list':
    case 'list-rules':
    case 'flush':
    case 'zero':
      return [...builtin, ...own];
    default:
      return [];
  }
};

/** Whether a line begins with a command whose options are not declared to us. */
const isOther = (command: string | undefined): boolean =>
  command !== undefined && !command.startsWith('iptables') && commands.networkNames.includes(command);

/**
 * What may be written at an offset of commands or of iptables-save text; null where nothing is known to match.
 */
export const complete = (text: string, at: number, language: 'commands' | 'save'): Completion | null => {
  const { line, from, word, before } = place(text, at);
  const words = line.split(/\s+/).filter(Boolean);
  const previous = before.at(-1) === '!' ? (before.at(-2) ?? '') : (before.at(-1) ?? '');
  const found = (choices: readonly Choice[], start = from): Completion | null => {
    const typed = text.slice(start, at);
    const matching = choices.filter((c) => c.label.startsWith(typed) && c.label !== typed);
    return matching.length > 0 ? { from: start, choices: matching } : null;
  };
  if (language === 'commands' && isOther(before[0])) return null;
  if (before.length === 0 && language === 'commands') return found(named(commands.networkNames));
  if (before.length === 0 && !word.startsWith('-')) return found(savedStarts);
  if (word.startsWith('-')) {
    const options = loaded(words).flatMap((e) => optionsOf(e.options));
    return found([
      ...options.flatMap((o) =>
        o.names.map((label) => ({ label, detail: o.takes?.form ?? '', info: o.help })),
      ),
      ...offered,
    ]);
  }
  if (/^(-P|--policy)$/.test(before.at(-2) ?? '')) return found(verdicts.slice(0, 2));
  const option = loaded(words)
    .flatMap((e) => optionsOf(e.options))
    .find((o) => o.names.includes(previous));
  if (option?.takes?.suggestions)
    return found(named(option.takes.suggestions), from + word.lastIndexOf(',') + 1);
  const core = coreBySpelling.get(previous);
  return core ? found(afterCore(core.key, text, from, words)) : null;
};

/**
 * What the word under an offset is: an option, a match, a target, a verdict. Null where there is nothing to
 * say.
 */
export const describeWord = (text: string, at: number): Known | null => {
  const { line, from, before } = place(text, at);
  const label = /^\S*/.exec(text.slice(from))![0];
  const to = from + label.length;
  const words = line.split(/\s+/).filter(Boolean);
  if (isOther(words[0])) return null;
  const known = (choice: Omit<Choice, 'label'> | undefined): Known | null =>
    choice ? { from, to, label, detail: choice.detail, info: choice.info } : null;
  if (label.startsWith('-')) {
    const option = loaded(words)
      .flatMap((e) => optionsOf(e.options))
      .find((o) => o.names.includes(label));
    if (option) return known({ detail: option.takes?.form ?? '', info: option.help });
    const core = coreBySpelling.get(label);
    return known(core && { detail: core.form ?? '', info: core.help });
  }
  const core = coreBySpelling.get(before.at(-1) ?? '')?.key;
  return core === 'jump' || core === 'match'
    ? known(afterCore(core, text, from, words).find((c) => c.label === label))
    : null;
};
