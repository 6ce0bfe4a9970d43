/** A lab's terminal in the worker: a console on a shell, and what the page is told of it. */
import { filesOfTexts, type Texts, textsOf } from '../../container/carried.ts';
import { rulesFile, worldText } from '../../container/files.ts';
import type { LabView } from '../../course/labView.ts';
import type { PreparedLab } from '../../course/prepareLab.ts';
import { linesToType, printedText, type TypedLine } from '../../course/typeLines.ts';
import { save } from '../../netfilter/print/save.ts';
import type { Trace } from '../../network/trace.ts';
import type { World } from '../../network/world.ts';
import { safe } from '../../shell/safe.ts';
import { type CommandRun, type ShellSession, startSession } from '../../shell/session.ts';
import { openConsole } from './console.ts';
import type { Key } from './edit.ts';
import { loadFor, loadMissed } from './loading.ts';
import type { TerminalEvent } from './protocol.ts';
import type { Turns } from './slices.ts';
import { whatChanged } from './whatChanged.ts';

/** Packets that were sent, and the network as it was after them. */
export interface Sent {
  readonly trace: Trace;
  readonly world: World;
}

/** An open terminal. */
export interface Terminal {
  /** The world after the last line that came to its end, and every command that ran. */
  readonly world: World;
  readonly ran: readonly CommandRun[];
  /** The packets of one of the last commands, by the key the page was told. */
  sent(key: string): Sent | undefined;
  press(key: Key): void;
  paste(text: string): void;
  resize(columns: number, rows: number): void;
  close(): void;
}

/** How a terminal is opened. */
export interface Opening {
  /** TypedLine again, after those of the lab's start. */
  readonly lines: readonly TypedLine[];
  readonly arrived: { readonly world: World; readonly files: Readonly<Record<string, Texts>> } | null;
  readonly columns: number;
  readonly rows: number;
  readonly turns: Turns;
  readonly tell: (event: TerminalEvent) => void;
  /** Sends the lab's packets through a world, and says what the lab then shows. */
  readonly shown: (world: World) => LabView;
}

/** So many of one line's probes can be looked at, so much of an output is kept, and so many commands. */
const mostSent = 8;
const longestOutput = 4000;
const mostRan = 5000;

const nameOf = (line: string): string => line.trim().replace(/\s+/g, ' ').slice(0, 80);

/** The shell that arrived; its host's rules are in a file, as they are in the container. */
const arrivedSession = (host: string, { world, files }: NonNullable<Opening['arrived']>): ShellSession => {
  const rules = { [`/${rulesFile}`]: save(world.hosts[host]!.filter) };
  const all = { ...files, [host]: { ...rules, ...files[host] } };
  const written = Object.entries(all).map(([name, texts]) => [name, filesOfTexts(texts, world.now)]);
  return startSession({ ...world, files: Object.fromEntries(written) }, host);
};

/** Opens a lab's terminal; the lines are typed at once, and `rests` tells when they have run. */
export const openTerminal = ({ lab, untouched }: PreparedLab, opening: Opening): Terminal => {
  const { arrived, tell } = opening;
  const lines = [...(arrived ? [] : linesToType(lab.start)), ...opening.lines];
  /** The lines of before are being typed. */
  let again = true;
  let session = arrived ? arrivedSession(lab.host, arrived) : startSession(untouched, lab.host);
  let size = { columns: opening.columns, rows: opening.rows };
  let ran: readonly CommandRun[] = [];
  let entered = 0;
  let sent = new Map<string, Sent>(
    arrived && session.world.sent.journeys.length > 0
      ? [['arrived', { trace: session.world.sent, world: session.world }]]
      : [],
  );
  tell({
    kind: 'arrived',
    sent: sent.size > 0 ? [{ key: 'arrived', name: 'Before this terminal opened' }] : [],
  });
  const console = openConsole(
    session,
    {
      get columns() {
        return size.columns;
      },
      get rows() {
        return size.rows;
      },
      write: (text) => tell({ kind: 'wrote', text }),
    },
    {
      entered(done, typed, prompt) {
        const changed = whatChanged(session, done);
        session = done.session;
        ran = [...ran, ...done.ran].slice(-mostRan);
        const key = entered++;
        const traces = done.traces.slice(-mostSent);
        if (traces.length > 0)
          sent = new Map(traces.map((trace, i) => [`t${key}.${i}`, { trace, world: session.world }]));
        const name = nameOf(typed.line);
        const output = printedText(done);
        const hint = done.problems[0]?.hint;
        // It is no part of what the command printed: not in its output, and said to be ours.
        if (hint)
          tell({
            kind: 'wrote',
            text: `\x1b[3;90mOur hint: ${safe(hint).replaceAll('\n', '\r\n')}\x1b[0m\r\n`,
          });
        tell({
          kind: 'entered',
          typed,
          exchange: {
            prompt,
            line: typed.line.slice(0, longestOutput),
            output: output.length > longestOutput ? `${output.slice(0, longestOutput)}…\n` : output,
            ...(hint && { hint }),
          },
          sent: traces.map((_, i) => ({
            key: `t${key}.${i}`,
            name: traces.length > 1 ? `${name} (${i + 1} of ${traces.length})` : name,
          })),
          changed,
          again: again && key < lines.length,
        });
      },
      rests(rested) {
        session = rested;
        again = false;
        tell({
          kind: 'rests',
          view: opening.shown(session.world),
          carried: arrived && {
            world: worldText(session.world),
            files: Object.fromEntries(
              Object.entries(session.world.files ?? {}).map(([host, files]) => [host, textsOf(files)]),
            ),
          },
        });
      },
      became: (text, choices) => tell({ kind: 'became', text, choices }),
    },
    opening.turns,
    { needed: loadFor, missed: loadMissed },
  );
  if (lines.length > 0) console.replay(lines);
  else tell({ kind: 'rests', view: opening.shown(session.world), carried: null });
  return {
    get world() {
      return session.world;
    },
    get ran() {
      return ran;
    },
    sent: (key) => sent.get(key),
    press: console.press,
    paste: console.paste,
    resize(columns, rows) {
      size = { columns, rows };
      console.redraw();
    },
    close: console.close,
  };
};
