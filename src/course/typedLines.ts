/** What somebody typed at a lab's terminal, line by line, and what became of it. */
import type { World } from '../network/world.ts';
import { entering } from '../shell/enter.ts';
import type { Limits } from '../shell/language/execution.ts';
import { clearScreen, safe } from '../shell/safe.ts';
import { type Entered, freshShell, prompt, type Ran, type Session, startSession } from '../shell/session.ts';

/** One line as it was entered; `stopped`: Ctrl+C came after so many commands of it. */
export interface Typed {
  readonly line: string;
  readonly stopped?: number;
}

/** Somebody sits there and can press Ctrl+C: loops may be long. */
export const terminalLimits: Limits = { steps: 2_000_000, text: 1 << 20 };

/**
 * Begins to run a line; see `entering`. Leaving the last shell opens a fresh one: a lab's terminal has no
 * door.
 */
export function* typing(
  session: Session,
  line: string,
  limits: Limits = terminalLimits,
): ReturnType<typeof entering> {
  const done = yield* entering(session, line, limits);
  if (!done.session.over) return done;
  return {
    ...done,
    session: { ...done.session, over: false, shells: [freshShell(done.session.shells[0]!.host)] },
  };
}

/** Runs a line as it was typed, up to where it was stopped. */
export const retype = (session: Session, { line, stopped }: Typed): Entered => {
  const going = typing(session, line);
  for (let step = going.next(), n = 1; ; step = n === stopped ? going.next('interrupt') : going.next(), n++) {
    if (step.done) return step.value;
  }
};

/** What typing came to. */
export interface AfterTyping {
  readonly session: Session;
  readonly ran: readonly Ran[];
  /** Every line with the prompt in front of it, and what it printed: the terminal as a text. */
  readonly transcript: readonly Exchange[];
}

/** A line that was entered and the answer to it. */
export interface Exchange {
  readonly prompt: string;
  readonly line: string;
  readonly output: string;
}

/** The lines of a text, without the empty ones. */
export const typedLines = (text: string): readonly Typed[] =>
  text
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => ({ line }));

/**
 * What a line printed, as a text to be read: control characters shown, and nothing of a screen that was
 * emptied.
 */
export const printedBy = ({ pieces }: Pick<Entered, 'pieces'>): string =>
  safe(
    pieces
      .map((p) => p.text)
      .join('')
      .replaceAll(clearScreen, ''),
  );

/** Types lines at a terminal of a host. Throws where there is no such host. */
export const typeAll = (world: World, host: string, lines: readonly Typed[]): AfterTyping => {
  let session = startSession(world, host);
  const ran: Ran[] = [];
  const transcript: Exchange[] = [];
  for (const typed of lines) {
    const done = retype(session, typed);
    transcript.push({ prompt: prompt(session), line: typed.line, output: printedBy(done) });
    ran.push(...done.ran);
    session = done.session;
  }
  return { session, ran, transcript };
};
