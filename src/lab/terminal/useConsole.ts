/**
 * A terminal's screen on the page: loaded when it is wanted, loaded again where that failed, with a console
 * on it.
 */
import type { RefObject } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { printedBy } from '../../course/typedLines.ts';
import { type Console, openConsole } from './console.ts';
import type { Beginning, Deed } from './desk.ts';
import type { Key } from './edit.ts';
import type { MountedTerminal } from './xterm.ts';

/** How far a screen has come: as the page was built, on its way, there, not to be had. */
export type ScreenState = 'built' | 'coming' | 'open' | 'failed';

/** What a terminal's page has of its screen. */
export interface OnScreen {
  /** The element it is drawn in. */
  readonly frame: RefObject<HTMLDivElement>;
  readonly state: ScreenState;
  /** How often it was asked for again. */
  readonly attempt: number;
  /** The lines of before are typed again, and what comes now is new. */
  readonly awake: boolean;
  /** What the line became without being typed, or the choices that Tab offers. */
  readonly became: string;
  press(key: Key): void;
  paste(text: string): void;
  /** What is selected, or what the last line printed. */
  copied(): string;
  retry(): void;
}

const turns = { now: () => performance.now(), later: (go: () => void) => void setTimeout(go, 0) };

/**
 * Puts a screen into `frame`. `begin` is asked whenever one has come: another `round` is another screen. What
 * happens at it is told in `heard`, in handfuls: a paste may have thousands of lines.
 */
export const useConsole = ({
  host,
  describedBy,
  round,
  begin,
  heard,
}: {
  readonly host: string;
  readonly describedBy: string;
  readonly round: number;
  readonly begin: () => Beginning;
  readonly heard: (deed: Deed) => void;
}): OnScreen => {
  const [state, setState] = useState<ScreenState>('built');
  const [attempt, setAttempt] = useState(0);
  const [awake, setAwake] = useState(false);
  const [became, setBecame] = useState('');
  const frame = useRef<HTMLDivElement>(null);
  const open = useRef<{ readonly terminal: MountedTerminal; readonly console: Console } | null>(null);
  const last = useRef('');

  useEffect(() => {
    let gone = false;
    setState('coming');
    last.current = '';
    import('./xterm.ts')
      .then(({ mountTerminal }) =>
        mountTerminal(frame.current!, {
          label: `Terminal on ${host}`,
          describedBy,
          press: (keys) => {
            for (const key of keys) open.current?.console.press(key);
          },
          paste: (text) => open.current?.console.paste(text),
          resized: () => open.current?.console.redraw(),
        }),
      )
      .then(
        (terminal) => {
          if (gone) return terminal.unmount();
          let news: Deed[] = [];
          let timer: ReturnType<typeof setTimeout> | null = null;
          const tell = () => {
            if (timer !== null) clearTimeout(timer);
            timer = null;
            for (const deed of news) heard(deed);
            news = [];
          };
          const { session, lines } = begin();
          const console = openConsole(
            session,
            terminal.screen,
            {
              entered: (entered, typed, prompt) => {
                setBecame('');
                last.current = printedBy(entered);
                news.push({ kind: 'entered', entered, typed, prompt });
                timer ??= setTimeout(tell, 200);
              },
              rests: () => {
                news.push({ kind: 'rests' });
                tell();
                setAwake(true);
              },
              became: (text, choices) =>
                setBecame(
                  choices.length ? `${choices.length} choices: ${choices.slice(0, 20).join(' ')}` : text,
                ),
            },
            turns,
          );
          open.current = { terminal, console };
          setState('open');
          if (lines.length) console.replay(lines);
          else setAwake(true);
        },
        () => {
          if (!gone) setState('failed');
        },
      );
    return () => {
      gone = true;
      open.current?.console.close();
      open.current?.terminal.unmount();
      open.current = null;
      setAwake(false);
    };
  }, [round, attempt]);

  return {
    frame,
    state,
    attempt,
    awake,
    became,
    press: (key) => open.current?.console.press(key),
    paste: (text) => open.current?.console.paste(text),
    copied: () => open.current?.terminal.selection() || last.current,
    retry: () => setAttempt((n) => n + 1),
  };
};
