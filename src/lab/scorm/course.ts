/** What a SCORM package says of its lessons to the page that keeps the course in a learning management system. */
import { crc32 } from '../../text/crc32.ts';

export interface ScormCourse {
  readonly title: string;
  /** The page that comes first, as a file of the package. */
  readonly start: string;
  /** All pages, as files of the package. */
  readonly pages: readonly string[];
  /** By their names in the browser's storage: `lessons/<name>/<id>`. All exercises make up the score. */
  readonly exercises: readonly string[];
  /** Labs, and steps of exercises: what is in them is kept too. */
  readonly others: readonly string[];
}

const digits = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';

/** Four characters in place of the name of a lab or exercise. They are the same wherever it is in the course. */
export const shortName = (id: string): string => {
  const number = Number.parseInt(crc32(id), 16);
  return [0, 6, 12, 18].map((shift) => digits[(number >>> shift) & 63]).join('');
};

/** Characters of a short name. */
export const shortLength = 4;
