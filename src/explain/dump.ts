/**
 * An iptables-save text read line by line: what each line means, and what is wrong with it. Pure: text in,
 * data out.
 */

import { restore } from '../netfilter/command/restore.ts';
import { explainRule } from '../netfilter/print/explain.ts';
import { emptyFilter } from '../netfilter/ruleset.ts';
import type { Problem } from '../text/problem.ts';
import { splitWords } from '../text/words.ts';
import { longest } from './longest.ts';

/**
 * One line: its text, and either what it means or what is wrong with it. Places count from the line's start.
 */
export interface DumpLine {
  readonly number: number;
  readonly text: string;
  readonly kind: 'blank' | 'comment' | 'table' | 'chain' | 'rule' | 'commit';
  /** The line as a whole, in plain words; empty for blank lines and rules. */
  readonly means: string;
  /** A rule's parts, in the order they are written. */
  readonly parts: readonly { readonly text: string; readonly means: string }[];
  readonly problem: Problem | null;
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

const tableFor: Readonly<Record<string, string>> = {
  raw: 'The table raw: rules that see a packet before its connection is looked up.',
  mangle: 'The table mangle: rules that change a packet’s marks and fields.',
  nat: 'The table nat: rules that give a connection another source or destination.',
  filter: 'The table filter: rules that let packets pass or stop them.',
  security: 'The table security: rules that label packets for SELinux.',
};

const counted = (counters: string | undefined): string => {
  const [, packets, bytes] = /^\[(\d+):(\d+)\]$/.exec(counters ?? '') ?? [];
  return packets === undefined || packets === '0'
    ? ''
    : ` When this was saved: ${Number(packets).toLocaleString('en')} packets, ${Number(bytes).toLocaleString('en')} bytes.`;
};

const chainMeans = (text: string): string => {
  const [name = '', policy = '', counters] = text.slice(1).trim().split(/\s+/);
  switch (policy) {
    case '-':
      return `${name} is a chain somebody made. Packets come here only when a rule sends them.`;
    case 'ACCEPT':
      return `A packet that no rule of ${name} decides on is let through.${counted(counters)}`;
    case 'DROP':
      return `A packet that no rule of ${name} decides on is dropped.${counted(counters)}`;
    default:
      return '';
  }
};

const kindOf = (text: string): DumpLine['kind'] => {
  if (text.trim() === '') return 'blank';
  if (text.startsWith('#')) return 'comment';
  if (text.startsWith('*')) return 'table';
  if (text.startsWith(':')) return 'chain';
  return text.trim() === 'COMMIT' ? 'commit' : 'rule';
};

const readLine = (text: string, number: number, problem: Problem | null): DumpLine => {
  const kind = kindOf(text);
  const line = { number, text, kind, means: '', parts: [], problem };
  if (problem) return line;
  switch (kind) {
    case 'blank':
      return line;
    case 'comment':
      return { ...line, means: 'A comment. It does nothing.' };
    case 'table':
      return { ...line, means: tableFor[text.slice(1).trim()] ?? '' };
    case 'chain':
      return { ...line, means: chainMeans(text) };
    case 'commit':
      return {
        ...line,
        means: 'The table ends here. Up to this line nothing is in force; now all of it is.',
      };
    case 'rule': {
      const rule = text.replace(/^\[\d+:\d+\]\s+/, '');
      const parts = explainRule(splitWords(rule).words).map(({ from, to, means }) => ({
        text: rule.slice(from, to),
        means,
      }));
      return { ...line, parts };
    }
  }
};

// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what tells a binary file
const binary = /[\u0000-\u0008\u000e-\u001f\ufffd]/;

/** Reads a pasted text. Never throws: whatever is wrong with the text is in the result. */
export const readDump = (text: string): Dump => {
  if (text.trim() === '') return { kind: 'empty' };
  if (text.length > longest) return { kind: 'long', length: text.length };
  if (binary.test(text)) return { kind: 'binary' };

  const { problems, stderr, status } = restore(emptyFilter, text, { anySet: true });
  const lines: DumpLine[] = [];
  let start = 0;
  let next = 0;
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
    lines.push(readLine(line, i + 1, problem));
    start = end + 1;
  }
  return {
    kind: 'dump',
    lines,
    problems: lines.filter((line) => line.problem !== null),
    rules: lines.filter((line) => line.kind === 'rule').length,
    tables: lines.filter((line) => line.kind === 'table').map((line) => line.text.slice(1).trim()),
    refusal: status === 0 ? null : stderr.trimEnd(),
  };
};
