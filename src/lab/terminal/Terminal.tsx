/** A lab, or an exercise, that is typed at a terminal: the screen, what was sent, the lab's packets and the grade. */

import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { TypedLine } from '../../course/typeLines.ts';
import * as labels from '../../labels/en.ts';
import { say } from '../../labels/say.ts';
import type { NoAnswer } from '../engine/client.ts';
import type { ArrivedShell } from '../engine/protocol.ts';
import type { BuiltLab } from '../exercise/builtLab.ts';
import { uncoded } from '../exercise/Coded.tsx';
import { DrawnNetwork } from '../exercise/DrawnNetwork.tsx';
import { FullScreen } from '../exercise/FullScreen.tsx';
import { Grading } from '../exercise/Grading.tsx';
import { Head } from '../exercise/Head.tsx';
import { Help } from '../exercise/Help.tsx';
import { KeptNote } from '../exercise/KeptNote.tsx';
import { readKept } from '../exercise/kept.ts';
import type { Unbuilt } from '../exercise/kindView.ts';
import { LastRun, Packets } from '../exercise/Packets.tsx';
import { AllPrinted } from '../exercise/Printed.tsx';
import { StartOver } from '../exercise/StartOver.tsx';
import { Strip } from '../exercise/Strip.tsx';
import { keptByUndo } from '../exercise/session.ts';
import { labId, useLab } from '../exercise/useLab.ts';
import { viewOf } from '../exercise/views.ts';
import { Copies } from '../link/Copies.tsx';
import { keep, recall } from '../progress.ts';
import { useRuns } from '../run/useRuns.ts';
import { OwnPackets } from '../send/OwnPackets.tsx';
import { LazyWay } from '../trace/LazyWay.tsx';
import { Keys } from './Keys.tsx';
import { keysOf } from './keys.ts';
import { typedKey } from './typedKey.ts';
import { useScreen } from './useScreen.ts';

/** Where no terminal comes: the lines of the lab, or of its solution, and what they print. */
const AsBuilt = import.meta.env.SSR ? (await import('./TranscriptAsBuilt.tsx')).TranscriptAsBuilt : null;

interface Props extends BuiltLab {
  /** With the lab's id, the name of what is kept in the browser. */
  readonly page: string;
  /** For an exercise of which nothing was built into the page. */
  readonly unbuilt?: Unbuilt;
  /** A shell that was left elsewhere; what is done here is then kept there: `changed` is told of it. */
  readonly arrived?: ArrivedShell;
  readonly changed?: (shell: ArrivedShell) => void;
}

/** Where the learner has to look after a line took too long, or the simulator could not be had. */
const notes: Readonly<Record<Exclude<NoAnswer, 'gone'>, string>> = {
  late: 'That took more than five seconds, so it was stopped. The terminal began again with the lines before it.',
  ended: 'The simulator was stopped by another lab of this page. The terminal began again with your lines.',
  unavailable: 'The terminal could not be loaded. Nothing that was typed here is lost.',
  failed: 'The simulator has a fault, and could not do this. The lines before it are kept. Please report it.',
};

