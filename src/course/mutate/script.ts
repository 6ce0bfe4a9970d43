/** The lines of a solution, read so far that one thing in them can be changed. */
import type { Command } from '../../netfilter/command/command.ts';
import { parseCommand } from '../../netfilter/command/parseCommand.ts';
import { builtInChains } from '../../netfilter/hookOrder.ts';
import { saveRule } from '../../netfilter/print/save.ts';
import { isTable, type PacketFilter, type TableName } from '../../netfilter/types.ts';
import { own } from '../../text/own.ts';
import { splitSaved, splitWords, type Word } from '../../text/words.ts';
import type { Lab } from '../lab.ts';

/** `! -s 10.0.0.0/8`, `--dport 22`: an option with its values. */
export interface Option {
  readonly not: boolean;
  readonly name: string;
  readonly values: readonly string[];
}

/** A condition or a target: an option of the core, and those of the extension that it names. */
export type Part = readonly Option[];

/** A rule that is added, in the words of iptables-save. */
export interface RuleLine {
  readonly kind: 'rule';
  readonly table: TableName;
  readonly action: 'append' | 'insert';
  readonly chain: string;
  readonly number: number;
  readonly parts: readonly Part[];
}

/** One line. `other` is everything that no mutant changes, as it was written. */
export type Line =
  | RuleLine
  | { readonly kind: 'policy'; readonly table: TableName; readonly chain: string; readonly policy: string }
  | { readonly kind: 'delete'; readonly table: TableName; readonly chain: string; readonly number: number }
  | { readonly kind: 'flush'; readonly table: TableName; readonly chain: string }
  | { readonly kind: 'other'; readonly table: TableName; readonly text: string };

/** A solution in lines. */
export interface Script {
  readonly language: 'commands' | 'save';
  readonly lines: readonly Line[];
}

/** The parts of a rule out of its saved words. */
export const partsOf = (words: readonly Word[]): readonly Part[] => {
  const parts: Option[][] = [];
  let not = false;
  for (const { text } of words)
    if (text === '!') not = true;
    else if (/^--?[a-z]/.test(text)) {
      const option: Option = { not, name: text, values: [] };
      not = false;
      if (/^-[a-z]$/.test(text) || parts.length === 0) parts.push([option]);
      else parts.at(-1)!.push(option);
    } else {
      const part = parts.at(-1);
      const last = part?.pop();
      if (part && last) part.push({ ...last, values: [...last.values, text] });
    }
  return parts;
};

const lineOf = ({ table, action }: Command, text: string): readonly Line[] => {
  switch (action.kind) {
    case 'append':
    case 'insert':
      return action.rules.map((rule) => ({
        kind: 'rule',
        table,
        action: action.kind,
        chain: action.chain,
        number: action.kind === 'insert' ? action.number : 1,
        parts: partsOf(splitSaved(saveRule(action.chain, rule)).slice(2)),
      }));
    case 'policy':
      return [{ kind: 'policy', table, chain: action.chain, policy: action.policy }];
    case 'delete-number':
      return [{ kind: 'delete', table, chain: action.chain, number: action.number }];
    default:
      return [{ kind: 'other', table, text }];
  }
};

/** Reads a text of a lab. Lines that are no plain iptables commands stay as they are. */
export const readScript = (language: Lab['language'], text: string, filter: PacketFilter): Script => {
  const lines = text.split('\n');
  const made = lines.flatMap((l) => /(?:^:|\s-N\s+)(\S+)/.exec(l)?.[1] ?? []);
  const hasChain = (table: TableName, name: string) =>
    (builtInChains(table) as readonly string[]).includes(name) ||
    made.includes(name) ||
    own(filter.tables[table]?.chains ?? {}, name) !== undefined;
  const context = { chainNames: () => made, hasChain, hasSet: () => true };
  let inTable: TableName = 'filter';
  const readLine = (line: string): readonly Line[] => {
    const other: readonly Line[] = [{ kind: 'other', table: inTable, text: line }];
    if (language !== 'save') {
      const [name, ...rest] = splitWords(line).words;
      if (!name || !/^iptables(-legacy|-nft)?$/.test(name.text) || /[;|&<>`$]/.test(line)) return other;
      const read = parseCommand(rest, context);
      return read.ok ? lineOf(read.command, line) : other;
    }
    if (line.startsWith('*')) {
      const table = line.slice(1).trim();
      if (isTable(table)) inTable = table;
      return [];
    }
    if (line.startsWith(':')) {
      const [chain = '', policy = '-'] = line.slice(1).split(' ');
      return policy === '-'
        ? [{ kind: 'other', table: inTable, text: line }]
        : [{ kind: 'policy', table: inTable, chain, policy }];
    }
    if (!line.startsWith('-')) return [];
    const read = parseCommand(splitSaved(line), { ...context, table: inTable });
    return read.ok ? lineOf({ ...read.command, table: inTable }, line) : other;
  };
  return { language: language === 'save' ? 'save' : 'commands', lines: lines.flatMap(readLine) };
};

const quoted = (word: string): string =>
  /^[\w\-./:,+=@%!]+$/.test(word) ? word : `"${word.replace(/(["\\])/g, '\\$1')}"`;

/** The words of a rule after its chain. */
export const ruleWords = ({ parts }: Pick<RuleLine, 'parts'>): string =>
  parts
    .flat()
    .flatMap((o) => [...(o.not ? ['!'] : []), o.name, ...o.values.map(quoted)])
    .join(' ');

const lineText = (line: Line): string => {
  switch (line.kind) {
    case 'rule': {
      const number = line.number === 1 ? '' : ` ${line.number}`;
      const action = line.action === 'append' ? `-A ${line.chain}` : `-I ${line.chain}${number}`;
      return `${action} ${ruleWords(line)}`.trim();
    }
    case 'policy':
      return `-P ${line.chain} ${line.policy}`;
    case 'delete':
      return `-D ${line.chain} ${line.number}`;
    case 'flush':
      return `-F ${line.chain}`;
    case 'other':
      return line.text;
  }
};

/** The text of a script, in its language. */
export const printScript = ({ language, lines }: Script): string => {
  if (language === 'commands')
    return lines
      .map((line) =>
        line.kind === 'other'
          ? line.text
          : `iptables ${line.table === 'filter' ? '' : `-t ${line.table} `}${lineText(line)}`,
      )
      .join('\n')
      .concat('\n')
      .replace(/\n+$/, '\n');
  const tables = [...new Set(lines.map((l) => l.table))];
  return tables
    .map((table) => {
      const own = lines.filter((l) => l.table === table);
      const heads = own.flatMap((l) =>
        l.kind === 'policy'
          ? [`:${l.chain} ${l.policy} [0:0]`]
          : l.kind === 'other' && l.text.startsWith(':')
            ? [l.text]
            : [],
      );
      const rest = own.filter((l) => l.kind !== 'policy' && !(l.kind === 'other' && l.text.startsWith(':')));
      return [`*${table}`, ...heads, ...rest.map(lineText), 'COMMIT', ''].join('\n');
    })
    .join('');
};

/**
 * Lines of a solution that no mutant changes, as they are written: loops, here-documents, other commands. Comments and a
 * dump's chains are no matter.
 */
export const unalteredLines = ({ lines }: Script): readonly string[] =>
  lines.flatMap((line) =>
    line.kind === 'other' && !/^\s*(#|:|$)/.test(line.text) ? [line.text.trim()] : [],
  );
