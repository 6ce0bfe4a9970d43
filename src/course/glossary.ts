/** The words of the lessons: what each means, and where a text has them. */
import { type Form, group, list, misfits, optional, text } from './form.ts';

export interface Term {
  readonly term: string;
  /** How a text writes it; absent where that is the term, empty where its forms have other meanings too. */
  readonly forms?: readonly string[];
  /** The section of the page before the first lesson that shows it. */
  readonly at?: string;
  /** One to three sentences; what is in backquotes is code. */
  readonly means: string;
}

const form: Form<readonly Term[]> = list(
  group<Term>({ term: text, forms: optional(list(text)), at: optional(text), means: text }),
);

/** Reads a glossary that was parsed from YAML. Throws what is wrong with it. */
export const readTerms = (value: unknown): readonly Term[] => {
  const [wrong] = misfits(form, value);
  if (wrong) throw new Error(`glossary: ${wrong.path.join(' ')}: ${wrong.message}`);
  const terms = value as readonly Term[];
  const ids = terms.map(termId);
  const twice = ids.find((id, i) => ids.indexOf(id) !== i);
  if (twice !== undefined) throw new Error(`glossary: ${twice} is there twice`);
  return terms;
};

/** Its place in the page of the glossary. */
export const termId = ({ term }: Term): string =>
  term
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '');

/** A piece of a text: as it is, or the words for a term. */
export interface Piece {
  readonly text: string;
  readonly term: Term | null;
}

const escaped = (word: string): string => word.replace(/[.+?^${}()|[\]\\*/]/g, '\\$&');

/** Finds terms in texts, each once: what a finder has found, it does not find again. The longest form counts. */
export const termFinder = (terms: readonly Term[]): ((text: string) => readonly Piece[]) => {
  const byForm = new Map(terms.flatMap((t) => (t.forms ?? [t.term]).map((word) => [word, t] as const)));
  const words = [...byForm.keys()].sort((a, b) => b.length - a.length).map(escaped);
  const found = new Set<Term>();
  // A name with a hyphen, a path or an address is another word.
  const pattern = new RegExp(`(?<![\\w/.-])(?:${words.join('|')})(?![\\w/-])`, 'gi');
  // A sentence may begin with it; NAT is no `nat`.
  const termOf = (written: string) =>
    byForm.get(written) ?? byForm.get(written[0]!.toLowerCase() + written.slice(1));
  return (text) => {
    const pieces: Piece[] = [];
    let from = 0;
    for (const { 0: written, index } of words.length === 0 ? [] : text.matchAll(pattern)) {
      const term = termOf(written);
      if (!term || found.has(term)) continue;
      found.add(term);
      if (index > from) pieces.push({ text: text.slice(from, index), term: null });
      pieces.push({ text: written, term });
      from = index + written.length;
    }
    return from === 0 ? [{ text, term: null }] : [...pieces, { text: text.slice(from), term: null }];
  };
};
