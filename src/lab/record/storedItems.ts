/** Values in this browser's storage: one item for each exercise, so that two tabs do not overwrite each other. */
import { type Form, ofForm } from '../../course/form.ts';
import { storageName } from '../siteUrl.ts';

/** Where values of one kind are. */
export interface StoredItems<T> {
  /** The name under which that of an exercise is in the browser's storage. */
  readonly under: (id: string) => string;
  /** That of an exercise; null where there is none. What cannot be read is set aside. */
  readonly read: (id: string) => T | null;
  /** Keeps it; false where storage is blocked or full. */
  readonly write: (id: string, value: T) => boolean;
}

/** `timeOf` gives a value's time, which has to be one. */
export const storedItems = <T>(
  kind: 'record' | 'review',
  form: Form<T>,
  timeOf: (value: T) => string,
): StoredItems<T> => {
  const under = (id: string): string => storageName(`${kind}/${id}`);
  const parsed = (text: string): T | null => {
    try {
      const value = ofForm(form, JSON.parse(text));
      return value && !Number.isNaN(Date.parse(timeOf(value))) ? value : null;
    } catch {
      return null;
    }
  };
  return {
    under,
    read(id) {
      try {
        const found = localStorage.getItem(under(id));
        if (found === null) return null;
        const value = parsed(found);
        if (!value) moveAside(`${kind}/${id}`, found);
        return value;
      } catch {
        return null;
      }
    },
    write(id, value) {
      try {
        localStorage.setItem(under(id), JSON.stringify(value));
        return true;
      } catch {
        return false;
      }
    },
  };
};

/** Moves what cannot be read out of the way, beside what was moved before. */
const moveAside = (name: string, found: string): void => {
  for (let n = 0; n < 100; n++) {
    const aside = storageName(`aside/${name}${n ? `/${n}` : ''}`);
    const before = localStorage.getItem(aside);
    if (before !== null && before !== found) continue;
    localStorage.setItem(aside, found);
    localStorage.removeItem(storageName(name));
    return;
  }
};
