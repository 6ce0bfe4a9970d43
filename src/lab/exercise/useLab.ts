/** One lab on a page, alive: its session, the simulator it asks, and what is kept in the browser. */
import type { RefObject } from 'preact';
import { useEffect, useLayoutEffect, useMemo, useReducer, useRef, useState } from 'preact/hooks';
import { EngineError, engine, type LabEngine } from '../engine/client.ts';
import { keep, markDone, recall, setAside, wasDone } from '../progress.ts';
import type { BuiltLab } from './builtLab.ts';
import { keptText, longestKept, readKept } from './kept.ts';
import { type Action, reduce, type Session, start } from './session.ts';

export interface LiveLab {
  /** The lab's element, and what tells that the learner is about to use it. */
  readonly root: {
    readonly ref: RefObject<HTMLElement>;
    readonly onPointerEnter: () => void;
    readonly onTouchStart: () => void;
    readonly onFocusCapture: () => void;
  };
  readonly session: Session;
  /** What the learner does; it wakes the lab. */
  readonly act: (action: Action) => void;
  /** What happens without the learner. */
  readonly tell: (action: Action) => void;
  readonly engine: LabEngine;
  /** The page's script has come: before, nothing may be typed or pressed that would be lost. */
  readonly alive: boolean;
  /** It was touched, or has something kept: the simulator is wanted. */
  readonly awake: boolean;
  /** Solved, now or earlier in this browser. */
  readonly done: boolean;
  /** The learner is about to use the lab: loads the simulator. */
  readonly wake: () => void;
  readonly check: () => void;
  /** Asks the simulator again, after it had no answer. */
  readonly retry: () => void;
}

/** The name under which a lab is kept in the browser and known to the simulator. */
export const labId = (page: string, { lab }: Pick<BuiltLab, 'lab'>): string => `${page}/${lab.id}`;

/**
 * Brings a lab to life. `keeps` is false where somebody else keeps what is done here. `runs` is false for a
 * terminal, which tells by itself what its lines came to.
 */
export const useLab = (
  lab: BuiltLab,
  { page, keeps = true, runs }: { readonly page: string; readonly keeps?: boolean; readonly runs: boolean },
): LiveLab => {
  const id = labId(page, lab);
  const [session, tell] = useReducer<Session, Action, BuiltLab>(
    (s, a) => reduce(lab, s, a),
    lab,
    (l) => start(l),
  );
  const own = useMemo(() => engine.lab(id, { lab: lab.lab, network: lab.network }), []);
  const [alive, setAlive] = useState(false);
  const [awake, setAwake] = useState(false);
  const [done, setDone] = useState(false);
  const root = useRef<HTMLElement>(null);
  const latest = useRef(session);
  latest.current = session;

  useEffect(() => {
    setAlive(true);
    setDone(wasDone(id));
    // The learner may have come before the page's script.
    const { current } = root;
    if (current?.matches(':hover') || current?.contains(document.activeElement)) setAwake(true);
    const text = keeps ? recall(id) : null;
    if (text === null) return;
    const kept = readKept(lab, text);
    if (!kept) {
      setAside(id);
      return;
    }
    if (kept.answer) tell({ kind: 'restore', answer: kept.answer });
    setAwake(true);
  }, []);

  // Saved before the browser paints, so that a reload right after a key loses nothing.
  useLayoutEffect(() => {
    if (!awake || !keeps || !alive) return;
    // While a terminal's lines of before are typed again, what is kept is more than what is there.
    if (!runs && session.engine !== 'ready') return;
    const text = keptText(lab, session);
    // Of a terminal that went on for long, what was kept before is better than nothing.
    if (text === null || lab.lab.language !== 'terminal' || text.length <= longestKept) keep(id, text);
  }, [session.answer, session.typed, session.engine]);

  useEffect(() => {
    if (!session.grade?.passed) return;
    markDone(id);
    setDone(true);
  }, [session.grade]);

  const running = useRef(false);
  /** Runs the latest answer; one that comes meanwhile runs after it, and those between are left out. */
  const run = async (again = true): Promise<void> => {
    if (running.current) return;
    running.current = true;
    tell({ kind: 'working' });
    try {
      for (;;) {
        const { answer } = latest.current;
        const view = await own.ask('run', { answer });
        if (latest.current.answer !== answer) continue;
        tell({ kind: 'shown', view, answer });
        break;
      }
      running.current = false;
    } catch (error) {
      running.current = false;
      const why = error instanceof EngineError ? error.why : 'failed';
      // Another lab's text was too much: this one begins anew.
      if (why === 'ended' && again) return run(false);
      tell({ kind: 'no-answer', why });
    }
  };
  useEffect(() => {
    if (awake && runs) void run();
  }, [awake, session.answer]);

  const wake = () => setAwake(true);
  return {
    root: { ref: root, onPointerEnter: wake, onTouchStart: wake, onFocusCapture: wake },
    session,
    tell,
    act(action) {
      wake();
      tell(action);
    },
    engine: own,
    alive,
    awake,
    done,
    wake,
    check() {
      wake();
      const { answer } = latest.current;
      own.ask('grade', { answer }).then(
        (grade) => {
          if (latest.current.answer === answer) tell({ kind: 'graded', grade });
        },
        (error: unknown) =>
          tell({ kind: 'no-answer', why: error instanceof EngineError ? error.why : 'failed' }),
      );
    },
    retry: () => void run(),
  };
};
