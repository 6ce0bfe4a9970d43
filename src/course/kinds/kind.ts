/**
 * What a kind of exercise is. One object of this type is one kind, whole: the page, the terminal, the full
 * terminal, `four-tables check` and the tests of the lessons read it, and none of them knows a kind by name.
 * A new kind is a file here, its line in index.ts and in exerciseDefects.ts, and its view in lab/exercise/.
 */
import type { Defect } from '../defect.ts';
import type { Fields } from '../form.ts';
import type { Lab } from '../lab.ts';
import type { PreparedLab } from '../prepareLab.ts';
import type { LabResult } from '../runLab.ts';

/** What every exercise has. A kind adds fields of its own. */
export interface AnyExercise extends Lab {
  readonly kind: string;
  /** What to do, in one to three sentences. */
  readonly task: string;
}

/** What a learner answers. Plain JSON: it is kept in a browser and sent to a worker. */
export interface AnyAnswer {
  readonly kind: string;
}

/** One thing that was graded. The parts of a grade keep the lesson's order. */
export interface GradedPart {
  /** What it is, in the words of its kind: 'packet', 'command', 'question'. */
  readonly part: string;
  /** Which one: the packet's name, the command, the question. */
  readonly name: string;
  readonly right: boolean;
}

/** What came of an answer. Plain JSON. */
export interface Grade {
  readonly passed: boolean;
  /** What to try next; null if it passed or no hint applies. */
  readonly hint: string | null;
  /** The id of the misconception that the hint explains, where it is no hint of the author's. */
  readonly misconception?: string;
  readonly parts: readonly GradedPart[];
  /** The first thing in which the answer differs from the right one, if its kind says that at once. */
  readonly difference?: string;
}

/** One kind of exercise: `E` is how its author writes it, `A` how a learner answers it. */
export interface Kind<E extends AnyExercise = AnyExercise, A extends AnyAnswer = AnyAnswer> {
  /** As it is written in a lesson. */
  readonly name: E['kind'];
  /** As a page calls it, a verb: "Predict". */
  readonly title: string;
  /** The fields that this kind adds, with their form. */
  readonly fields: Fields<Omit<E, keyof AnyExercise>>;
  /** The languages its labs may have. */
  readonly languages: readonly Lab['language'][];
  /** Whether a page may show how packets end before the learner has answered. */
  readonly outcomes: 'shown' | 'hidden until checked';
  /** What a page says of a grade. */
  readonly verdicts: { readonly right: string; readonly wrong: string };

  /** The answer of a learner who has not done anything yet. */
  emptyAnswer(exercise: E): A;
  /** An answer out of JSON that was kept or sent; null if it is not one of this exercise. Never throws. */
  readAnswer(exercise: E, value: unknown): A | null;
  /** The text of a lab's editor as an answer; null if this kind is not answered with a text. */
  answerOfText(text: string): A | null;
  /** The text that the exercise's lab runs while this is the answer. */
  textOf(exercise: E, answer: A): string;
  /** One right answer as a text in the lab's language; null if there is nothing to show. */
  solution(exercise: E): string | null;

  grade(prepared: PreparedLab<E>, answer: A): Grade;
  /**
   * Grades what has become of the exercise's network, by whatever means: a terminal, a container. Null
   * if that says nothing about the answer, as with a prediction.
   */
  gradeResult(exercise: E, result: LabResult): Grade | null;
}

/**
 * What the author of an exercise must correct: the start passes already, the solution does not, a wrong answer is not
 * wrong. `path` in a defect begins at the exercise. The form of its fields, its host and network have been checked.
 * Each kind has one function of this type, in exerciseDefects.ts. It is not part of `Kind`, so that pages do not load it.
 */
export type ExerciseDefects<E extends AnyExercise> = (prepared: PreparedLab<E>) => readonly Defect[];
