import { type ComponentChildren, createContext } from 'preact';

/** What an exercise on a page knows of its numbers, if they can be other ones; null in all others, and in a review. */
export const NumbersHere = createContext<{
  /** The exercise, or that of a step, as `lessons/<name>/<id>`. */
  readonly exercise: string;
  /** Below the task: whose numbers they are, where they are not the lesson's. */
  readonly note: ComponentChildren;
} | null>(null);
