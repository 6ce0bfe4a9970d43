/** Records what a learner tried, in this browser alone. A page loads this when there is something to record. */
import type { ExerciseAnswer } from '../../course/kinds/index.ts';
import type { Grade } from '../../course/kinds/kind.ts';
import type { Prediction } from '../../course/standingPredictions.ts';
import { longestAnswer, minuteOf, type Tried, withAttempt, withoutAnswers } from '../../course/tried.ts';
import { hasLines } from '../../text/hasLines.ts';
import type { LabEngine } from '../engine/client.ts';
import type { BuiltLab } from '../exercise/builtLab.ts';
import type { Session } from '../exercise/session.ts';
import { markDone, wasDone } from '../progress.ts';
import { markDoneWith } from './doneWith.ts';
import { readTried, storedTried, writeTried } from './storedTried.ts';

/** The most that the answers of all exercises take together, in UTF-16 units: labs need most of the room. */
const mostAnswers = 1_000_000;

/** A right prediction before the last one is a part of an attempt. A wrong one ends it. */
const isPartWay = (answer: ExerciseAnswer, { passed, parts }: Grade): boolean => {
  const last = answer.kind === 'predictions' && answer.made?.at(-1)?.packet;
  return !passed && last !== false && parts.some(({ name, right }) => name === last && right);
};

/** An answer as it is recorded: predictions with whether each was right, a text also where it is the one that was given. */
const recorded = ({ answer, grade }: Session, kept: string | null, isTerminal: boolean): string => {
  if (answer.kind !== 'predictions' || !grade || kept === null)
    return kept ?? (answer.kind === 'text' && !isTerminal ? answer.text : '');
  const { outcomes, made = [], dropped, kind } = answer;
  const judged = made.map((one, i) => {
    const isLast = made.findLastIndex(({ packet }) => packet === one.packet) === i;
    const part = grade.parts.find(({ name }) => name === one.packet);
    // After a right one, its packet is not asked about any more.
    return !isLast || one.earlier ? { ...one, right: false } : part ? { ...one, right: part.right } : one;
  });
  const text = (from: readonly object[]): string => {
    const fewer = (dropped ?? 0) + made.length - from.length;
    return JSON.stringify({ kind, outcomes, ...(fewer > 0 && { dropped: fewer }), made: from });
  };
  // What is cut off an answer is its end, and that is the news: misses of the longest ago make room for it.
  let from: readonly (Prediction & { readonly right?: boolean })[] = judged;
  while (text(from).length > longestAnswer) {
    const oldest = from.findIndex(({ right }) => right === false);
    if (oldest < 0 || oldest === from.length - 1) break;
    from = from.toSpliced(oldest, 1);
  }
  return text(from);
};

/** Whether an answer counts: one that was checked, or one that loads. Half a word does not, and an empty editor does where it is right. */
const passedOf = (lab: BuiltLab, { answer, grade, engine, shownFor, view }: Session): boolean | null => {
  if (grade) return isPartWay(answer, grade) ? null : grade.passed;
  if (engine !== 'ready' || shownFor !== answer || view.problems.length > 0) return null;
  const passed = !lab.built.kind!.hidesOutcomes && view.packets.every((p) => p.passed);
  const isEmpty = lab.lab.language !== 'terminal' && answer.kind === 'text' && !hasLines(answer.text);
  return !passed && isEmpty ? null : passed;
};

/** Records the session's answer, as it is `kept`, as an attempt, and then the misconception it shows, unless that is known not to be known. */
export const noteAttempt = async (
  engine: LabEngine,
  lab: BuiltLab,
  session: Session,
  kept: string | null,
): Promise<void> => {
  const passed = passedOf(lab, session);
  if (passed === null) return;
  const { answer, grade } = session;
  const { seed } = lab.lab;
  // Attempts with other numbers are attempts at the same exercise.
  const name = engine.name.replace(/~\d+$/, '');
  const attempt = {
    answer: recorded(session, kept, lab.lab.language === 'terminal'),
    passed,
    at: minuteOf(new Date()),
    ...(seed !== undefined && { seed }),
  };
  if (passed && !wasDone(name)) markDone(name);
  if (passed) markDoneWith(name, seed ?? 0);
  const note = (mistake?: string) => {
    const more = withAttempt(readTried(name), {
      ...attempt,
      ...(mistake !== undefined && { mistake }),
    });
    if (!keepTried(name, more)) keepTried(name, withoutAnswers(more));
  };
  note(grade?.misconception);
  // A hint of the author's was shown, and says nothing to a class. Where there was no hint, it was looked for.
  if (!grade || passed || grade.hint === null || grade.misconception !== undefined) return;
  const mistake = await engine.ask('misconception', { answer }).catch(() => null);
  if (mistake !== null) note(mistake);
};

const sizeOf = ({ first, last }: Tried): number => first.answer.length + last.answer.length;

/** Keeps it; where the answers are too much together, those that were tried longest ago are dropped. */
const keepTried = (id: string, tried: Tried): boolean => {
  const others = [...storedTried()].filter(([other]) => other !== id);
  let room = mostAnswers - sizeOf(tried);
  for (const [other, one] of others.toSorted(([, a], [, b]) => b.last.at.localeCompare(a.last.at))) {
    room -= sizeOf(one);
    if (room < 0 && sizeOf(one) > 0) writeTried(other, withoutAnswers(one));
  }
  return writeTried(id, tried);
};
