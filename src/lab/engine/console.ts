/**
 * A terminal between a screen and a shell: keys come in, lines run, text goes out. It knows no DOM. What a key means
 * depends on all that it keeps (the line, the history, what runs), which is why it is one long object.
 */
import type { TypedLine } from '../../course/typeLines.ts';
import { completeLine } from '../../shell/completeLine.ts';
import { abandon } from '../../shell/enter.ts';
import { clearScreen, safe } from '../../shell/safe.ts';
import { type LineResult, prompt, type ShellSession } from '../../shell/session.ts';
import { edit, emptyLine, type Key, type Line, type Offer } from './edit.ts';
import { type Painted, paint } from './paint.ts';
import { columnsOf, printable } from './printable.ts';
import { runInSlices } from './runInSlices.ts';
import { Slices, type Turns } from './slices.ts';

/** Where text goes. */
export interface Screen {
  readonly columns: number;
  readonly rows: number;
  write(text: string): void;
}

/** Who is told of what happens. */
export interface Listener {
  /** A line came to its end. `asked` is the prompt it stood behind. */
  entered(entered: LineResult, typed: TypedLine, asked: string): void;
  /** Nothing runs any more, and no pasted line waits. */
  rests(session: ShellSession): void;
  /**
   * The line became another one without being typed: by history, search or completion. Choices: what Tab
   * offers.
   */
  became(text: string, choices: readonly string[]): void;
}

/** What brings code that a line needs. Both are null where nothing has to be brought. */
export interface Loader {
  needed(line: string): Promise<void> | null;
  /** After something threw because code was missing. */
  missed(thrown: unknown): Promise<void> | null;
}

/** A terminal that is open. */
export interface Console {
  press(key: Key): void;
  /**
   * Text from the clipboard: every line of it that has an end is entered, one after the other; the rest is
   * inserted. What is not simulated ends it: the lines after that do not run.
   */
  paste(text: string): void;
  /** Types lines again that were typed before. */
  replay(lines: readonly TypedLine[]): void;
  /** Draws the prompt again: the screen has another size. */
  redraw(): void;
  close(): void;
}

/** The longest line that is taken from a paste, and the longest text. */
const longestPaste = 1 << 21;
/** How many keys are kept while something runs: a terminal's buffer of the kernel. */
const mostAhead = 4096;

