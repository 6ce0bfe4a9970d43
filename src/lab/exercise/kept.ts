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
  readonly answer: ExerciseAnswer | null;
  readonly typed: readonly TypedLine[];
}

/** A text to keep; null where nothing was done. */
export const keptText = ({ lab, built }: BuiltLab, session: Session): string | null => {
  const { answer } = session;
  if (lab.language === 'terminal') {
    const typed = session.typed.slice(built.startLines);
    const answers = answer.kind === 'findings' ? answer.answers : [];
    return typed.length === 0 && answers.every((a) => a === '') ? null : JSON.stringify({ typed, answers });
  }
  switch (answer.kind) {
    case 'text':
      return answer.text === lab.start ? null : answer.text;
    case 'predictions':
      return Object.keys(answer.outcomes).length === 0 ? null : JSON.stringify(answer);
    case 'findings':
      return null;
  }
};

/** Reads a kept text; null where it has another form. */
export const readKept = ({ lab, built }: BuiltLab, text: string): Kept | null => {
  const empty = built.kind?.answer ?? { kind: 'text', text: lab.start };
  if (lab.language !== 'terminal' && empty.kind === 'text')
    return { answer: { kind: 'text', text }, typed: [] };
  const read = parsed(text);
  if (!isRecord(read)) return null;
  if (empty.kind === 'predictions') {
    const { outcomes } = read;
    const names = [...lab.packets, ...(lab.change?.packets ?? [])].map((p) => p.probe.name);
    return read['kind'] === 'predictions' &&
      isRecord(outcomes) &&
      Object.entries(outcomes).every(([name, o]) => names.includes(name) && isOutcome(o))
      ? { answer: { kind: 'predictions', outcomes: outcomes as never }, typed: [] }
      : null;
  }
  const { typed, answers } = read;
  if (!Array.isArray(typed) || !typed.every(isTyped) || !Array.isArray(answers)) return null;
  return {
    typed,
    answer:
      empty.kind === 'findings'
        ? { ...empty, answers: empty.answers.map((none, i) => String(answers[i] ?? none)) }
        : null,
  };
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
const isOutcome = (value: unknown): boolean =>
  ['connected', 'replied', 'refused', 'unreachable', 'timeout'].includes(String(value));
const isTyped = (value: unknown): value is TypedLine =>
  isRecord(value) &&
  typeof value['line'] === 'string' &&
  (value['stopped'] === undefined || Number.isInteger(value['stopped']));
