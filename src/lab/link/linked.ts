/**
 * Labs of this page that were opened by a link, in this browser's storage: what the link brought, and the texts that were
 * there before it. Nothing that a learner wrote is lost: a text leaves this list only when the learner says so.
 */
import { byName, group, list, number, ofForm, optional, text } from '../../course/form.ts';
import { keep, recall } from '../progress.ts';

/** One lab that was opened by a link. */
export interface Linked {
  /** What the link brought. */
  readonly opened: string;
  /** What was in the lab before, the latest first. */
  readonly earlier: readonly string[];
  /** With whose numbers it was written; absent with those in the lesson. */
  readonly seed?: number;
}

const form = byName(group<Linked>({ opened: text, earlier: list(text), seed: optional(number) }));

/** The name of the item; the directive `client:linked` asks for it too. */
const key = (): string => `four-tables/linked${location.pathname}`;

/** The labs of this page that were opened by a link, by their id. */
export const linkedLabs = (): Readonly<Record<string, Linked>> => {
  try {
    return ofForm(form, JSON.parse(localStorage.getItem(key()) ?? '{}')) ?? {};
  } catch {
    return {};
  }
};

/** Keeps what is known of one lab, or forgets it with null. Throws where storage is blocked or full. */
const change = (lab: string, to: Linked | null): void => {
  const others = Object.entries(linkedLabs()).filter(([id]) => id !== lab);
  const all = Object.fromEntries(to ? [...others, [lab, to] as const] : others);
  if (Object.keys(all).length === 0) localStorage.removeItem(key());
  else localStorage.setItem(key(), JSON.stringify(all));
};

/** The texts that a lab's own text joins when it makes room for another: only what the learner wrote. */
const withOwn = (id: string, { opened, earlier }: Linked, coming: string): readonly string[] => {
  const own = recall(id);
  return [...new Set([...(own === null || own === opened ? [] : [own]), ...earlier])].filter(
    (t) => t !== coming,
  );
};

/**
 * Puts a text into a lab, and what was there beside it. `id` is the lab's name in the browser. False where the browser
 * does not keep it: then everything is as it was.
 */
export const putIn = (lab: string, id: string, coming: string, seed: number): boolean => {
  try {
    const { [lab]: before } = linkedLabs();
    const earlier = withOwn(id, before ?? { opened: '', earlier: [] }, coming);
    change(lab, { opened: coming, earlier, ...(seed > 0 && { seed }) });
    keep(id, coming);
    if (recall(id) === coming) return true;
    change(lab, before ?? null);
  } catch {
    // Blocked or full.
  }
  return false;
};

/** Puts an earlier text back into a lab. What the learner wrote meanwhile takes its place among the earlier ones. */
export const putBack = (lab: string, id: string, back: string): void => {
  try {
    const { [lab]: before } = linkedLabs();
    if (!before) return;
    const earlier = withOwn(id, before, back);
    change(lab, earlier.length === 0 ? null : { ...before, earlier });
    keep(id, back);
  } catch {
    // Then it stays where it is.
  }
};

/** Forgets the earlier texts of a lab. */
export const forgetEarlier = (lab: string): void => {
  try {
    change(lab, null);
  } catch {
    // Nothing is kept here.
  }
};
