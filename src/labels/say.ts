/** Labels of another language than English, by the English ones. */
export type Translated = Readonly<Record<string, string>>;

/** The page has them where it is in another language; a build is told before each lab. */
let translated: Translated =
  typeof document === 'undefined' ? {} : JSON.parse(document.getElementById('labels')?.textContent || '{}');

/** Says from which labels the next labs are built. */
export const speak = (labels: Translated): void => {
  translated = labels;
};

/** A label of en.ts in the language of the page, with its values. */
export const say = (label: string, values: Readonly<Record<string, string | number>> = {}): string =>
  (translated[label] ?? label).replace(/\{(\w+)\}/g, (all, name) => `${values[name] ?? all}`);
