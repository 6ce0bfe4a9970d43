/**
 * What the learning management system keeps of a course: which exercises are solved, where the learner was, and texts,
 * the last used first, as far as they fit. As JSON in ASCII, because some systems count bytes and others spoil line ends.
 */
import { type ScormCourse, shortLength, shortName } from './course.ts';

export interface SuspendData {
  /** The page, as a file of the package. */
  readonly at: string;
  /** Names of solved exercises, and of solved steps of exercises. */
  readonly solved: readonly string[];
  /** Names of labs and exercises and their texts, the last used first. */
  readonly texts: readonly (readonly [id: string, text: string])[];
}

/** SCORM 1.2 promises room for this many characters, and no more. */
export const longestSuspendData = 4096;

/** The most exercises and steps of one package: all of them solved leave room for where the learner was, and for a short text. */
export const mostExercises = 900;

const version = 1;

const ascii = (value: unknown): string =>
  JSON.stringify(value).replace(
    /[\u007f-\uffff]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );

/** The data as a text that fits. A text that is too long is left out, and shorter ones that were used before it are not. */
export const writeSuspendData = ({ at, solved, texts }: SuspendData): string => {
  const head = ascii({ v: version, at: at.length > 200 ? '' : at, solved: solved.map(shortName).join('') });
  const parts: string[] = [];
  let room = longestSuspendData - head.length - ',"texts":[]'.length;
  for (const [id, text] of texts) {
    if (text.length > room) continue;
    const part = ascii([shortName(id), text]);
    if (part.length + 1 > room) continue;
    parts.push(part);
    room -= part.length + 1;
  }
  return `${head.slice(0, -1)},"texts":[${parts.join(',')}]}`;
};

/** Reads it; null for what is no such text. What the course no longer has is left out. */
export const readSuspendData = (course: ScormCourse, text: string): SuspendData | null => {
  try {
    const { v, at, solved, texts } = JSON.parse(text) as Record<string, unknown>;
    if (v !== version || typeof at !== 'string' || typeof solved !== 'string' || !Array.isArray(texts))
      return null;
    const all = new Map([...course.others, ...course.exercises].map((id) => [shortName(id), id]));
    const short = solved.match(new RegExp(`.{${shortLength}}`, 'g')) ?? [];
    return {
      at,
      solved: short.flatMap((name) => all.get(name) ?? []),
      texts: texts.flatMap((entry: unknown) => {
        const [name, kept] = Array.isArray(entry) ? (entry as unknown[]) : [];
        const id = all.get(String(name));
        return id !== undefined && typeof kept === 'string' ? [[id, kept] as const] : [];
      }),
    };
  } catch {
    return null;
  }
};
