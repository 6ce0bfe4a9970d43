import { existsSync, readFileSync } from 'node:fs';
import { checkedNetworks, checkLessonFile, contentOf } from '../cli/files.ts';
import { originalOf } from '../cli/translations.ts';
import { checkedWith } from './checked-with.ts';

type Checked = ReturnType<typeof checkLessonFile>;

const known = new Map<string, { readonly of: string; readonly checked: Checked }>();

const textOf = (path: string | null): string =>
  path !== null && existsSync(path) ? readFileSync(path, 'utf8') : '';

/**
 * A lesson as `four-tables check` checks it, for the dev server: its data and its page ask for it one after the other, so it is
 * run again only if something has changed.
 */
export const checkedLesson = (path: string): Checked => {
  const content = contentOf(path);
  const of = JSON.stringify([checkedWith(content, '.'), textOf(path), textOf(originalOf(path))]);
  const last = known.get(path);
  if (last?.of === of) return last.checked;
  const checked = checkLessonFile(path, checkedNetworks(content).networks);
  known.set(path, { of, checked });
  return checked;
};
