/** Lines that a learner puts in order: those of a solution and some that it does not need, shuffled. */
import type { Lab } from './lab.ts';

/** What of an exercise its lines come from. */
export interface OrderedSource extends Pick<Lab, 'id' | 'language'> {
  readonly solution: string;
  /** Lines that are not needed, written as those of the solution. */
  readonly extra: string;
}

/** A line to place; no two of an exercise are the same. In a dump, it is a rule and belongs to a table. */
export interface LineToPlace {
  readonly text: string;
  /** Empty for commands. */
  readonly table: string;
}

/** Where lines are placed, with what is there already: in a dump, a table with its chains and COMMIT. */
export interface Section {
  readonly table: string;
  readonly before: readonly string[];
  readonly after: readonly string[];
}

const linesOf = (text: string): readonly string[] =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('#'));

/** The sections of the solution, in its order. */
export const sectionsOf = ({ language, solution }: OrderedSource): readonly Section[] => {
  if (language !== 'save') return [{ table: '', before: [], after: [] }];
  const sections: { table: string; before: string[]; after: string[] }[] = [];
  for (const line of linesOf(solution))
    if (line.startsWith('*')) sections.push({ table: line.slice(1), before: [line], after: [] });
    else if (line === 'COMMIT') sections.at(-1)?.after.push(line);
    else if (!isRule(line)) sections.at(-1)?.before.push(line);
  return sections;
};

const isRule = (line: string): boolean => /^(\[\d+:\d+\] )?-/.test(line);

/** The rules of a dump with their tables; those in front of any table belong to the one that is given. */
const rulesOf = (dump: string, first: string): readonly LineToPlace[] => {
  let table = first;
  const rules: LineToPlace[] = [];
  for (const text of linesOf(dump))
    if (text.startsWith('*')) table = text.slice(1);
    else if (isRule(text)) rules.push({ text, table });
  return rules;
};

/** The lines of the solution in its order, and those that it does not need. */
export const linesToPlace = (
  source: OrderedSource,
): { readonly needed: readonly LineToPlace[]; readonly extra: readonly LineToPlace[] } => {
  const { language, solution, extra } = source;
  if (language === 'save') {
    const first = sectionsOf(source)[0]?.table ?? '';
    return { needed: rulesOf(solution, first), extra: rulesOf(extra, first) };
  }
  const commands = (text: string) => linesOf(text).map((line) => ({ text: line, table: '' }));
  return { needed: commands(solution), extra: commands(extra) };
};

/** Numbers from 0 to below 1 that follow from a text. Reference: FNV-1a and mulberry32, both public domain. */
const numbersFrom = (text: string): (() => number) => {
  let state = 0x811c9dc5;
  for (const char of text) state = Math.imul(state ^ char.codePointAt(0)!, 0x01000193);
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let n = Math.imul(state ^ (state >>> 15), 1 | state);
    n = (n + Math.imul(n ^ (n >>> 7), 61 | n)) ^ n;
    return ((n ^ (n >>> 14)) >>> 0) / 2 ** 32;
  };
};

const tries = 20;

/** All lines as they lie at first: the same for everyone, and those of the solution not in its order. */
export const shuffledLines = (source: OrderedSource): readonly LineToPlace[] => {
  const { needed, extra } = linesToPlace(source);
  const next = numbersFrom(source.id);
  const lines = [...needed, ...extra];
  for (let i = 0; i < tries; i++) {
    for (let last = lines.length - 1; last > 0; last--) {
      const other = Math.floor(next() * (last + 1));
      [lines[last], lines[other]] = [lines[other]!, lines[last]!];
    }
    if (lines.filter((l) => needed.includes(l)).some((line, at) => line !== needed[at])) break;
  }
  return lines;
};

/** The text that placed lines make. A line that is not among those of the exercise is left out. */
export const orderedText = (source: OrderedSource, placed: readonly string[]): string => {
  const { needed, extra } = linesToPlace(source);
  const known = [...needed, ...extra];
  return sectionsOf(source)
    .flatMap(({ table, before, after }) => [
      ...before,
      ...placed.filter((text) => known.some((line) => line.text === text && line.table === table)),
      ...after,
    ])
    .map((line) => `${line}\n`)
    .join('');
};
