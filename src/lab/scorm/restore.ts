/** Puts what the learning management system kept into this browser's storage, where the lessons look for it. */
import { ownSeedUnder } from '../learnerSeed.ts';
import { doneUnder, keptUnder } from '../progress.ts';
import { forgetStored } from '../record/storedProgress.ts';
import { triedUnder } from '../record/storedTried.ts';
import { storageName } from '../siteUrl.ts';
import type { ScormCourse } from './course.ts';
import type { SuspendData } from './suspendData.ts';

const lastLearner = storageName('scorm');

/** The lab or exercise of a name in the storage, which may have the learner's own numbers after it. */
export const plainId = (id: string): string => id.replace(/~\d+$/, '');

const forget = (storage: Storage, course: ScormCourse, prefixes: readonly string[]): void => {
  const ids = new Set([...course.others, ...course.exercises]);
  for (const key of Object.keys(storage))
    if (prefixes.some((p) => key.startsWith(p) && ids.has(plainId(key.slice(p.length)))))
      storage.removeItem(key);
};

/**
 * The system says what is solved. Texts that did not fit there stay, if this browser kept them for the same learner and
 * the learner has not been given a new attempt, which begins with nothing.
 */
export const restore = (course: ScormCourse, learner: string, data: SuspendData | null): void => {
  try {
    const [done, kept, tried, numbers] = [doneUnder(''), keptUnder(''), triedUnder(''), ownSeedUnder('')];
    // A system that does not say who the learner is may have another one now.
    if (learner === '' || localStorage.getItem(lastLearner) !== learner) forgetStored();
    // This tab's own texts would hide what is restored.
    forget(sessionStorage, course, [kept]);
    forget(localStorage, course, data ? [done] : [done, kept, tried, numbers]);
    localStorage.setItem(lastLearner, learner);
    for (const id of data?.solved ?? []) localStorage.setItem(doneUnder(id), '1');
    for (const [id, text] of data?.texts ?? []) localStorage.setItem(keptUnder(id), text);
  } catch {
    // Without storage the lessons begin anew; what is solved is still known to the system.
  }
};
