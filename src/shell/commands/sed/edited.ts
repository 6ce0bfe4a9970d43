import { search } from '../../regex/match.ts';
import { linesOf } from '../shared/textSources.ts';
import { substitute } from './replace.ts';
import type { Address, Condition, Edit } from './script.ts';

/** What a script makes of texts that are read one after the other. Reference: GNU sed 4.9, sed/execute.c */
export const edited = (
  texts: readonly string[],
  edits: readonly Edit[],
  quiet: boolean,
): { readonly text: string; readonly status: number } => {
  const lines = texts.flatMap(linesOf);
  const open = new Set<Condition>();
  const out: string[] = [];
  for (const [i, written] of lines.entries()) {
    const newline = written.endsWith('\n') ? '\n' : '';
    let line = newline ? written.slice(0, -1) : written;
    let after = '';
    const known = new Map<Condition, boolean>();
    const is = (a: Address) =>
      a.kind === 'line'
        ? a.number === i + 1
        : a.kind === 'last'
          ? i === lines.length - 1
          : search(a.regex, line) !== null;
    const inRange = (c: Condition): boolean => {
      if (!c.to) return is(c.from);
      if (open.has(c)) {
        if (c.to.kind === 'line' ? i + 1 >= c.to.number : is(c.to)) open.delete(c);
        return !(c.to.kind === 'line' && i + 1 > c.to.number);
      }
      if (!is(c.from)) return false;
      if (!(c.to.kind === 'line' && c.to.number <= i + 1)) open.add(c);
      return true;
    };
    const chosen = (c: Condition): boolean => {
      const before = known.get(c) ?? inRange(c) !== c.negated;
      known.set(c, before);
      return before;
    };
    let ends: 'deleted' | { readonly status: number; readonly prints: boolean } | null = null;
    for (const { when, what } of edits) {
      if (!when.every(chosen)) continue;
      switch (what.kind) {
        case 'print':
          out.push(line + (newline || '\n'));
          break;
        case 'number':
          out.push(`${i + 1}\n`);
          break;
        case 'insert':
          out.push(what.text);
          break;
        case 'append':
          after += what.text;
          break;
        case 'change':
          // A range is changed to the text once, at its end.
          if (!when.at(-1)?.to || when.at(-1)!.negated || !open.has(when.at(-1)!)) out.push(what.text);
          ends = 'deleted';
          break;
        case 'delete':
          ends = 'deleted';
          break;
        case 'quit':
          ends = what;
          break;
        case 'letters':
          line = [...line].map((c) => what.map.get(c) ?? c).join('');
          break;
        case 'replace': {
          const done = substitute(line, what);
          if (done !== null) line = done;
          if (done !== null && what.prints) out.push(line + (newline || '\n'));
        }
      }
      if (ends) break;
    }
    const prints = ends === null || (ends !== 'deleted' && ends.prints);
    if (prints && !quiet) out.push(line + (newline || (after ? '\n' : '')));
    out.push(after);
    if (ends !== null && ends !== 'deleted') return { text: out.join(''), status: ends.status };
  }
  return { text: out.join(''), status: 0 };
};
