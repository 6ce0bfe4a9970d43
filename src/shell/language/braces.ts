/** `{a,b}` and `{1..3}`, which make several words of one. Reference: bash 5.2, braces.c. */
import type { Part, Phrase } from './syntax.ts';

/** A letter of a word that nothing quotes, or a part that braces do not look into. */
type Atom = string | Part;

/** How many words one word may become. */
export const mostWords = 100_000;

/** The words that a word becomes, itself alone where it has no braces; null where they are too many. */
export const braces = (phrase: Phrase): readonly Phrase[] | null => {
  if (!phrase.parts.some((p) => p.kind === 'text' && !p.quoted && p.text.includes('{'))) return [phrase];
  const atoms = phrase.parts.flatMap((part): readonly Atom[] =>
    part.kind === 'text' && !part.quoted ? [...part.text] : [part],
  );
  // A long word is not searched for pairs: that would take the square of its length.
  if (atoms.length > 4096) return [phrase];
  const found = expand(atoms, { left: mostWords });
  return found?.map((word) => ({ ...phrase, parts: partsOf(word) })) ?? null;
};

const partsOf = (atoms: readonly Atom[]): readonly Part[] => {
  const parts: Part[] = [];
  for (const atom of atoms) {
    const last = parts.at(-1);
    if (typeof atom !== 'string') parts.push(atom);
    else if (last?.kind === 'text' && !last.quoted)
      parts[parts.length - 1] = { ...last, text: last.text + atom };
    else parts.push({ kind: 'text', text: atom, quoted: false });
  }
  return parts;
};

const expand = (atoms: readonly Atom[], room: { left: number }): readonly (readonly Atom[])[] | null => {
  for (let open = atoms.indexOf('{'); open >= 0; open = atoms.indexOf('{', open + 1)) {
    const choices = choicesAt(atoms, open, room);
    if (choices === null) return null;
    if (choices === 'none') continue;
    const before = atoms.slice(0, open);
    const after = expand(atoms.slice(choices.end), room);
    if (after === null) return null;
    room.left -= choices.words.length * after.length;
    if (room.left < 0) return null;
    return choices.words.flatMap((word) => after.map((rest) => [...before, ...word, ...rest]));
  }
  return [atoms];
};

/** What the braces that open at a place stand for. */
const choicesAt = (
  atoms: readonly Atom[],
  open: number,
  room: { left: number },
): { readonly words: readonly (readonly Atom[])[]; readonly end: number } | 'none' | null => {
  let depth = 0;
  let begin = open + 1;
  const pieces: (readonly Atom[])[] = [];
  for (let at = open + 1; at < atoms.length; at++) {
    const atom = atoms[at];
    if (atom === '{') depth++;
    else if (atom === '}' && depth > 0) depth--;
    else if ((atom === ',' && depth === 0) || atom === '}') {
      pieces.push(atoms.slice(begin, at));
      begin = at + 1;
      if (atom === ',') continue;
      if (pieces.length === 1) {
        const words = range(pieces[0]!, room.left);
        return words === null || words === 'none' ? words : { words, end: at + 1 };
      }
      const words: (readonly Atom[])[] = [];
      for (const piece of pieces) {
        const inner = expand(piece, room);
        if (inner === null) return null;
        words.push(...inner);
      }
      return { words, end: at + 1 };
    }
  }
  return 'none';
};

/** `1..10`, `01..10..2`, `a..e`. */
const range = (atoms: readonly Atom[], most: number): readonly (readonly Atom[])[] | 'none' | null => {
  if (!atoms.every((a) => typeof a === 'string')) return 'none';
  const found = /^(-?\d+|[A-Za-z])\.\.(-?\d+|[A-Za-z])(?:\.\.(-?\d+))?$/.exec(atoms.join(''));
  if (!found) return 'none';
  const [, first, last, step] = found as unknown as [string, string, string, string | undefined];
  const areNumbers = /\d$/.test(first) && /\d$/.test(last);
  if (!areNumbers && (/\d$/.test(first) || /\d$/.test(last))) return 'none';
  const [from, to] = areNumbers ? [Number(first), Number(last)] : [first.charCodeAt(0), last.charCodeAt(0)];
  if (!Number.isSafeInteger(from) || !Number.isSafeInteger(to)) return 'none';
  const by = Math.abs(Number(step ?? 1)) || 1;
  if (Math.abs(to - from) / by >= most) return null;
  const isPadded = areNumbers && [first, last].some((n) => /^-?0\d/.test(n));
  const width = isPadded ? Math.max(first.length, last.length) : 0;
  const words: (readonly Atom[])[] = [];
  for (let n = from; from <= to ? n <= to : n >= to; n += from <= to ? by : -by) {
    const digits = String(Math.abs(n)).padStart(width - (n < 0 ? 1 : 0), '0');
    words.push([...(areNumbers ? `${n < 0 ? '-' : ''}${digits}` : String.fromCharCode(n))]);
  }
  return words;
};
