/**
 * A terminal's screen on the page: loaded when it is wanted, loaded again where that failed, and wired to the
 * lab's terminal in the simulator.
 */
import type { RefObject } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import type { TypedLine } from '../../course/typeLines.ts';
import { EngineError, type LabEngine } from '../engine/client.ts';
import type { Key } from '../engine/edit.ts';
import type { ArrivedShell, TerminalEvent } from '../engine/protocol.ts';
import { keysOf } from './keys.ts';
import type { MountedTerminal } from './xterm.ts';

/** How far a screen has come: as the page was built, on its way, there, not to be had. */
export type ScreenState = 'built' | 'coming' | 'open' | 'failed';

/** What of a terminal concerns the page around its screen. */
export type Heard = Extract<TerminalEvent, { kind: 'entered' | 'rests' | 'arrived' }>;

/** What a terminal's page has of its screen. */
export interface Screen {
  /** The element it is drawn in. */
  readonly frame: RefObject<HTMLDivElement>;
  readonly state: ScreenState;
  /** How often it was asked for again. */
  readonly attempt: number;
  /** What the line became without being typed, or the choices that Tab offers. */
  readonly became: string;
  press(keys: readonly Key[]): void;
  paste(text: string): void;
  /** What is selected, or what the last line printed. */
  copied(): string;
  retry(): void;
}

/**
 * Puts a screen into `frame` once `wanted`. `begin` is asked whenever one has come: another `round` is another
 * screen. `late`: what was typed last took too long, and the simulator was ended; the lines before it are typed
 * again. Keys pressed while the screen is on its way are typed once it has come.
 */
export const useScreen = ({
  host,
  describedBy,
  round,
  wanted,
  focused,
  engine,
  begin,
  heard,
  late,
}: {
  readonly host: string;
  readonly describedBy: string;
  readonly round: number;
  readonly wanted: boolean;
  /** Whether the keyboard goes to the screen when it has come. */
  readonly focused: () => boolean;
  readonly engine: LabEngine;
  readonly begin: () => { readonly lines: readonly TypedLine[]; readonly arrived: ArrivedShell | null };
  /** Told in handfuls: a paste may have thousands of lines. */
  readonly heard: (events: readonly Heard[]) => void;
  readonly late: (error: EngineError) => void;
}): Screen => {
  const [state, setState] = useState<ScreenState>('built');
  const [attempt, setAttempt] = useState(0);
  const [became, setBecame] = useState('');
  const frame = useRef<HTMLDivElement>(null);
  const screen = useRef<MountedTerminal | null>(null);
  const last = useRef('');
  const ahead = useRef<Key[]>([]);
  const asked = useRef(false);

  const refused = (error: unknown) => {
    if (!(error instanceof EngineError)) throw error;
    // A terminal that was closed meanwhile is none to tell of.
    if (error.why !== 'gone') late(error);
  };
  /** Messages keep their order, so what is pressed once the terminal was asked for finds it open. */
  const press = (keys: readonly Key[]) => {
    if (asked.current) engine.ask('press', { keys }).catch(refused);
    else ahead.current.push(...keys);
  };

  useEffect(() => {
    if (!wanted) return;
    let gone = false;
    let unlisten = () => {};
    let news: Heard[] = [];
    let timer: ReturnType<typeof setTimeout> | null = null;
    const flush = () => {
      if (timer !== null) clearTimeout(timer);
      timer = null;
      const all = news;
      news = [];
      if (!gone) heard(all);
    };
    setState('coming');
    last.current = '';
    const open = async () => {
      const { mountTerminal } = await import('./xterm.ts');
      const mounted = await mountTerminal(frame.current!, {
        label: `Terminal on ${host}`,
        describedBy,
        escapeLeaves: true,
        screenReader: false,
        data: (data) => press(keysOf(data)),
        paste: (text) => void engine.ask('paste', { text }).catch(refused),
        resized: ({ columns, rows }) => void engine.ask('resize', { columns, rows }).catch(refused),
      });
      if (gone) return mounted.unmount();
      screen.current = mounted;
      const tell = (event: Heard) => {
        news.push(event);
        if (event.kind !== 'entered') flush();
        else timer ??= setTimeout(flush, 200);
      };
      unlisten = engine.listen((event) => {
        switch (event.kind) {
          case 'wrote':
            void mounted.write(event.text);
            return;
          case 'became': {
            const { text, choices } = event;
            setBecame(choices.length ? `${choices.length} choices: ${choices.slice(0, 20).join(' ')}` : text);
            return;
          }
          case 'entered':
            setBecame('');
            last.current = event.exchange.output;
            tell(event);
            return;
          case 'rests':
          case 'arrived':
            tell(event);
        }
      });
      setState('open');
      if (focused()) mounted.focus();
      const opened = engine.ask('terminal', { ...begin(), ...mounted.size });
      asked.current = true;
      const keys = ahead.current.splice(0);
      if (keys.length > 0) press(keys);
      await opened;
    };
    open().catch((error: unknown) => {
      if (gone) return;
      if (error instanceof EngineError) late(error);
      else setState('failed');
    });
    return () => {
      gone = true;
      asked.current = false;
      unlisten();
      if (screen.current) engine.ask('close', {}).catch(() => {});
      screen.current?.unmount();
      screen.current = null;
    };
  }, [round, attempt, wanted]);

  return {
    frame,
    state,
    attempt,
    became,
    press,
    paste: (text) => void engine.ask('paste', { text }).catch(refused),
    copied: () => screen.current?.selection() || last.current,
    retry: () => setAttempt((n) => n + 1),
  };
};
