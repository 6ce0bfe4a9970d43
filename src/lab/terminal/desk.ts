/** A lab with a terminal: everything it shows is a function of this. */
import { isExercise, kindOf } from '../../course/exercise.ts';
import type { FindExercise } from '../../course/kinds/find.ts';
import type { Exercise } from '../../course/kinds/index.ts';
import type { Grade } from '../../course/kinds/kind.ts';
import type { Lab } from '../../course/lab.ts';
import { prepareLab } from '../../course/prepareLab.ts';
import { type LabResult, tryWorld } from '../../course/runLab.ts';
import { type Exchange, printedBy, type Typed, typeAll, typedLines } from '../../course/typedLines.ts';
import type { Trace } from '../../network/trace.ts';
import type { World } from '../../network/world.ts';
import { type Entered, type Ran, type Session, startSession } from '../../shell/session.ts';
import type { Given } from '../exercise/session.ts';

/** The packets of one command that was typed. */
export interface Sent {
  readonly key: string;
  readonly name: string;
  readonly trace: Trace;
  readonly world: World;
}

export interface Desk {
  /** The shell as it is behind the last line. */
  readonly session: Session;
  /** Every line, those of the lab's start among them. */
  readonly typed: readonly Typed[];
  readonly ran: readonly Ran[];
  /** What the last line that sent packets sent. */
  readonly sent: readonly Sent[];
  /** The last lines and their outputs, for those who read instead of seeing the screen. */
  readonly said: readonly Exchange[];
  readonly result: LabResult;
  /** What the learner found, question by question. */
  readonly answers: readonly string[];
  readonly grade: Grade | null;
  readonly hintShown: boolean;
  readonly solutionShown: boolean;
  readonly askingReset: boolean;
  /** How often it began anew: a terminal belongs to one of them. */
  readonly round: number;
}

/** What happens at it. */
export type Deed =
  /** A line came to its end, behind this prompt. */
  | { readonly kind: 'entered'; readonly entered: Entered; readonly typed: Typed; readonly prompt: string }
  /** No line runs and none waits: the lab's packets are sent, and its commands run. */
  | { readonly kind: 'rests' }
  | { readonly kind: 'answer'; readonly index: number; readonly text: string }
  | { readonly kind: 'check' | 'hint' | 'solution' | 'ask-reset' | 'keep' | 'reset' };

const mostSaid = 30;
const mostSent = 8;
const longestSaid = 4000;

/** The questions of an exercise; none where it asks nothing. */
export const asksOf = (lab: Lab | Exercise): FindExercise['asks'] =>
  'kind' in lab && lab.kind === 'find' ? lab.asks : [];

/** A lab to sit down at, perhaps one that was begun elsewhere. */
export interface Seat extends Given {
  /** The shell as it was left there; the lines of the lab's start are none of it. */
  readonly arrived?: Session;
}

/** A shell, and lines to be typed at it. */
export interface Beginning {
  readonly session: Session;
  readonly lines: readonly Typed[];
}

/** Where a desk begins, each time anew. */
export const beginning = ({ lab, network, arrived }: Seat): Beginning =>
  arrived
    ? { session: arrived, lines: [] }
    : { session: startSession(prepareLab(lab, network).untouched, lab.host), lines: typedLines(lab.start) };

/** A desk where nobody has sat; the lines of the lab's start are typed. */
export const sit = (seat: Seat, round = 0): Desk => {
  const { lab, arrived } = seat;
  const session =
    arrived ?? typeAll(prepareLab(lab, seat.network).untouched, lab.host, typedLines(lab.start)).session;
  const { world } = session;
  const sent: Desk['sent'] =
    arrived && world.sent.journeys.length > 0
      ? [{ key: `${round} arrived`, name: 'Before this terminal opened', trace: world.sent, world }]
      : [];
  return {
    session,
    typed: [],
    ran: [],
    sent,
    said: [],
    result: tryWorld(lab, world),
    answers: asksOf(lab).map(() => ''),
    grade: null,
    hintShown: false,
    solutionShown: false,
    askingReset: false,
    round,
  };
};

const nameOf = (line: string): string => line.trim().replace(/\s+/g, ' ').slice(0, 80);

/** The desk after something happened. */
export const act = (given: Seat, desk: Desk, deed: Deed): Desk => {
  const { lab } = given;
  switch (deed.kind) {
    case 'entered': {
      const { entered, typed } = deed;
      const at = desk.typed.length;
      const sent = entered.traces.slice(-mostSent).map(
        (trace, i, all): Sent => ({
          key: `${desk.round} ${at} ${i}`,
          name: all.length > 1 ? `${nameOf(typed.line)} (${i + 1} of ${all.length})` : nameOf(typed.line),
          trace,
          world: entered.session.world,
        }),
      );
      const output = printedBy(entered);
      const said = {
        prompt: deed.prompt,
        line: typed.line.slice(0, longestSaid),
        output: output.length > longestSaid ? `${output.slice(0, longestSaid)}…\n` : output,
      };
      return {
        ...desk,
        session: entered.session,
        typed: [...desk.typed, typed],
        ran: [...desk.ran, ...entered.ran].slice(-5000),
        sent: sent.length ? sent : desk.sent,
        said: [...desk.said, said].slice(-mostSaid),
        grade: null,
      };
    }
    case 'rests':
      return { ...desk, result: tryWorld(lab, desk.session.world) };
    case 'answer':
      return {
        ...desk,
        answers: desk.answers.map((a, i) => (i === deed.index ? deed.text : a)),
        grade: null,
      };
    case 'check': {
      if (!isExercise(lab)) return desk;
      const findings = { kind: 'findings', ran: desk.ran, answers: desk.answers } as const;
      const grade =
        lab.kind === 'find'
          ? kindOf(lab).grade(prepareLab(lab, given.network), findings)
          : kindOf(lab).gradeResult(lab, desk.result);
      return { ...desk, grade, hintShown: false };
    }
    case 'hint':
      return { ...desk, hintShown: true };
    case 'solution':
      return { ...desk, solutionShown: !desk.solutionShown };
    case 'ask-reset':
      return { ...desk, askingReset: true };
    case 'keep':
      return { ...desk, askingReset: false };
    case 'reset':
      return sit(given, desk.round + 1);
  }
};

/** The longest text that is kept, in UTF-16 units: a browser has room for many labs. */
export const longestKept = 200_000;

/** What is kept of a desk in the browser, as a text; null where nothing was done at it. */
export const keptText = ({ lab }: Given, desk: Desk): string | null => {
  const typed = desk.typed.slice(typedLines(lab.start).length);
  if (typed.length === 0 && desk.answers.every((a) => a === '')) return null;
  return JSON.stringify({ typed, answers: desk.answers });
};

/** What a kept text says; nothing where it is of another make. */
export const readKept = (
  text: string | null,
): { readonly typed: readonly Typed[]; readonly answers: readonly string[] } => {
  try {
    const { typed, answers } = JSON.parse(text ?? '') as { typed: unknown; answers: unknown };
    const lines = Array.isArray(typed)
      ? typed.filter(
          (t): t is Typed =>
            typeof t?.line === 'string' && (t.stopped === undefined || Number.isInteger(t.stopped)),
        )
      : [];
    return { typed: lines, answers: Array.isArray(answers) ? answers.map(String) : [] };
  } catch {
    return { typed: [], answers: [] };
  }
};
