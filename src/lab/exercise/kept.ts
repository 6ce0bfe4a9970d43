/**
 * What of a lab is kept in the browser, as a text: an editor's text as it is, anything else as JSON. What was
 * kept in another form is set aside, not thrown away: the learner may have written it.
 */
import type { ExerciseAnswer } from '../../course/kinds/index.ts';
import type { TypedLine } from '../../course/typeLines.ts';
import type { BuiltLab } from './builtLab.ts';
import type { Session } from './session.ts';

/** The longest terminal that is kept, in UTF-16 units of its text: a browser has room for many labs. */
export const longestKept = 200_000;

/** What was kept of a lab. `typed` are lines at its terminal after those of its start. */
export interface Kept {
  /** The text of an editor; null where something else is the answer. */
  readonly text: string | null;
  /** What may be an answer of the exercise's kind, which alone can read it; undefined where nothing was kept. */
  readonly answer: unknown;
  readonly typed: readonly TypedLine[];
}

/** The answer before anything is done. */
const emptyAnswer = ({ lab, built }: BuiltLab): ExerciseAnswer =>
  built.kind?.answer ?? { kind: 'text', text: lab.start };

/** A text to keep; null where nothing was done. */
export const keptText = (lab: BuiltLab, session: Session): string | null => {
  const { answer } = session;
  const typed = session.typed.slice(lab.built.startLines);
  const same = JSON.stringify(answer) === JSON.stringify(emptyAnswer(lab));
  if (same && typed.length === 0) return null;
  if (lab.lab.language === 'terminal') return JSON.stringify(same ? { typed } : { typed, answer });
  return answer.kind === 'text' ? answer.text : JSON.stringify(answer);
};

/** Reads a kept text; null where it has another form. */
export const readKept = (lab: BuiltLab, text: string): Kept | null => {
  const empty = emptyAnswer(lab);
  const isTerminal = lab.lab.language === 'terminal';
  if (!isTerminal && empty.kind === 'text') return { text, answer: undefined, typed: [] };
  const read = parsed(text);
  if (!isRecord(read)) return null;
  if (!isTerminal) return { text: null, answer: read, typed: [] };
  const { typed, answer, answers } = read;
  if (!Array.isArray(typed) || !typed.every(isTyped)) return null;
  // Earlier versions kept the answers to a terminal's questions alone.
  return { text: null, answer: answers === undefined ? answer : { ...empty, answers }, typed };
};

/** A kept answer, and on it what the learner did before it was read. */
export const withKept = (done: ExerciseAnswer, kept: ExerciseAnswer): ExerciseAnswer => {
  if (kept.kind === 'predictions' && done.kind === 'predictions')
    return {
      ...kept,
      outcomes: { ...kept.outcomes, ...done.outcomes },
      // What was predicted before is not predicted again.
      made: [
        ...(kept.made ?? []),
        ...(done.made ?? []).filter(
          ({ packet }) => !kept.made?.some((m) => m.packet === packet && !m.earlier),
        ),
      ],
    };
  if (kept.kind === 'findings' && done.kind === 'findings')
    return { ...kept, answers: kept.answers.map((answer, i) => done.answers[i] || answer) };
  if (kept.kind === 'words' && done.kind === 'words')
    return { ...kept, words: kept.words.map((word, i) => done.words[i] || word) };
  if (done.kind === 'lines' && done.placed.length > 0) return done;
  if (done.kind === 'marks' && done.met.length > 0) return done;
  return kept;
};

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
};
const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const isTyped = (value: unknown): value is TypedLine =>
  isRecord(value) &&
  typeof value['line'] === 'string' &&
  (value['stopped'] === undefined || Number.isInteger(value['stopped']));
