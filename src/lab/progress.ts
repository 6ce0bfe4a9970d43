/**
 * What a learner wrote, kept in this browser: for this tab, and for the next one that opens the page. Two
 * tabs do not take each other's text away. Where storage is blocked or full, nothing is kept and nothing
 * breaks.
 */
import { recallKey } from './recallKey.ts';
import { storageName } from './siteUrl.ts';

/** The name under which a lab's text is in the browser's storage. */
export const keptUnder = (id: string): string => storageName(`1/${id}`);
const unfinishedKey = (id: string) => storageName(`unfinished/${id}`);
/** The name under which it is kept that an exercise was solved. */
export const doneUnder = (id: string): string => storageName(`done/${id}`);

/** The name under which the number of one exercise is kept, where the learner has asked for other numbers there. */
export const ownSeedUnder = (exercise: string): string => storageName(`numbers/${exercise}`);

/** The text that was kept for a lab. */
export const recall = (id: string): string | null => recallKey(keptUnder(id));

/** Keeps a text, or forgets it with null. False where only this tab keeps it, or not even that: the text stays in the editor. */
export const keep = (id: string, text: string | null): boolean => {
  const name = keptUnder(id);
  try {
    // What this tab kept before would hide what all tabs keep.
    sessionStorage.removeItem(name);
    sessionStorage.setItem(name, JSON.stringify(text));
  } catch {
    // The other storage may have room.
  }
  try {
    if (text === null) localStorage.removeItem(name);
    else localStorage.setItem(name, text);
    return true;
  } catch {
    return false;
  }
};

/** Whether this tab's last run of a lab's text did not come to its end. */
export const wasUnfinished = (id: string): boolean => {
  try {
    return sessionStorage.getItem(unfinishedKey(id)) !== null;
  } catch {
    return false;
  }
};

/** Remembers that a lab's text is being run, or that it has come to its end. */
export const markUnfinished = (id: string, unfinished: boolean): void => {
  try {
    if (unfinished) sessionStorage.setItem(unfinishedKey(id), '1');
    else sessionStorage.removeItem(unfinishedKey(id));
  } catch {
    // Then a reload runs it again.
  }
};

/** Whether an exercise was solved in this browser before. */
export const wasDone = (id: string): boolean => {
  try {
    return localStorage.getItem(doneUnder(id)) !== null;
  } catch {
    return false;
  }
};

/** Told by the window, with the exercise's name, whenever one was solved. */
export const doneEvent = 'four-tables-done';

/** Remembers that an exercise was solved, and tells the page. False where that is not said after a reload. */
export const markDone = (id: string): boolean => {
  dispatchEvent(new CustomEvent(doneEvent, { detail: id }));
  const name = doneUnder(id);
  try {
    // With which numbers is kept there too (record/doneWith.ts).
    localStorage.setItem(name, localStorage.getItem(name) ?? '1');
    return true;
  } catch {
    return false;
  }
};

/** The name under which it is kept which exercises have an answer of the learner's in them. */
export const workedUnder = storageName('worked');

/** The exercises with an answer of the learner's in them, the one last worked on first. */
export const workedOn = (): readonly string[] => {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(workedUnder) ?? '');
    return Array.isArray(kept) ? kept : [];
  } catch {
    return [];
  }
};

/** Remembers that an exercise was worked on last, or that it is as it was at its start again. */
export const markWorked = (id: string, is: boolean): void => {
  const others = workedOn().filter((other) => other !== id);
  try {
    localStorage.setItem(workedUnder, JSON.stringify(is ? [id, ...others].slice(0, 30) : others));
  } catch {
    // Then Continue goes by what was tried.
  }
};

/** Puts a kept text that cannot be read out of the way, where it stays: the learner may have written it. */
export const setAside = (id: string): void => {
  const text = recall(id);
  if (text === null) return;
  try {
    localStorage.setItem(storageName(`aside/${id}`), text);
  } catch {
    return; // Then it stays where it is.
  }
  keep(id, null);
};
