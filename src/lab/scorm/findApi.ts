/** Finds what a learning management system offers a SCORM 1.2 course: an object named API in a window around it. */

/** The functions of SCORM 1.2, as far as a course here calls them. Each answers with a text, some with a boolean. */
export interface ScormApi {
  LMSInitialize(nothing: ''): unknown;
  LMSFinish(nothing: ''): unknown;
  LMSGetValue(name: string): unknown;
  LMSSetValue(name: string, value: string): unknown;
  LMSCommit(nothing: ''): unknown;
}

/** A window, as far as it is looked at. Where it is of another site, reading `API` throws. */
export interface ApiWindow {
  readonly API?: ScormApi;
  readonly parent: ApiWindow;
  readonly opener?: ApiWindow | null;
}

/** A system that has itself in a frame a hundred times does not exist. */
const mostFrames = 100;

/** What a window of this site has; undefined of another site. */
const read = <T>(from: () => T): T | undefined => {
  try {
    return from();
  } catch {
    return undefined;
  }
};

/** A window, and those that it is in, from the inside out. */
const around = (inner: ApiWindow): readonly ApiWindow[] => {
  const found = [inner];
  for (let last = inner; found.length < mostFrames; ) {
    const next = read(() => last.parent);
    if (!next || next === last) break;
    found.push(next);
    last = next;
  }
  return found;
};

const apiOf = (windows: readonly ApiWindow[]): ScormApi | null => {
  for (const at of windows) {
    const api = read(() => (at.API?.LMSInitialize ? at.API : null));
    if (api) return api;
  }
  return null;
};

/** The API: the nearest one around this window, or else around a window that opened one of those. Null where there is none. */
export const findApi = (here: ApiWindow): ScormApi | null => {
  const windows = around(here);
  const own = apiOf(windows);
  if (own) return own;
  for (const at of windows) {
    const opener = read(() => at.opener);
    const api = opener ? apiOf(around(opener)) : null;
    if (api) return api;
  }
  return null;
};
