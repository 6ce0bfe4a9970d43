/** One learner's sitting, as a learning management system records it: nothing it lacks or refuses stops the course. */
import type { ScormApi } from './findApi.ts';
import { type SuspendData, writeSuspendData } from './suspendData.ts';

/** How many exercises are solved, out of all. */
export interface Done {
  readonly solved: number;
  readonly all: number;
}

export interface ScormRecord {
  /** Who the learner is to the system; may be empty. */
  readonly learner: string;
  /** What was kept of the sittings before; empty in the first one. */
  readonly suspended: string;
  /** Sends everything to the system; false where it was not taken. */
  save(data: SuspendData, done: Done): boolean;
  /** Ends the sitting. Only the first call counts, and nothing is saved afterwards. */
  finish(): void;
}

/** What functions of the API answer when they did what was asked; some systems answer with a boolean. */
const isTrue = (answer: unknown): boolean => String(answer) === 'true';

/** A length of time as SCORM 1.2 writes it: 0001:02:03.45. */
export const sessionTime = (milliseconds: number): string => {
  const hundredths = Math.floor(milliseconds / 10);
  const two = (n: number) => String(n).padStart(2, '0');
  const [seconds, minutes, hours] = [
    Math.floor(hundredths / 100),
    Math.floor(hundredths / 6000),
    Math.floor(hundredths / 360_000),
  ];
  return `${String(Math.min(hours, 9999)).padStart(4, '0')}:${two(minutes % 60)}:${two(seconds % 60)}.${two(hundredths % 100)}`;
};

/** Begins a sitting; null where the system refuses. `now` is in milliseconds. */
export const openRecord = (api: ScormApi, now: () => number): ScormRecord | null => {
  const ask = (call: () => unknown): unknown => {
    try {
      return call();
    } catch {
      return '';
    }
  };
  const get = (name: string): string => String(ask(() => api.LMSGetValue(name)) ?? '');
  const set = (name: string, value: string): boolean => isTrue(ask(() => api.LMSSetValue(name, value)));
  if (!isTrue(ask(() => api.LMSInitialize('')))) return null;
  const begun = now();
  // A system without lesson_mode answers with nothing: then the sitting is a normal one.
  const looksOnly = ['browse', 'review'].includes(get('cmi.core.lesson_mode'));
  const before = get('cmi.core.lesson_status');
  let ended = false;
  const wasDone = before === 'completed' || before === 'passed';
  const setAll = (data: SuspendData, { solved, all }: Done): boolean => {
    const kept = set('cmi.suspend_data', writeSuspendData(data));
    set('cmi.core.lesson_location', data.at.slice(0, 255));
    // What was reached in an earlier version of the lessons is not taken back.
    if (!wasDone) {
      set('cmi.core.lesson_status', solved >= all ? 'completed' : 'incomplete');
    }
    set('cmi.core.score.min', '0');
    set('cmi.core.score.max', '100');
    const scored = set('cmi.core.score.raw', String(all === 0 ? 100 : Math.floor((solved / all) * 100)));
    return kept && scored;
  };
  const commit = (): boolean => {
    set('cmi.core.session_time', sessionTime(now() - begun));
    set('cmi.core.exit', 'suspend');
    return isTrue(ask(() => api.LMSCommit('')));
  };
  return {
    learner: get('cmi.core.student_id'),
    suspended: get('cmi.suspend_data'),
    save(data, done) {
      if (ended || looksOnly) return true;
      const taken = setAll(data, done);
      return commit() && taken;
    },
    finish() {
      if (ended) return;
      if (!looksOnly) commit();
      ended = true;
      ask(() => api.LMSFinish(''));
    },
  };
};
