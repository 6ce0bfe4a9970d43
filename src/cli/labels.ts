/** Labels of labs in other languages, as files: content/labels/de.yaml has what src/labels/en.ts says, in German. */
import { existsSync, readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { labelDefects } from '../course/labelDefects.ts';
import * as labels from '../labels/en.ts';
import type { Translated } from '../labels/say.ts';
import { type FileDefect, readFields, readText } from './files.ts';

const english: Readonly<Record<string, string>> = { ...labels };

/** Everything that is wrong with one such file, and what it says by its English. */
const readLabels = (
  file: string,
): { readonly translated: Translated; readonly defects: readonly FileDefect[] } => {
  const fields = readFields(readText(file), 0);
  const defects = fields.mistakes.length
    ? fields.mistakes.map((m) => ({ file, ...m }))
    : labelDefects(fields.value, english).map(({ path, message }) => ({
        file,
        ...fields.positionOf(path),
        message,
      }));
  const own = defects.length ? {} : (fields.value as Readonly<Record<string, string>>);
  return {
    translated: Object.fromEntries(Object.entries(own).map(([name, label]) => [english[name]!, label])),
    defects,
  };
};

/** Labels in a language; those it has not are English. Throws at a mistake in its file. */
export const labelsIn = (content: string, language: string): Translated => {
  const file = join(content, 'labels', `${language}.yaml`);
  if (!existsSync(file)) return {};
  const { translated, defects } = readLabels(file);
  if (defects[0]) throw new Error(`${file}:${defects[0].line}: ${defects[0].message}`);
  return translated;
};

/** Everything that is wrong with the labels of a content folder. */
export const allLabelDefects = (content: string): readonly FileDefect[] => {
  const folder = join(content, 'labels');
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((file) => file.endsWith('.yaml'))
    .sort()
    .flatMap((file) => readLabels(join(folder, basename(file))).defects);
};
