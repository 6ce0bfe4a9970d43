/** What was tried, in this browser's storage. */
import { type Tried, triedForm } from '../../course/tried.ts';
import { storedItems } from './storedItems.ts';

/** What was tried in each exercise. */
export const {
  under: triedUnder,
  read: readTried,
  write: writeTried,
} = storedItems<Tried>('record', triedForm, ({ last }) => last.at);

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
