/** One lab on a page, alive: its session, the simulator it asks, and what is kept in the browser. */
import type { RefObject } from 'preact';
import { useEffect, useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks';
import { EngineError, engine, type LabEngine } from '../engine/client.ts';
import {
  doneUnder,
  keep,
  markDone,
  markUnfinished,
  markWorked,
  recall,
  setAside,
  wasDone,
  wasUnfinished,
} from '../progress.ts';
import type { BuiltLab } from './builtLab.ts';
import { keptText, longestKept, readKept, withKept } from './kept.ts';
import { type Action, isSolved, reduce, type Session, start } from './session.ts';

export interface LiveLab {
  /** The lab's element, and what tells that the learner is about to use it. */
  readonly root: {
    readonly ref: RefObject<HTMLElement>;
    readonly onPointerEnter: () => void;
    readonly onTouchStart: () => void;
    readonly onFocusCapture: () => void;
    readonly onClickCapture: () => void;
    /** Ctrl+Enter checks an exercise. */
    readonly onKeyDownCapture: (event: KeyboardEvent) => void;
  };
  readonly session: Session;
  /** What the learner does; it wakes the lab. */
  readonly act: (action: Action) => void;
  /** What happens without the learner. */
  readonly tell: (action: Action) => void;
  readonly engine: LabEngine;
  /** The page's script has come. */
  readonly alive: boolean;
  /** It was touched, or has something kept: the simulator is wanted. */
  readonly awake: boolean;
  /** Solved with these numbers, now or earlier in this browser. */
  readonly done: boolean;
  /** The browser does not keep what is done here: its storage is full or blocked. */
  readonly unkept: boolean;
  /** The learner is about to use the lab: loads the simulator. */
  readonly wake: () => void;
  readonly check: () => void;
  /** Asks the simulator again, after it had no answer. */
  readonly retry: () => void;
  /** Uses what comes when it is asked for; where it does not come, the lab says so, or `lost` does what there is to do. */
  readonly later: (use: (part: typeof import('./later.ts')) => unknown, lost?: () => void) => void;
}

/**
 * Milliseconds without a key that count as a pause, after which a text counts as an attempt, and until the lab says
 * that the simulator is at work.
 */
const pause = 400;
const attemptAfter = 3000;
const slowAfter = 200;

/** The name under which a lab is kept in the browser and known to the simulator. */
export const labId = (page: string, { lab }: Pick<BuiltLab, 'lab'>): string =>
  `${page}/${lab.id}${lab.seed ? `~${lab.seed}` : ''}`;

/**
 * Brings a lab to life. `keeps` is false where another part of the page keeps what is done here. `runs` is false for a
 * terminal, which tells by itself what its lines came to. `wakes` where nothing of the lab was built into the page: it is not asleep then.
 */
export const useLab = (
  lab: BuiltLab,
  {
    page,
    keeps = true,
    runs,
    wakes = false,
  }: { readonly page: string; readonly keeps?: boolean; readonly runs: boolean; readonly wakes?: boolean },
): LiveLab => {
  const id = labId(page, lab);
  // Solved is solved, with whatever numbers; but what is to be seen with others is not solved yet.
  const exercise = `${page}/${lab.lab.id}`;
  const showDone = () => {
    const is = wasDone(exercise);
    if (!is || !lab.lab.seed) setDone(is);
    else later((part) => setDone(part.wasDoneWith(page, lab.lab)));
  };
  const [session, draw] = useState<Session>(() => start(lab));
  const own = useMemo(() => engine.lab(id, { lab: lab.lab, network: lab.network }), []);
  const [alive, setAlive] = useState(false);
  const [awake, setAwake] = useState(false);
  const [done, setDone] = useState(false);
  const [unkept, setUnkept] = useState(false);
  const root = useRef<HTMLElement>(null);
  // What is beyond drawing: the session as it is before it is drawn, whether the simulator is wanted and at work,
  // and the learner's next pause.
  const now = useRef({
    session,
    awake: false,
    running: false,
    pause: null as ReturnType<typeof setTimeout> | null,
    stay: 0 as unknown as ReturnType<typeof setTimeout>,
  }).current;

  /**
   * The answer is run at once, not after it was drawn: what comes of it is then mostly in the same frame. What can
   * wait is done in the learner's next pause.
   */
  const tell = (action: Action) => {
    const before = now.session;
    const after = reduce(lab, before, action);
    if (after === before) return;
    now.session = after;
    draw(after);
    if (action.kind === 'write' || action.kind === 'replace') {
      clearTimeout(now.stay);
      now.stay = setTimeout(note, attemptAfter);
    }
    if (!now.awake) return;
    if (after.answer !== before.answer && runs) void run();
    if (now.pause) clearTimeout(now.pause);
    // A line at a terminal is done with; a text is still being written.
    now.pause = setTimeout(rest, runs ? pause : 0);
  };
  const later: LiveLab['later'] = (use, lost = () => tell({ kind: 'no-answer', why: 'unavailable' })) =>
    void import('./later.ts').then(use, lost);
  /** Records the answer as an attempt, if it is one. */
  const note = () => {
    if (!keeps || !lab.built.kind) return;
    // Without that part the next attempt is the first.
    later(
      ({ noteAttempt }) => noteAttempt(own, lab, now.session, keptText(lab, now.session)),
      () => {},
    );
  };
  const rest = () => {
    if (!now.pause) return;
    clearTimeout(now.pause);
    now.pause = null;
    tell({ kind: 'paused' });
    // What the learner has not changed is kept as it is: a link may have put another text there.
    if (!keeps || !now.session.written) return;
    // While a terminal's lines of before are typed again, what is kept is more than what is there.
    if (!runs && now.session.engine !== 'ready') return;
    const text = keptText(lab, now.session);
    // Of a terminal that went on for long, what was kept before is better than nothing.
    if (text === null || lab.lab.language !== 'terminal' || text.length <= longestKept)
      setUnkept(!keep(id, text));
    if (lab.built.kind) markWorked(exercise, text !== null);
  };

  /** Runs the latest answer; one that comes meanwhile runs after it, and those between are left out. */
  const run = async (again = true): Promise<void> => {
    if (now.running) return;
    now.running = true;
    // Saying at each key that something is at work would be more work than that.
    const slow = setTimeout(() => {
      tell({ kind: 'working' });
      if (keeps) markUnfinished(id, true);
    }, slowAfter);
    try {
      for (;;) {
        const { answer } = now.session;
        const view = await own.ask('run', { answer });
        if (now.session.answer !== answer) continue;
        tell({ kind: 'shown', view, answer });
        break;
      }
      if (keeps) markUnfinished(id, false);
      now.running = false;
    } catch (error) {
      now.running = false;
      const why = error instanceof EngineError ? error.why : 'failed';
      if (keeps && why !== 'late') markUnfinished(id, false);
      // Another lab's text was too much: this one begins anew.
      if (why === 'ended' && again) return run(false);
      tell({ kind: 'no-answer', why });
    } finally {
      clearTimeout(slow);
    }
  };
  const wake = () => {
    if (now.awake) return;
    now.awake = true;
    setAwake(true);
    // What did not finish before a reload waits until it is changed, or asked for.
    if (runs && now.session.engine !== 'unfinished') void run();
  };

  /** An answer that was kept: its kind reads it, and what the learner did meanwhile stays. */
  const restore = (value: unknown) => {
    own.ask('read-answer', { value }).then(
      (answer) => {
        if (answer) tell({ kind: 'answer', answer: withKept(now.session.answer, answer), kept: true });
        else setAside(id);
      },
      // Without a simulator it stays where it is.
      () => {},
    );
  };

  // Before what was done until now is done again (site/early.ts), which is on top of what was kept.
  useLayoutEffect(() => {
    setAlive(true);
    showDone();
    const text = keeps ? recall(id) : null;
    const kept = text === null ? null : readKept(lab, text);
    if (kept) {
      if (kept.text !== null) tell({ kind: 'answer', answer: { kind: 'text', text: kept.text }, kept: true });
      if (kept.answer !== undefined) restore(kept.answer);
      // What did not finish is not run again by itself.
      if (runs && wasUnfinished(id)) tell({ kind: 'no-answer', why: 'unfinished' });
      else wake();
    } else if (text !== null) setAside(id);
    // The learner may have come before the page's script.
    const { current } = root;
    if (wakes || current?.matches(':hover') || current?.contains(document.activeElement)) wake();
    // A reload right after a key loses nothing.
    // Another tab may solve it.
    const solvedElsewhere = ({ key }: StorageEvent) => {
      if (key === null || key === doneUnder(exercise)) showDone();
    };
    addEventListener('storage', solvedElsewhere);
    addEventListener('pagehide', rest);
    addEventListener('visibilitychange', rest);
    return () => {
      // From now on there is no pause to wait for.
      now.awake = false;
      rest();
      removeEventListener('storage', solvedElsewhere);
      removeEventListener('pagehide', rest);
      removeEventListener('visibilitychange', rest);
    };
  }, []);

  const solved = isSolved(lab, session);
  useEffect(() => {
    if (!session.grade?.passed && !solved) return;
    // Solved again with what was kept, it is no attempt.
    if (solved && (session.written || !wasDone(exercise))) {
      clearTimeout(now.stay);
      note();
    }
    if (!markDone(exercise)) setUnkept(true);
    setDone(true);
  }, [session.grade, solved]);

  return {
    root: {
      ref: root,
      onPointerEnter: wake,
      onTouchStart: wake,
      onFocusCapture: wake,
      onClickCapture: wake,
      onKeyDownCapture(e) {
        wake();
        if (e.key !== 'Enter' || !(e.ctrlKey || e.metaKey)) return;
        // Check itself knows whether there is something to check.
        const button = root.current?.querySelector<HTMLButtonElement>('.ft-check');
        if (!button) return;
        e.preventDefault();
        e.stopPropagation();
        button.click();
      },
    },
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
    unkept,
    wake,
    check() {
      wake();
      clearTimeout(now.stay);
      const { answer } = now.session;
      own.ask('grade', { answer }).then(
        (grade) => {
          if (now.session.answer !== answer) return;
          tell({ kind: 'graded', grade });
          note();
        },
        (error: unknown) =>
          tell({ kind: 'no-answer', why: error instanceof EngineError ? error.why : 'failed' }),
      );
    },
    later,
    retry() {
      now.awake = true;
      setAwake(true);
      void run();
    },
  };
};
