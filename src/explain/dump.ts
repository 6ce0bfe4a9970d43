/**
 * An iptables-save text read line by line: what each line means, and what is wrong with it. Pure: text in,
 * data out.
 */

import { restore } from '../netfilter/command/restore.ts';
import { explainRule } from '../netfilter/print/explain.ts';
import type { ExplainedPart } from '../netfilter/print/parts.ts';
import { sayLine } from '../netfilter/print/sayLine.ts';
import { emptyFilter } from '../netfilter/ruleset.ts';
import { isTable, type TableName } from '../netfilter/types.ts';
import type { Problem } from '../text/problem.ts';
import { longest } from './longest.ts';

/**
 * One line: its text, and either what it means or what is wrong with it. Places count from the line's start.
 */
export interface DumpLine {
  readonly number: number;
  readonly text: string;
  readonly kind: 'blank' | 'comment' | 'table' | 'chain' | 'rule' | 'commit';
  /** The table it is in; null above the first one. */
  readonly table: TableName | null;
  /** The line as a whole, in plain words; empty for blank lines, and for a rule until `explainLine` fills it in. */
  readonly means: string;
  /** A rule's parts, in the order they are written, once `explainLine` has filled them in. */
  readonly parts: readonly ExplainedPart[];
  readonly problem: Problem | null;
  /** The rule above it that leaves no packet for it: its number in their chain; null where there is none. */
  readonly shadowedBy: number | null;
}

/** What a text is: a dump, or something that cannot be one. */
export type Dump =
  | { readonly kind: 'empty' }
  | { readonly kind: 'long'; readonly length: number }
  | { readonly kind: 'binary' }
  | {
      readonly kind: 'dump';
      readonly lines: readonly DumpLine[];
      readonly problems: readonly DumpLine[];
      readonly rules: number;
      readonly tables: readonly string[];
      /** What `iptables-restore` says, where it refuses the text. */
      readonly refusal: string | null;
    };

const kindOf = (text: string): DumpLine['kind'] => {
  if (text.trim() === '') return 'blank';
  if (text.startsWith('#')) return 'comment';
  if (text.startsWith('*')) return 'table';
  if (text.startsWith(':')) return 'chain';
  return text.trim() === 'COMMIT' ? 'commit' : 'rule';
};

const readLine = (
  text: string,
  number: number,
  problem: Problem | null,
  table: TableName | null,
): DumpLine => {
  const kind = kindOf(text);
  const line = { number, text, kind, table, means: '', parts: [], problem, shadowedBy: null };
  if (problem) return line;
  switch (kind) {
    case 'blank':
      return line;
    case 'rule':
      return line;
    case 'comment':
    case 'table':
    case 'chain':
    case 'commit':
      return { ...line, means: sayLine(text, table) };
  }
};

/** A rule's line with its sentence and its parts; any other line as it is. Ask for the lines that are shown. */
export const explainLine = (line: DumpLine): DumpLine => {
  if (line.kind !== 'rule' || line.problem) return line;
  const rule = line.text.replace(/^\[\d+:\d+\]\s+/, '');
  const read = explainRule(rule, line.table ? { table: line.table } : {});
  if (!read.ok) return line;
  const { sentence, parts } = read.explanation;
  const { shadowedBy } = line;
  const never =
    shadowedBy === null
      ? ''
      : ` No packet gets as far as this rule: rule ${shadowedBy} of the chain decides about all that are left.`;
  return { ...line, means: sentence + never, parts };
};

const appended = /^(?:\[\d+:\d+\]\s+)?-A (\S+)/;
/** A rule without a condition, after which its chain has nothing to decide. */
const forAll =
  /^(?:\[\d+:\d+\]\s+)?-A \S+(?: -m comment --comment (?:"[^"\\]*"|\S+))? (?:-j (?:ACCEPT|DROP|RETURN|REJECT(?: --reject-with \S+)?)|-g \S+)\s*$/;

/** The lines from one table to the next, with the rules marked that no packet gets as far as. */
const withShadows = (lines: readonly DumpLine[]): readonly DumpLine[] => {
  const rules = lines.filter((line) => line.kind === 'rule');
  // With other commands than -A, the rules of a chain are not those that the text has, in this order.
  if (rules.some(({ text, problem }) => problem || !appended.test(text))) return lines;
  const counts = new Map<string, number>();
  const deciding = new Map<string, number>();
  return lines.map((line) => {
    const chain = line.kind === 'rule' ? appended.exec(line.text)?.[1] : undefined;
    if (chain === undefined) return line;
    const number = (counts.get(chain) ?? 0) + 1;
    counts.set(chain, number);
    const shadowedBy = deciding.get(chain) ?? null;
    if (shadowedBy === null && forAll.test(line.text)) deciding.set(chain, number);
    return shadowedBy === null ? line : { ...line, shadowedBy };
  });
};

// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what tells a binary file
const binary = /[\u0000-\u0008\u000e-\u001f\ufffd]/;

/** Reads a pasted text. Never throws: whatever is wrong with the text is in the result. */
export const readDump = (text: string): Dump => {
  if (text.trim() === '') return { kind: 'empty' };
  if (text.length > longest) return { kind: 'long', length: text.length };
  if (binary.test(text)) return { kind: 'binary' };

  const { problems, stderr, status } = restore(emptyFilter, text, { anySet: true, lastLineEnds: true });
  const read: DumpLine[] = [];
  let start = 0;
  let next = 0;
  let table: TableName | null = null;
  for (const [i, line] of text.split('\n').entries()) {
    const end = start + line.length;
    let problem: Problem | null = null;
    while (next < problems.length && problems[next]!.from <= end) {
      const found = problems[next]!;
      problem ??= {
        ...found,
        from: Math.max(0, found.from - start),
        to: Math.min(line.length, found.to - start),
      };
      next++;
    }
    const named = line.startsWith('*') ? line.slice(1).trim() : '';
    if (isTable(named)) table = named;
    read.push(readLine(line, i + 1, problem, table));
    start = end + 1;
  }
  const begins = read.flatMap((line, i) => (line.kind === 'table' ? i : []));
  const lines = [0, ...begins].flatMap((from, n) => withShadows(read.slice(from, begins[n])));
  return {
    kind: 'dump',
    lines,
    problems: lines.filter((line) => line.problem !== null),
    rules: lines.filter((line) => line.kind === 'rule').length,
    tables: lines.filter((line) => line.kind === 'table').map((line) => line.text.slice(1).trim()),
    refusal: status === 0 ? null : stderr.trimEnd(),
  };
};
