import { enteringLine, type TypedLine } from '../../course/typeLines.ts';
import type { LineResult, Output, ShellSession } from '../../shell/session.ts';
import type { Slices } from './slices.ts';

/** What a line that runs asks of its terminal. */
export interface Runner {
  readonly slices: Slices;
  isClosed(): boolean;
  print(text: string): void;
  /** Something threw. Code that was missing is brought, and then `again` is called; anything else is thrown on. */
  failed(thrown: unknown, again: () => void): void;
  /** The line came to its end; with Ctrl+C, after how many steps. */
  ended(entered: LineResult, typed: TypedLine): void;
}

/** A line that runs. */
export interface Running {
  go(): void;
  /** Ctrl+C. */
  stop(): void;
}

/** Runs a line in a session, in slices between which keys are heard, and prints as it goes. */
export const runInSlices = (session: ShellSession, typed: TypedLine, runner: Runner): Running => {
  const { slices } = runner;
  let going = enteringLine(session, typed.line);
  let steps = 0;
  let stopped = false;
  /** What is printed: pieces are added, and the last one grows. */
  let seen = { piece: 0, length: 0 };
  const printNew = (pieces: readonly Output[]) => {
    const text = pieces
      .slice(seen.piece)
      .map((piece, i) => (i === 0 ? piece.text.slice(seen.length) : piece.text))
      .join('');
    if (pieces.length > 0) seen = { piece: pieces.length - 1, length: pieces.at(-1)!.text.length };
    runner.print(text);
  };
  const go = () => {
    if (runner.isClosed()) return;
    for (;;) {
      const ends = steps > 0 && (stopped || steps === typed.stopped);
      let step: ReturnType<typeof going.next>;
      try {
        step = ends ? going.next('interrupt') : going.next();
      } catch (thrown) {
        // The line begins again from the same session, and prints on from where it was.
        runner.failed(thrown, () => {
          going = enteringLine(session, typed.line);
          steps = 0;
          go();
        });
        return;
      }
      if (step.done) {
        printNew(step.value.output);
        runner.ended(step.value, ends ? { line: typed.line, stopped: steps } : { line: typed.line });
        return;
      }
      steps++;
      if (slices.isOver) {
        printNew(step.value);
        slices.later(go);
        return;
      }
    }
  };
  return {
    go,
    stop: () => {
      stopped = true;
    },
  };
};
