/** A lab on a page: everything it shows is a function of this. What the simulator says comes in as actions. */
import type { ExerciseAnswer } from '../../course/kinds/index.ts';
import type { Grade } from '../../course/kinds/kind.ts';
import type { LabView } from '../../course/labView.ts';
import type { TranscriptEntry, TypedLine } from '../../course/typeLines.ts';
import type { Problem } from '../../text/problem.ts';
import type { NoAnswer } from '../engine/client.ts';
import type { Changed } from '../engine/whatChanged.ts';
import type { BuiltLab, SentView } from './builtLab.ts';
import { keepEqual } from './keepEqual.ts';

/**
 * How far the simulator has come with this lab: not asked yet, at work, done; or why it has no answer, and the
 * view is the last one it gave. `unfinished`: it is not asked, because before a reload there was no answer yet.
 */
export type EngineState = 'asleep' | 'unfinished' | 'working' | 'ready' | NoAnswer;

export interface Session {
  /** In a lab that is no exercise, the editor's text. */
  readonly answer: ExerciseAnswer;
  /** A terminal's lines, those of the lab's start among them, and what the last ones printed. */
  readonly typed: readonly TypedLine[];
  /** What each of these lines changed. */
  readonly changes: readonly Changed[];
  readonly exchanges: readonly TranscriptEntry[];
  /** What the last line that sent packets sent. */
  readonly sent: readonly SentView[];
  /** How often the terminal began anew. */
  readonly round: number;
  readonly view: LabView;
  /** What was shown when the learner began the last change. */
  readonly before: LabView;
  /** The learner has changed something since the page was loaded: the answer is not what was kept before that. */
  readonly written: boolean;
  /** The learner has paused since the last key: the next one begins another change. */
  readonly rested: boolean;
  /** The answer that the view is of. */
  readonly shownFor: ExerciseAnswer;
  /**
   * What the learner is told is wrong, and the answer it is of: a problem's place holds in no other text. Half a word
   * is always wrong, so this follows the view when the learner pauses, or when nothing is wrong any more.
   */
  readonly reported: { readonly problems: readonly Problem[]; readonly of: ExerciseAnswer };
  readonly engine: EngineState;
  /** The grade of an answer that was checked; null before, and after it was changed. */
  readonly grade: Grade | null;
  readonly hintShown: boolean;
  readonly solutionShown: boolean;
  readonly askingReset: boolean;
}

export type Action =
  /** What a learner does. */
  | { readonly kind: 'write'; readonly text: string }
  | { readonly kind: 'replace'; readonly from: number; readonly to: number; readonly text: string }
  /** A whole answer: as the view of its kind makes it, or as it was kept in the browser. */
  | { readonly kind: 'answer'; readonly answer: ExerciseAnswer; readonly kept?: boolean }
  | { readonly kind: 'hint' | 'solution' | 'ask-reset' | 'keep' | 'reset' }
  /** At a terminal: takes back the last line that changed something, and those after it. */
  | { readonly kind: 'undo' }
  /** What the simulator says. */
  | { readonly kind: 'working' }
  | { readonly kind: 'shown'; readonly view: LabView; readonly answer: ExerciseAnswer }
  | { readonly kind: 'no-answer'; readonly why: NoAnswer | 'unfinished' }
  /** The learner has paused since the answer that the view is of. */
  | { readonly kind: 'paused' }
  | { readonly kind: 'graded'; readonly grade: Grade }
  /** What happens at the terminal. */
  | {
      readonly kind: 'entered';
      readonly typed: TypedLine;
      readonly exchange: TranscriptEntry;
      readonly sent: readonly SentView[];
      readonly changed: Changed;
      /** It was typed before: no new one. */
      readonly again: boolean;
    }
  | { readonly kind: 'arrived'; readonly sent: readonly SentView[] };

const mostExchanges = 30;

/** The text of the lab's editor; empty where the answer is no text. */
export const textOf = ({ answer }: Pick<Session, 'answer'>): string =>
  answer.kind === 'text' ? answer.text : '';

