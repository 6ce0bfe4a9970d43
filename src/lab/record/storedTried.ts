/** What was tried, in this browser's storage: one item for each exercise, so that two tabs do not overwrite each other. */
import { ofForm } from '../../course/form.ts';
import { type Tried, triedForm } from '../../course/tried.ts';
import { storageName } from '../siteUrl.ts';

/** The name under which what was tried in an exercise is in the browser's storage. */
export const triedUnder = (id: string): string => storageName(`record/${id}`);

/** Moves what cannot be read out of the way, beside what was moved before. */
export const moveAside = (kind: 'record' | 'review', id: string, found: string): void => {
  const name = `${kind}/${id}`;
  for (let n = 0; n < 100; n++) {
    const aside = storageName(`aside/${name}${n ? `/${n}` : ''}`);
    const before = localStorage.getItem(aside);
    if (before !== null && before !== found) continue;
    localStorage.setItem(aside, found);
    localStorage.removeItem(storageName(name));
    return;
  }
};

const parsed = (text: string): Tried | null => {
  try {
    const tried = ofForm(triedForm, JSON.parse(text));
    return tried && !Number.isNaN(Date.parse(tried.last.at)) ? tried : null;
  } catch {
    return null;
  }
};

/** What was tried in an exercise; null where there is nothing. What cannot be read is set aside. */
export const readTried = (id: string): Tried | null => {
  try {
    const found = localStorage.getItem(triedUnder(id));
    if (found === null) return null;
    const tried = parsed(found);
    if (!tried) moveAside('record', id, found);
    return tried;
  } catch {
    return null;
  }
};

/** Keeps what was tried in an exercise; false where storage is blocked or full. */
export const writeTried = (id: string, tried: Tried): boolean => {
  try {
    localStorage.setItem(triedUnder(id), JSON.stringify(tried));
    return true;
  } catch {
    return false;
  }
};

/** What was tried, by exercise. */
export const storedTried = (): ReadonlyMap<string, Tried> => {
  const found = new Map<string, Tried>();
  try {
    for (const key of Object.keys(localStorage)) {
      if (!key.startsWith(triedUnder(''))) continue;
      const id = key.slice(triedUnder('').length);
      const tried = readTried(id);
      if (tried) found.set(id, tried);
    }
  } catch {
    // Then there is nothing.
  }
  return found;
};
