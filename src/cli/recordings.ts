/** The recordings of a content folder: `recorded/NAME.json` for the lesson `NN-NAME.mdx`, whatever its number. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { type Recording, readRecording, stateOf } from '../course/recording.ts';
import type { Replayed } from '../course/replays.ts';
import type { FileDefect } from './files.ts';
import { originalOf } from './translations.ts';

/** Where the recording of a lesson is: its name is the last part of the lesson's address. A translation has that of its original. */
export const recordingPath = (written: string): string => {
  const lesson = originalOf(written) ?? written;
  const folder = dirname(lesson);
  const name = basename(lesson, '.mdx');
  const address = name === 'index' ? basename(folder) : name.replace(/^\d+-/, '').toLowerCase();
  return join(folder, '..', 'recorded', `${address}.json`);
};

/** A lesson's recording, if there is one that can be read, and what is wrong with its file. */
export const recordingOf = (
  lesson: string,
): { readonly recording: Recording | null; readonly defects: readonly FileDefect[] } => {
  const file = recordingPath(lesson);
  if (!existsSync(file)) return { recording: null, defects: [] };
  const read = readRecording(readFileSync(file, 'utf8'));
  if (read.ok) return { recording: read.recording, defects: [] };
  const message = `${read.message}: record it again with npm run conformance:course -- --record, or delete it`;
  return { recording: null, defects: [{ file, line: 1, column: 1, message }] };
};

/** The recording of a page by the page's address, if there is one that can be read. */
export const pageRecording = (content: string, page: string): Recording | null => {
  const file = join(content, 'recorded', `${page.split('/').at(-1)}.json`);
  if (!existsSync(file)) return null;
  const read = readRecording(readFileSync(file, 'utf8'));
  return read.ok ? read.recording : null;
};

/** Recordings of lessons that are not there. */
export const strayRecordings = (content: string, lessons: readonly string[]): readonly FileDefect[] => {
  const folder = join(content, 'recorded');
  const known = lessons.map(recordingPath);
  return (existsSync(folder) ? readdirSync(folder) : [])
    .map((name) => join(folder, name))
    .filter((file) => !known.includes(file))
    .map((file) => ({ file, line: 1, column: 1, message: 'there is no lesson of this name: delete it' }));
};

/** What a recording does not say, as notes to the author. */
export const recordingNotes = (
  lesson: string,
  recording: Recording | null,
  items: readonly Replayed[],
): readonly string[] => {
  const inState = (wanted: string) =>
    items.filter((item) => stateOf(recording, item) === wanted).map((item) => item.name);
  const note = (names: readonly string[], what: string) =>
    names.length ? [`${lesson}: ${what}: ${names.join(', ')}`] : [];
  return [
    ...note(inState('older'), 'changed since it was recorded on Linux'),
    ...note(recording ? inState('missing') : [], 'not recorded on Linux'),
    ...(recording || items.length === 0 ? [] : [`${lesson}: not recorded on Linux`]),
  ];
};
