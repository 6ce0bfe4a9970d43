/**
 * The outer page of a SCORM package: it talks to the learning management system while the lessons change in its frame.
 * Everything that changes is sent at once or within seconds, because a browser may be closed without a word.
 */
import { doneEvent, doneUnder, keptUnder } from '../progress.ts';
import type { ScormCourse } from './course.ts';
import { type ApiWindow, findApi } from './findApi.ts';
import { openRecord } from './record.ts';
import { plainId, restore } from './restore.ts';
import { readSuspendData } from './suspendData.ts';

/** Milliseconds for which texts and pages wait for each other before they are sent. */
const patience = 2000;

const course = JSON.parse(document.querySelector('#course')!.textContent) as ScormCourse;
const ids = new Set([...course.exercises, ...course.others]);
const frame = document.querySelector('iframe')!;
const notice = document.querySelector<HTMLElement>('#notice')!;
const root = new URL('.', location.href).href;

const say = (text: string): void => {
  notice.textContent = text;
  notice.hidden = text === '';
};

const api = findApi(window as unknown as ApiWindow);
const record = api && openRecord(api, () => performance.now());
if (!api)
  say('This page is not inside a learning management system that speaks SCORM 1.2, so nothing is recorded.');
else if (!record)
  say(
    'Your learning management system did not begin to record. Close this page, and open it from there again.',
  );

const before = record ? readSuspendData(course, record.suspended) : null;
if (record) restore(course, record.learner, before);
if (record && !before && record.suspended !== '')
  say('What your learning management system kept cannot be read, so this course begins anew.');

const isSolvedHere = (id: string): boolean => {
  try {
    return localStorage.getItem(doneUnder(id)) !== null;
  } catch {
    return false;
  }
};
const solved = new Set(record ? before?.solved : [...ids].filter(isSolvedHere));
/** Texts, the last used last. */
const texts = new Map(before?.texts.toReversed());
let at = before?.at ?? '';

let later: ReturnType<typeof setTimeout> | undefined;
const save = (): void => {
  clearTimeout(later);
  later = undefined;
  if (!record) return;
  const data = { at, solved: [...solved], texts: [...texts].reverse() };
  const taken = record.save(data, {
    solved: course.exercises.filter((id) => solved.has(id)).length,
    all: course.exercises.length,
  });
  const complaint =
    'Your learning management system did not take what you did last. Go on: it is sent again with the next change.';
  if (!taken) say(complaint);
  else if (notice.textContent === complaint) say('');
};
const saveLater = (): void => {
  later ??= setTimeout(save, patience);
};

const noteSolved = (name: string): void => {
  const id = plainId(name);
  if (!ids.has(id) || solved.has(id)) return;
  solved.add(id);
  save();
};

addEventListener('storage', ({ key, newValue }) => {
  if (key?.startsWith(doneUnder('')) && newValue !== null) noteSolved(key.slice(doneUnder('').length));
  if (!key?.startsWith(keptUnder(''))) return;
  const id = plainId(key.slice(keptUnder('').length));
  if (!ids.has(id)) return;
  texts.delete(id);
  if (newValue !== null) texts.set(id, newValue);
  saveLater();
});

frame.addEventListener('load', () => {
  try {
    const { contentWindow: inside } = frame;
    // Where storage is blocked, this is all that tells.
    inside!.addEventListener(doneEvent, (event) => noteSolved((event as CustomEvent<string>).detail));
    const address = inside!.location.href.replace(/[?#].*$/, '');
    document.title = inside!.document.title;
    if (!address.startsWith(root) || address.slice(root.length) === at) return;
    at = decodeURI(address.slice(root.length));
    saveLater();
  } catch {
    // A page of another site: the course goes on when the learner comes back.
  }
});

const finish = (): void => {
  if (later !== undefined) save();
  record?.finish();
};
addEventListener('pagehide', finish);
// On phones a page may be ended while it is hidden.
addEventListener('visibilitychange', () => {
  if (document.visibilityState === 'hidden' && later !== undefined) save();
});
// The system has closed its record: a page that comes back from the browser's memory opens another.
addEventListener('pageshow', ({ persisted }) => {
  if (persisted) location.reload();
});

// What was kept is from outside: it leads to a page of this package or nowhere.
frame.src = course.pages.includes(at) ? at : course.start;
save();
