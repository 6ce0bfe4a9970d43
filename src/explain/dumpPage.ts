/** A dump that was read, as far as a page shows it: the problems, and the first lines. */
import { type Dump, type DumpLine, explainLine, readDump } from './dump.ts';

type Read = Extract<Dump, { kind: 'dump' }>;

/** What is shown of a pasted text. `total` counts the lines that are not blank, `wrong` those with a problem. */
export type DumpPage =
  | Exclude<Dump, { kind: 'dump' }>
  | (Omit<Read, 'lines' | 'problems'> & {
      readonly lines: readonly DumpLine[];
      readonly total: number;
      readonly problems: readonly DumpLine[];
      readonly wrong: number;
    });

/** So many lines with a problem are listed. */
export const mostProblems = 200;

/** Reads a pasted text, and gives its first `count` lines, explained. */
export const dumpPage = (text: string, count: number): DumpPage => {
  const dump = readDump(text);
  if (dump.kind !== 'dump') return dump;
  const lines = dump.lines.filter((line) => line.kind !== 'blank');
  return {
    ...dump,
    lines: lines.slice(0, count).map(explainLine),
    total: lines.length,
    problems: dump.problems.slice(0, mostProblems),
    wrong: dump.problems.length,
  };
};
