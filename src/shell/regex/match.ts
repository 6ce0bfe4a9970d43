import { type Instruction, type Regex, SearchTooLong } from './regex.ts';

/** Where a pattern matches: the leftmost place, and there the longest. */
export interface Found {
  readonly from: number;
  readonly to: number;
}

const isWord = (c: string | undefined): boolean => c !== undefined && /[A-Za-z0-9_]/.test(c);

/** Small letters, as many as there were: a few letters have two small ones. */
const folded = (text: string): string => {
  const small = text.toLowerCase();
  return small.length === text.length
    ? small
    : text.replace(/./gs, (c) => (c.toLowerCase().length === 1 ? c.toLowerCase() : c));
};

const holds = (where: Extract<Instruction, { kind: 'at' }>['where'], text: string, at: number): boolean => {
  const [before, after] = [isWord(text[at - 1]), isWord(text[at])];
  switch (where) {
    case 'start':
      return at === 0;
    case 'end':
      return at === text.length;
    case 'word-start':
      return !before && after;
    case 'word-end':
      return before && !after;
    case 'boundary':
      return before !== after;
    case 'inside':
      return before === after;
  }
};

/**
 * Searches a line. All ways through the pattern are walked at once, each with the place it began at; the one
 * that began first wins where two meet, so the time is at most the product of the two lengths. Throws
 * `SearchTooLong` where that is too much.
 */
export const search = ({ steps, first, ignoreCase, work }: Regex, line: string, start = 0): Found | null => {
  const text = ignoreCase ? folded(line) : line;
  const seen = new Int32Array(steps.length).fill(-1);
  let now: { step: number; from: number }[] = [];
  let best: Found | null = null;
  const add = (list: { step: number; from: number }[], step: number, from: number, at: number): void => {
    const waiting = [step];
    while (waiting.length) {
      const index = waiting.pop()!;
      work.left--;
      if (seen[index] === at) continue;
      seen[index] = at;
      const s = steps[index]!;
      switch (s.kind) {
        case 'split':
          waiting.push(s.second, s.first);
          break;
        case 'group':
          waiting.push(s.next);
          break;
        case 'at':
          if (holds(s.where, text, at)) waiting.push(s.next);
          break;
        case 'match':
          if (!best || from < best.from || (from === best.from && at > best.to)) best = { from, to: at };
          break;
        case 'char':
          list.push({ step: index, from });
      }
    }
  };
  let next: typeof now = [];
  for (let at = start; at <= text.length; at++) {
    work.left -= now.length;
    if (work.left < 0) throw new SearchTooLong();
    if (!best) add(now, first, at, at);
    const c = text[at];
    const begun: Found | null = best;
    next = [];
    if (c !== undefined)
      for (const { step, from } of now) {
        if (begun && from > (begun as Found).from) continue;
        const s = steps[step]!;
        if (s.kind === 'char' && s.matches(c)) add(next, s.next, from, at + 1);
      }
    now = next;
    if (best && now.length === 0) break;
  }
  return best;
};

/**
 * What the parentheses of a pattern hold where it matches, from 1; null where one took no part. Null alone where
 * the two are too long for it.
 */
export const groupsOf = (
  { steps, first, groups, ignoreCase }: Regex,
  line: string,
  { from, to }: Found,
): readonly (string | null)[] | null => {
  if (groups === 0) return [];
  const text = ignoreCase ? folded(line) : line;
  const width = to - from + 1;
  if (steps.length * width > 8_000_000) return null;
  const seen = new Uint8Array(steps.length * width);
  type Slots = { readonly slot: number; readonly at: number; readonly before: Slots } | null;
  const waiting: { step: number; at: number; slots: Slots }[] = [{ step: first, at: from, slots: null }];
  while (waiting.length) {
    const { step, at, slots } = waiting.pop()!;
    const key = step * width + (at - from);
    if (seen[key]) continue;
    seen[key] = 1;
    const s = steps[step]!;
    switch (s.kind) {
      case 'split':
        waiting.push({ step: s.second, at, slots }, { step: s.first, at, slots });
        break;
      case 'group':
        waiting.push({ step: s.next, at, slots: { slot: s.slot, at, before: slots } });
        break;
      case 'at':
        if (holds(s.where, text, at)) waiting.push({ step: s.next, at, slots });
        break;
      case 'char':
        if (at < to && s.matches(text[at]!)) waiting.push({ step: s.next, at: at + 1, slots });
        break;
      case 'match': {
        if (at !== to) break;
        const places = new Map<number, number>();
        for (let each = slots; each; each = each.before)
          if (!places.has(each.slot)) places.set(each.slot, each.at);
        return Array.from({ length: groups }, (_, i) => {
          const [a, b] = [places.get(i * 2 + 2), places.get(i * 2 + 3)];
          return a === undefined || b === undefined ? null : line.slice(a, b);
        });
      }
    }
  }
  return null;
};
