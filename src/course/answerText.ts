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
 * Predictions, perhaps of another packet than the lesson's, and what is known of each: after a wrong one another packet is asked
 * about, an attempt that failed ends with a wrong one, and one that passed has a right one last for each packet.
 */
const predictions = (made: readonly unknown[], passed: boolean): readonly string[] =>
  made.filter(isRecord).map(({ packet, outcome, instead }, i, all) => {
    const isLast = all.findLastIndex((other) => other['packet'] === packet) === i;
    const known = !isLast || (!passed && i === all.length - 1) ? ' (wrong)' : passed ? ' (right)' : '';
    const other = isRecord(instead) ? `, then ${Object.values(instead).join(' → ')}` : '';
    return `${packet}${other}: ${saysOutcome(outcome)}${known}`;
  });

/** Reads an answer as `keptText` writes it, and whether it passed. */
export const answerText = ({ answer, passed }: Pick<Attempt, 'answer' | 'passed'>): string => {
  const read = /^\s*\{/.test(answer) ? parsed(answer) : null;
  if (!isRecord(read)) return answer;
  const { made, ...rest } = read;
  return [...lines(rest), ...(Array.isArray(made) ? predictions(made, passed) : [])].join('\n');
};