/** Opens a terminal on a session; the prompt is drawn at once. */
export const openConsole = (
  start: ShellSession,
  screen: Screen,
  listener: Listener,
  turns: Turns,
  loader: Loader,
): Console => {
  let session = start;
  let line: Line = emptyLine;
  let painted: Painted | null = null;
  /** What was printed in front of the prompt, on its row. */
  let lead = '';
  let waiting: TypedLine[] = [];
  /** Whether the lines that wait, and the one that runs, are of one paste. */
  let pasting = false;
  /** The end of a paste, to put after the prompt once its lines have run. */
  let rest = '';
  let running: { readonly stop: () => void } | null = null;
  /**
   * What was typed while something ran, to be done once it rests; Ctrl+C forgets it, as the kernel's
   * terminals do.
   */
  let ahead: (() => void)[] = [];
  let catchingUp = false;
  let closed = false;
  const slices = new Slices(turns);

  const offered = (text: string, at: number): Offer | null => {
    const found = completeLine(session, text, at);
    return found && { from: found.from, choices: found.choices.map((c) => c.label).sort() };
  };
  const asked = (): string => {
    const { search } = line;
    if (search)
      return `(${search.query !== '' && !line.text.includes(search.query) ? 'failed ' : ''}reverse-i-search)\`${safe(search.query)}': `;
    return lead + prompt(session);
  };
  const draw = () => {
    if (running || closed) return;
    const next = paint(painted, {
      prompt: asked(),
      line: line.text,
      at: line.at,
      columns: screen.columns,
      rows: screen.rows,
    });
    painted = next;
    screen.write(next.text);
  };
  /** Leaves the drawn line where it is and goes to a row of its own. */
  const below = () => {
    line = { ...line, at: line.text.length, search: null };
    draw();
    painted = null;
    lead = '';
    screen.write('\r\n');
  };
  const print = (text: string) => {
    if (text === '') return;
    screen.write(printable(text));
    const tail = text.slice(text.lastIndexOf('\n') + 1);
    lead =
      text.includes('\n') || text.includes(clearScreen)
        ? safe(tail.replace(clearScreen, ''))
        : lead + safe(tail);
    lead = lead.replaceAll('\t', ' ');
  };

  /** Waits for code, then goes on; Ctrl+C meanwhile, or code that does not arrive, leaves the line undone. */
  const bring = (loading: Promise<void>, go: () => void) => {
    let stopped = false;
    const here = {
      stop: () => {
        stopped = true;
        undone('^C\n');
      },
    };
    running = here;
    const undone = (why: string) => {
      running = null;
      print(why);
      next();
    };
    loading.then(
      () => {
        if (closed || stopped) return;
        running = null;
        slices.begin();
        go();
      },
      () => {
        if (!closed && !stopped)
          undone('(This command could not be loaded. Enter it again to try once more.)\n');
      },
    );
  };
  const run = (typed: TypedLine) => {
    const loading = loader.needed(typed.line);
    if (loading) bring(loading, () => runLine(typed));
    else runLine(typed);
  };
  const runLine = (typed: TypedLine) => {
    const before = prompt(session);
    const going = runInSlices(session, typed, {
      slices,
      isClosed: () => closed,
      print,
      failed: (thrown, again) => {
        const loading = loader.missed(thrown);
        if (!loading) throw thrown;
        bring(loading, () => {
          running = going;
          again();
        });
      },
      ended: (entered, typed) => {
        running = null;
        session = entered.session;
        if (pasting && entered.cutShort) dropPaste();
        listener.entered(entered, typed, before);
        next();
      },
    });
    running = going;
    going.go();
  };
  /** Lines may hang on what the one before would have done. */
  const dropPaste = () => {
    const left = waiting.length + (rest.trim() === '' ? 0 : 1);
    if (left > 0)
      print(
        left === 1
          ? '(The pasted line after it was not run.)\n'
          : `(The ${left} pasted lines after it were not run.)\n`,
      );
    waiting = [];
    rest = '';
  };
  /** The next line that waits, or the prompt. */
  const next = () => {
    if (running || closed) return;
    // A lead longer than a row would be drawn again with every key.
    if (lead.length >= screen.columns) {
      screen.write('\r\n');
      lead = '';
    }
    painted = null;
    const typed = waiting.shift();
    if (!typed) {
      pasting = false;
      line = { ...emptyLine, killed: line.killed, text: rest, at: rest.length };
      rest = '';
      draw();
      listener.rests(session);
      catchUp();
      return;
    }
    line = { ...emptyLine, killed: line.killed, text: typed.line };
    below();
    if (!slices.isOver) {
      run(typed);
      return;
    }
    running = { stop: () => undefined };
    slices.later(() => {
      running = null;
      if (!closed) run(typed);
    });
  };
  const catchUp = () => {
    if (catchingUp) return;
    catchingUp = true;
    while (!running && ahead.length > 0) ahead.shift()!();
    catchingUp = false;
  };
  const typedAhead = (deed: () => void) => {
    if (ahead.length < mostAhead) ahead.push(deed);
  };
  const enter = (text: string) => {
    if (text.trim() === '' && session.pending === null) {
      draw();
      return;
    }
    slices.begin();
    run({ line: text });
  };
  const interrupt = () => {
    waiting = [];
    rest = '';
    ahead = [];
    if (running) {
      running.stop();
      return;
    }
    session = abandon(session);
    screen.write('^C\r\n');
    painted = null;
    lead = '';
    line = { ...emptyLine, killed: line.killed };
    draw();
  };

  const press = (key: Key) => {
    try {
      pressNow(key);
    } catch (thrown) {
      // Completion knows a command or an extension that has not been loaded.
      const loading = loader.missed(thrown);
      if (!loading) throw thrown;
      const done = (again: boolean) => {
        running = null;
        if (again) ahead.unshift(() => press(key));
        if (!closed) catchUp();
      };
      running = { stop: () => undefined };
      loading.then(
        () => done(true),
        () => done(false),
      );
    }
  };
  const pressNow = (key: Key) => {
    if (closed) return;
    if (running) {
      if (key.kind === 'interrupt') interrupt();
      else typedAhead(() => press(key));
      return;
    }
    if (key.kind === 'interrupt') {
      line = { ...line, at: line.text.length, search: null };
      draw();
      interrupt();
      return;
    }
    const was = line;
    const { line: now, asks } = edit(line, key, { history: session.history, complete: offered });
    if (asks?.kind === 'enter') {
      below();
      line = now;
      enter(asks.text);
      return;
    }
    line = now;
    if (asks?.kind === 'end-of-input') {
      if (session.pending !== null) return;
      line = { ...now, text: 'exit' };
      below();
      enter('exit');
      return;
    }
    if (asks?.kind === 'clear') {
      screen.write(clearScreen);
      painted = null;
      lead = '';
    }
    if (asks?.kind === 'offer') {
      const { at } = line;
      below();
      line = { ...line, at };
      screen.write(printable(`${columnsOf(asks.choices, screen.columns)}\n`));
      listener.became(line.text, asks.choices);
    } else if (key.kind !== 'insert' && key.kind !== 'backspace' && now.text !== was.text)
      listener.became(now.text, []);
    draw();
  };

  const paste = (text: string) => {
    if (closed) return;
    if (running) {
      typedAhead(() => paste(text));
      return;
    }
    const lines = text.slice(0, longestPaste).replace(/\r\n?/g, '\n').split('\n');
    if (line.search) press({ kind: 'end' });
    if (lines.length === 1) {
      press({ kind: 'insert', text: lines[0]! });
      return;
    }
    const last = lines.pop()!;
    lines[0] = line.text.slice(0, line.at) + lines[0]!;
    rest = last + line.text.slice(line.at);
    line = { ...line, text: '', at: 0 };
    draw();
    waiting = lines.filter((l) => l.trim() !== '' || session.pending !== null).map((l) => ({ line: l }));
    pasting = true;
    next();
  };

  draw();
  return {
    press,
    paste,
    replay(lines) {
      if (closed || running) return;
      waiting = [...lines];
      next();
    },
    redraw: draw,
    close() {
      closed = true;
    },
  };
};
