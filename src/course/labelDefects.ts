import { suggest } from '../text/suggest.ts';
import type { Defect } from './defect.ts';

const placesIn = (label: string): readonly string[] =>
  [...label.matchAll(/\{\w+\}/g)].map(([place]) => place).sort();

/** Everything that is wrong with a value that should be labels in another language than `english`, by their names. */
export const labelDefects = (
  value: unknown,
  english: Readonly<Record<string, string>>,
): readonly Defect[] => {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    return [{ path: [], message: 'labels are lines with a name and a text: check: Prüfen' }];
  return Object.entries(value).flatMap(([name, label]: [string, unknown]): readonly Defect[] => {
    const original = Object.hasOwn(english, name) ? english[name]! : null;
    if (original === null) {
      const meant = suggest(name, Object.keys(english));
      return [
        { path: [name], message: `there is no label ${name}${meant ? `; did you mean ${meant}?` : ''}` },
      ];
    }
    if (typeof label !== 'string' || label === '')
      return [{ path: [name], message: `${name} must be a text, as “${original}” is` }];
    const [want, have] = [placesIn(original), placesIn(label)];
    return want.join() === have.join()
      ? []
      : [
          {
            path: [name],
            message: `“${original}” has ${want.join(' and ') || 'no place for a value'}, and this has ${have.join(' and ') || 'none'}`,
          },
        ];
  });
};
