import { newLines } from '../../text/newLines.ts';
import { withoutCounts } from './withoutCounts.ts';

/** What a listing has that it had not before the last change. */
export interface ChangedLines {
  /** Lines that are new, by their numbers from 0. */
  readonly more: ReadonlySet<number>;
  /** How many are gone. */
  readonly fewer: number;
}

/** Compares what a command printed before with what it prints now, but for counters and the numbers of rules. */
export const changedLines = (before: string, after: string): ChangedLines => {
  const [was, is] = [before.split('\n'), after.split('\n')];
  const more = newLines(withoutCounts(was), withoutCounts(is));
  return { more, fewer: was.length - is.length + more.size };
};
