/** A kept answer as a text to read: rules as they are, anything else line by line. */
import { outcomeWords } from '../trace/sayOutcome.ts';
import type { Attempt } from './tried.ts';

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const parsed = (answer: string): unknown => {
  try {
    return JSON.parse(answer);
  } catch {
    return null;
  }
};

/** Predictions of which the end was cut, up to the last that is whole; null for anything else. */
const upToCut = (answer: string): unknown =>
  answer.startsWith('{"kind":"predictions"')
    ? parsed(`${answer.slice(0, answer.lastIndexOf('},{"packet"') + 1)}]}`)
    : null;

const lines = (value: unknown): readonly string[] => {
  if (Array.isArray(value)) return value.flatMap(lines);
  if (!isRecord(value)) return value === '' ? ['(nothing)'] : [String(value)];
  // A line at a terminal.
  if (typeof value['line'] === 'string') return [value['line']];
  return Object.entries(value).flatMap(([key, part]) =>
    key === 'kind' || key === 'ran'
      ? []
      : isRecord(part) || Array.isArray(part)
        ? lines(part)
        : [`${key}: ${saysOutcome(part)}`],
  );
};

const saysOutcome = (value: unknown): string =>
  Object.entries(outcomeWords).find(([outcome]) => outcome === value)?.[1] ?? String(value);

/**
 * Predictions, perhaps of another packet than the lesson's, and whether each was right, as it was recorded. Where it was not, this
 * follows for some: after a wrong one another packet is asked about, an attempt that failed ends with a wrong one, and one that passed
 * has a right one last for each packet. Of an answer that was cut, the end is not there.
 */
const predictions = (made: readonly unknown[], passed: boolean, whole: boolean): readonly string[] =>
  made.filter(isRecord).map(({ packet, outcome, instead, right }, i, all) => {
    const isLast = all.findLastIndex((other) => other['packet'] === packet) === i;
    const isWrong = !isLast || (whole && !passed && i === all.length - 1);
    const isRight = typeof right === 'boolean' ? right : isWrong ? false : whole && passed ? true : null;
    const known = isRight === null ? '' : isRight ? ' (right)' : ' (wrong)';
    const other = isRecord(instead) ? `, then ${Object.values(instead).join(' → ')}` : '';
    return `${packet}${other}: ${saysOutcome(outcome)}${known}`;
  });

/** Reads an answer as `keptText` writes it, and whether it passed. */
export const answerText = ({ answer, passed }: Pick<Attempt, 'answer' | 'passed'>): string => {
  const whole = /^\s*\{/.test(answer) ? parsed(answer) : null;
  const read = whole ?? upToCut(answer);
  if (!isRecord(read)) return answer;
  const { made, dropped, ...rest } = read;
  return [
    ...lines(rest),
    ...(typeof dropped === 'number' ? [`(${dropped} more, all wrong, are only counted)`] : []),
    ...(Array.isArray(made) ? predictions(made, passed, whole !== null) : []),
  ].join('\n');
};
