import type { World } from '../network/world.ts';
import { entering } from '../shell/enter.ts';
import type { Limits } from '../shell/language/limits.ts';
import { clearScreen, safe } from '../shell/safe.ts';
import {
  type CommandRun,
  freshShell,
  type LineResult,
  prompt,
  type ShellSession,
  startSession,
} from '../shell/session.ts';

/** One line as it was entered; `stopped`: the learner pressed Ctrl+C after so many commands of it. */
export interface TypedLine {
  readonly line: string;
  readonly stopped?: number;
}

/** A loop may be long: the learner can press Ctrl+C. */
export const terminalLimits: Limits = { steps: 2_000_000, text: 1 << 20 };

/**
 * Runs a line at a lab's terminal in slices; see `entering`. `exit` in the first shell opens a fresh one, so
 * that the terminal can still be used.
 */
export function* enteringLine(
  session: ShellSession,
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

/** Runs a line as it was typed, up to the command at which it was stopped. */
export const runTypedLine = (session: ShellSession, { line, stopped }: TypedLine): LineResult => {
  const going = enteringLine(session, line);
  for (let step = going.next(), n = 1; ; step = n === stopped ? going.next('interrupt') : going.next(), n++) {
    if (step.done) return step.value;
  }
};

/** What typing lines led to. */
export interface TypingResult {
  readonly session: ShellSession;
  readonly ran: readonly CommandRun[];
  /** The terminal as a text: every line after its prompt, and what it printed. */
  readonly transcript: readonly TranscriptEntry[];
}

/** A line that was entered, and what it printed. */
export interface TranscriptEntry {
  readonly prompt: string;
  readonly line: string;
  readonly output: string;
  /** What we say of a mistake, under what the command printed. */
  readonly hint?: string;
}

/** The lines of a text as lines to type; empty ones are left out. */
export const linesToType = (text: string): readonly TypedLine[] =>
  text
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => ({ line }));

/** What a line printed, as a text to read: control characters are shown, clearing the screen is not. */
export const printedText = ({ output }: Pick<LineResult, 'output'>): string =>
  safe(
    output
      .map((p) => p.text)
      .join('')
      .replaceAll(clearScreen, ''),
  );

/** Types lines at a terminal of a host. Throws where there is no such host. */
export const typeLines = (world: World, host: string, lines: readonly TypedLine[]): TypingResult => {
  let session = startSession(world, host);
  const ran: CommandRun[] = [];
  const transcript: TranscriptEntry[] = [];
  for (const typed of lines) {
    const done = runTypedLine(session, typed);
    transcript.push({ prompt: prompt(session), line: typed.line, output: printedText(done) });
    ran.push(...done.ran);
    session = done.session;
  }
  return { session, ran, transcript };
};
