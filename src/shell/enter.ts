import { commands } from './commands/index.ts';
import { Execution } from './language/execution.ts';
import { type Limits, usualLimits } from './language/limits.ts';
import { parse } from './language/parse.ts';
import { endScript, runLine } from './language/runLine.ts';
import { type LineResult, type Output, type ShellSession, shellOf } from './session.ts';

/** The longest text that is read at once, in UTF-16 units; a longer one is refused whole. */
export const longestText = 2 << 20;
/** How many commands are remembered. */
const longestHistory = 500;

/**
 * Enters a line, and yields whenever a command of it ran, with all that was printed so far.
 * `next('interrupt')` is Ctrl+C: what runs is stopped where it is, and what it did stays done. A line may be
 * a whole paste of lines.
 */
export function* entering(
  session: ShellSession,
  line: string,
  limits: Limits = usualLimits,
  input = '',
): Generator<readonly Output[], LineResult, 'interrupt' | undefined> {
  const text = session.pending === null ? line : `${session.pending}\n${line}`;
  const x = new Execution(session, limits, commands, input);
  let pending: string | null = null;
  let { history } = session;
  let cutShort = false;
  const ended = (): LineResult => {
    const status = x.state.status;
    return {
      session: { ...x.session(session), pending, history },
      output: x.transcript.output,
      status,
      problems: x.transcript.problems,
      traces: x.traces,
      ran: x.ran,
      cutShort: cutShort || x.transcript.isStopped,
    };
  };
  if (session.over) return ended();
  if (text.length > longestText) {
    x.mistake(x.terminal, {
      from: 0,
      to: text.length,
      message: `${text.length} characters at once are not simulated here`,
      status: 1,
      hint: `At most ${longestText}. Nothing of it was run.`,
    });
    x.state = { ...x.state, status: 1 };
    return ended();
  }
  x.reads(text, null);
  function* runAll(): Generator<void, void, void> {
    for (let from = 0; from < text.length && !x.over; ) {
      const read = parse(text, from);
      if (read.kind === 'unfinished') {
        pending = text.slice(from);
        return;
      }
      const end = read.kind === 'list' ? read.end : endOfLine(text, Math.max(read.problem.to, from));
      const written = text.slice(from, end).trim();
      if (written !== '' && written.length <= 10_000) history = [...history, written].slice(-longestHistory);
      from = end;
      if (read.kind === 'mistake') {
        x.mistake(x.terminal, read.problem);
        x.state = { ...x.state, status: read.problem.status };
        cutShort = read.endsText;
        if (cutShort || !x.isTerminal) return;
      } else yield* runLine(x, read.list);
      if (x.transcript.isStopped) return;
    }
    if (!x.isTerminal) yield* endScript(x);
  }
  const going = runAll();
  for (let step = going.next(); !step.done; step = going.next())
    if ((yield x.transcript.output) === 'interrupt') {
      x.transcript.output.push({ stream: 'stdout', text: '^C\n' });
      going.return(undefined);
      x.state = { ...x.state, status: 130 };
      break;
    }
  return ended();
}

/** Ctrl+C in front of a line: what was begun is dropped. */
export const abandon = (session: ShellSession): ShellSession => ({
  ...session,
  pending: null,
  shells: [...session.shells.slice(0, -1), { ...shellOf(session), status: 130 }],
});

const endOfLine = (text: string, at: number): number => {
  const end = text.indexOf('\n', Math.max(0, at - 1));
  return end < 0 ? text.length : end + 1;
};

/** Enters a line and runs it to its end; a loop without one is stopped at the bound. */
export const enter = (
  session: ShellSession,
  line: string,
  limits: Limits = usualLimits,
  input = '',
): LineResult => {
  const going = entering(session, line, limits, input);
  for (;;) {
    const step = going.next();
    if (step.done) return step.value;
  }
};