/** The terminal, and everything around it. */
export const Terminal = ({ page, unbuilt, arrived, changed, ...lab }: Props) => {
  const { host } = lab.lab;
  const id = labId(page, lab);
  const live = useLab(lab, { page, keeps: !arrived, runs: false, wakes: unbuilt !== undefined });
  const { session, act, tell, alive, engine } = live;
  const { kind } = lab.built;
  const view = viewOf(lab.lab);
  const awake = live.awake || arrived !== undefined;
  const [restarts, setRestarts] = useState(0);
  const [note, setNote] = useState<string | null>(null);
  /** What was typed so far, to be typed again by another simulator. */
  const lines = useRef<readonly TypedLine[] | null>(null);
  const typed = useRef(session.typed);
  typed.current = session.typed;
  const group = useRef<HTMLDivElement>(null);
  /** The keyboard was at the terminal last; it follows from what was built to the screen. */
  const hadFocus = useRef(false);
  const shell = useRef(arrived);
  /** Something was typed here, so there is something to tell. */
  const entered = useRef(false);
  /** Check was pressed after the last key. */
  const checked = useRef(false);

  const screen = useScreen({
    host,
    describedBy: `ft-terminal-${lab.lab.id}`,
    round: session.round + restarts * 1000,
    wanted: alive && awake,
    focused: () => hadFocus.current,
    engine,
    begin: () => {
      const again = lines.current;
      lines.current = null;
      if (again) return { lines: again, arrived: shell.current ?? null };
      const kept = session.round === 0 && !arrived ? recall(id) : null;
      return {
        lines: (kept === null ? null : readKept(lab, kept))?.typed ?? [],
        arrived: shell.current ?? null,
      };
    },
    heard: (events) => {
      for (const event of events)
        if (event.kind !== 'rests') tell(event);
        else {
          tell({ kind: 'shown', view: event.view, answer: session.answer });
          if (event.carried) {
            shell.current = event.carried;
            if (events.length > 1 || entered.current) changed?.(event.carried);
          }
        }
      if (!events.some((e) => e.kind === 'entered')) return;
      entered.current = true;
      // The line was at work when Check was pressed: its grade was of the world before it.
      if (checked.current) setChecking(true);
    },
    late: (error) => {
      tell({ kind: 'no-answer', why: error.why });
      if (error.why === 'gone') return;
      setNote(notes[error.why]);
      // What arrived is kept after each line; a lab's own lines are typed again.
      lines.current = arrived ? [] : typed.current.slice(lab.built.startLines);
      if (error.why === 'late' || error.why === 'ended') setRestarts((n) => n + 1);
    },
  });
  const { state } = screen;
  useRuns(live, {
    did: 'typed',
    run(commands) {
      live.wake();
      // What was being written at the prompt makes room; Ctrl+Y brings it back.
      screen.press([{ kind: 'end' }, { kind: 'kill-start' }, ...keysOf(`${commands}\n`)]);
    },
  });
  // The keyboard may have been here before the page's script.
  useLayoutEffect(() => {
    hadFocus.current = group.current!.contains(document.activeElement);
  }, []);
  useLayoutEffect(() => {
    if (awake && hadFocus.current) screen.frame.current?.focus();
  }, [awake]);
  useEffect(() => {
    if (session.typed.length > lab.built.startLines && session.engine === 'ready') setNote(null);
  }, [session.typed]);

  /** Check was asked for: what was typed at the terminal before is part of the answer, and is typed again first. */
  const [checking, setChecking] = useState(false);
  const check = () => {
    live.wake();
    checked.current = true;
    setChecking(true);
  };
  /** After this, another line is what the learner wants. */
  const typing = () => {
    checked.current = false;
  };
  /** The world is a value, and the lines before the last change make it again. */
  const undo = () => {
    lines.current = session.typed.slice(lab.built.startLines, keptByUndo(lab, session)!);
    act({ kind: 'undo' });
    setNote(null);
    setRestarts((n) => n + 1);
  };
  useEffect(() => {
    if (!checking || state !== 'open' || session.engine !== 'ready') return;
    setChecking(false);
    live.check();
  }, [checking, state, session.engine]);

  const touched = session.typed.length > lab.built.startLines;
  const props = { lab, live: { ...live, check } };
  const byPackets = kind === null || kind.byPackets;
  const ready = state !== 'failed' && view?.isComplete?.(props) === true;
  return (
    <section
      class="ft-lab not-content"
      aria-label={uncoded(lab.lab.title)}
      data-lab={lab.lab.id}
      data-asleep={!awake || undefined}
      data-id={kind ? `${page}/${lab.lab.id}` : undefined}
      {...live.root}
    >
      <Head lab={lab.lab} kind={kind?.title ?? null} done={live.done} />
      {unbuilt && <unbuilt.Aside {...props} />}
      <div class="ft-work">
        <div class={lab.lab.packets.length > 0 ? 'ft-both' : 'ft-yours'}>
          <div class="ft-yours">
            <div
              ref={group}
              class="ft-terminal"
              role="group"
              aria-label={`Terminal on ${host}`}
              data-state={state}
              onFocusCapture={() => {
                hadFocus.current = true;
              }}
              onFocusOut={(e) => {
                const to = e.relatedTarget;
                if (to instanceof Node && !group.current!.contains(to)) hadFocus.current = false;
              }}
              onKeyDownCapture={(e) => {
                if (e.key === 'Enter') typing();
              }}
              onPasteCapture={typing}
              onClickCapture={typing}
              onKeyDown={(e) => {
                // Until its screen is there, the terminal keeps what is typed at it.
                const data = state === 'coming' || state === 'built' ? typedKey(e) : null;
                if (data === null) return;
                e.preventDefault();
                screen.press(keysOf(data));
              }}
            >
              {alive && awake ? (
                <div
                  class="ft-screen"
                  ref={screen.frame}
                  key={`${session.round} ${restarts} ${screen.attempt}`}
                  tabIndex={state === 'coming' ? 0 : -1}
                />
              ) : AsBuilt ? (
                <div class="ft-built">
                  <AsBuilt lab={lab} />
                </div>
              ) : (
                // What was built stays until the terminal is touched.
                <div class="ft-built" dangerouslySetInnerHTML={{ __html: '' }} />
              )}
              <Keys screen={screen} />
              <p class="ft-muted" id={`ft-terminal-${lab.lab.id}`}>
                {state === 'failed'
                  ? ''
                  : 'Tab completes, the up arrow brings back, Ctrl+C stops. To leave with the keyboard, press Esc and then Tab.'}
              </p>
              {(state === 'failed' || note !== null) && (
                <p class="ft-hint" role="alert">
                  {note ??
                    (screen.attempt === 0
                      ? notes.unavailable
                      : 'The terminal could not be loaded again. Nothing that was typed here is lost: you may load the page again.')}{' '}
                  {(state === 'failed' ||
                    session.engine === 'unavailable' ||
                    session.engine === 'failed') && (
                    <button
                      type="button"
                      onClick={() => {
                        setNote(null);
                        screen.retry();
                      }}
                    >
                      Try again
                    </button>
                  )}
                </p>
              )}
              <div
                class="ft-unseen"
                role="log"
                aria-live={session.engine === 'ready' ? 'polite' : 'off'}
                aria-label={`What the terminal on ${host} printed`}
              >
                {awake &&
                  session.exchanges.map((s, i) => (
                    <pre key={session.typed.length - session.exchanges.length + i}>
                      {`${s.prompt}${s.line}\n${s.output}`}
                      {s.hint && say(labels.ourHint, { hint: s.hint })}
                    </pre>
                  ))}
              </div>
              <p class="ft-unseen" role="status">
                {screen.became}
              </p>
              {touched && !session.askingReset && !arrived && keptByUndo(lab, session) !== null && (
                <button type="button" onClick={undo}>
                  {say(labels.undoLast)}
                </button>
              )}{' '}
              {(touched || session.askingReset) && (
                <StartOver
                  live={live}
                  question={say(labels.discardTyped)}
                  begins={() => {
                    if (!arrived) keep(id, null);
                    shell.current = arrived;
                  }}
                />
              )}
            </div>
            {session.sent.length > 0 && (
              <div class="ft-sent">
                <p class="ft-label">
                  {arrived && session.typed.length === 0 ? 'What was sent last' : 'What your command sent'}
                </p>
                {session.sent.map((s, i) => (
                  <details key={s.key} open={i === 0}>
                    <summary>
                      <code>{s.name}</code>
                    </summary>
                    <LazyWay engine={engine} packets={s.key} name={s.name} told={null} />
                  </details>
                ))}
              </div>
            )}
            {lab.lab.show.length > 0 && (
              <AllPrinted ran={[]} shown={session.view.shown} before={session.before} later={live.later} />
            )}
            <KeptNote live={live} />
            {byPackets && kind && <Help key={session.round} {...props} />}
          </div>
          <div class="ft-theirs">
            {lab.lab.packets.length > 0 && (
              <>
                <DrawnNetwork {...props} unbuilt={unbuilt} />
                <LastRun.Provider value={session.engine === 'ready' ? session.view.run : null}>
                  <Packets {...props} view={view} />
                </LastRun.Provider>
                <p class="ft-muted">{say(labels.sentOnCopy)}</p>
              </>
            )}
            {!arrived && <OwnPackets {...props} />}
          </div>
        </div>
        {view?.Questions && <view.Questions {...props} />}
        {byPackets && lab.lab.packets.length > 0 ? (
          <Strip {...props} ready={ready} check={check} />
        ) : (
          kind && (
            <Grading kind={kind} session={session} ready={ready} check={check} later={live.later} act={act} />
          )
        )}
      </div>
      {!arrived && (
        <p class="ft-more">
          <FullScreen live={live} />
          <Copies {...props} />
        </p>
      )}
    </section>
  );
};
