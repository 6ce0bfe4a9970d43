/** What a learner wrote, kept in this browser. Where storage is blocked or full, nothing is kept and nothing breaks. */
const key = (id: string) => `four-tables/1/${id}`;
const doneKey = (id: string) => `four-tables/done/${id}`;

/** The text that was kept for a lab; null where there is none. */
export const recall = (id: string): string | null => {
  try {
    return localStorage.getItem(key(id));
  } catch {
    return null;
  }
};

/** Keeps a text, or forgets it with null. */
export const keep = (id: string, text: string | null): void => {
  try {
    if (text === null) localStorage.removeItem(key(id));
    else localStorage.setItem(key(id), text);
  } catch {
    // Nothing to do: the text stays in the editor.
  }
};

/** Whether an exercise was solved in this browser before. */
export const wasDone = (id: string): boolean => {
  try {
    return localStorage.getItem(doneKey(id)) !== null;
  } catch {
    return false;
  }
};

/** Remembers that an exercise was solved. */
export const markDone = (id: string): void => {
  try {
    localStorage.setItem(doneKey(id), '1');
  } catch {
    // It is said on the page; it will not be said after a reload.
  }
};