/** A lab before it is touched. */
export const start = ({ lab, built }: BuiltLab, round = 0): Session => {
  const answer: ExerciseAnswer = built.kind?.answer ?? { kind: 'text', text: lab.start };
  return {
    answer,
    typed: [],
    changes: [],
    exchanges: [],
    sent: [],
    round,
    view: built.view,
    before: built.view,
    written: false,
    rested: true,
    shownFor: answer,
    reported: { problems: built.view.problems, of: answer },
    engine: 'asleep',
    grade: null,
    hintShown: false,
    solutionShown: false,
    askingReset: false,
  };
};

/** Another answer: what was said of the one before no longer holds. */
const answered = (session: Session, answer: ExerciseAnswer, written = true): Session => ({
  ...begun(session),
  answer,
  written: session.written || written,
  grade: null,
  askingReset: false,
});

/** A change that begins: what it does is told beside what was shown until now. */
const begun = (session: Session): Session =>
  session.rested ? { ...session, before: session.view, rested: false } : session;

/** How many lines of a terminal are left when the learner's last change is taken back; null where there is none. */
export const keptByUndo = ({ built }: BuiltLab, { changes }: Session): number | null => {
  const last = changes.findLastIndex((changed) => changed !== null);
  return last < built.startLines ? null : last;
};

/** Whether what is shown is of an earlier answer, and the simulator is still to say what comes of the learner's. */
export const isStale = ({ answer, shownFor, engine }: Session): boolean =>
  answer !== shownFor && (engine === 'asleep' || engine === 'working');

/** Whether the last answer that ran solves the exercise: no mistake, and every packet ends as it should. */
export const isSolved = ({ built }: BuiltLab, { view, engine }: Session): boolean =>
  built.kind?.byPackets === true &&
  engine === 'ready' &&
  view.problems.length === 0 &&
  view.packets.every((packet) => packet.passed);

/** The session after an action. */
export const reduce = (lab: BuiltLab, session: Session, action: Action): Session => {
  const { answer } = session;
  switch (action.kind) {
    case 'write':
      return answered(session, { kind: 'text', text: action.text });
    case 'replace': {
      const text = textOf(session);
      return answered(session, {
        kind: 'text',
        text: text.slice(0, action.from) + action.text + text.slice(action.to),
      });
    }
    case 'answer':
      return action.answer.kind === answer.kind ? answered(session, action.answer, !action.kept) : session;
    case 'hint':
      return { ...session, hintShown: true };
    case 'solution':
      return { ...session, solutionShown: !session.solutionShown };
    case 'ask-reset':
      return { ...session, askingReset: true };
    case 'keep':
      return { ...session, askingReset: false };
    case 'reset':
      return { ...start(lab, session.round + 1), engine: session.engine, written: true };
    case 'undo': {
      const kept = keptByUndo(lab, session);
      return kept === null
        ? session
        : {
            ...begun(session),
            written: true,
            typed: session.typed.slice(0, kept),
            changes: session.changes.slice(0, kept),
          };
    }
    case 'working':
      return { ...session, engine: 'working' };
    case 'shown': {
      const view = keepEqual(session.view, action.view);
      return {
        ...session,
        view,
        // What was kept is no change: nothing is told beside it.
        ...(!session.written && { before: view, rested: true }),
        shownFor: action.answer,
        reported:
          action.view.problems.length > 0 || session.reported.problems.length === 0
            ? session.reported
            : { problems: [], of: action.answer },
        engine: 'ready',
      };
    }
    case 'paused':
      return session.shownFor === answer && session.reported.of !== answer && session.view.problems.length > 0
        ? { ...session, rested: true, reported: { problems: session.view.problems, of: answer } }
        : session.rested
          ? session
          : { ...session, rested: true };
    case 'no-answer':
      return { ...session, engine: action.why };
    case 'graded':
      return { ...session, grade: action.grade, hintShown: false };
    case 'entered':
      return {
        ...(action.changed === 'network' && !action.again ? begun(session) : session),
        written: session.written || !action.again,
        typed: [...session.typed, action.typed],
        changes: [...session.changes, action.changed],
        exchanges: [...session.exchanges, action.exchange].slice(-mostExchanges),
        // What the lab's own lines sent would push down what there is to do.
        sent:
          action.sent.length > 0 && session.typed.length >= lab.built.startLines ? action.sent : session.sent,
        // What was found stays found.
        grade: answer.kind === 'findings' && session.grade?.passed ? session.grade : null,
      };
    case 'arrived':
      return { ...session, typed: [], changes: [], exchanges: [], sent: action.sent, grade: null };
  }
};
