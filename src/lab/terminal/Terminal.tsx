/**
 * A lab, or an exercise, that is typed at a terminal: the screen, what was sent, the lab's packets and the
 * grade.
 */
import { useEffect, useLayoutEffect, useMemo, useReducer, useRef, useState } from 'preact/hooks';
import { kindOf } from '../../course/exercise.ts';
import { prepareLab } from '../../course/prepareLab.ts';
import { typeAll, typedLines } from '../../course/typedLines.ts';
import type { Session } from '../../shell/session.ts';
import { Grading } from '../exercise/Grading.tsx';
import { Head } from '../exercise/Head.tsx';
import {
  act as after,
  asksOf,
  beginning,
  type Deed,
  type Desk,
  keptText,
  longestKept,
  readKept,
  type Seat,
  sit,
} from './desk.ts';
import { Keys } from './Keys.tsx';
import '../lab.css';
import './terminal.css';
import { Packets } from '../exercise/Packets.tsx';
import { Printed } from '../exercise/Printed.tsx';
import type { Given } from '../exercise/session.ts';
import { keep, markDone, recall, wasDone } from '../progress.ts';
import { Way } from '../trace/Way.tsx';
import { useConsole } from './useConsole.ts';

interface Props extends Seat {
  /** With the lab's id, the name of what is kept in the browser. */
  readonly page: string;
  /** Told of what came of each line, where the lab arrived from elsewhere: it is kept there, and not here. */
  readonly changed?: (session: Session) => void;
}

/** The terminal, and all that stands around it. */
export const Terminal = ({ page, changed, ...given }: Props) => {
  const { lab, arrived } = given;
  const exercise = 'kind' in lab && lab.kind !== 'predict' ? lab : null;
  const id = `${page}/${lab.id}`;
  const [desk, act] = useReducer<Desk, Deed, Seat>(
    (d, deed) => after(given, d, deed),
    given,
    (g) => sit(g),
  );
  const [done, setDone] = useState(false);
  const kept = useRef(readKept(null));
  useEffect(() => {
    setDone(wasDone(id));
    kept.current = readKept(desk.round === 0 && !arrived ? recall(id) : null);
    for (const [index, text] of kept.current.answers.entries())
      if (text !== '' && index < asksOf(lab).length) act({ kind: 'answer', index, text });
  }, [desk.round]);
  const screen = useConsole({
    host: lab.host,
    describedBy: `ft-terminal-${lab.id}`,
    round: desk.round,
    heard: act,
    begin: () => {
      const { session, lines } = beginning(given);
      return { session, lines: [...lines, ...kept.current.typed] };
    },
  });
  const { state, awake } = screen;
  // What is seen is kept: an effect behind the drawing would miss a reload that comes at once.
  useLayoutEffect(() => {
    // While lines of before are typed again, what is kept is more than what is there.
    if (!awake) return;
    if (changed) return changed(desk.session);
    const text = keptText(given, desk);
    if (text === null || text.length <= longestKept) keep(id, text);
  }, [desk.typed, desk.answers]);
  useEffect(() => {
    if (!desk.grade?.passed) return;
    markDone(id);
    setDone(true);
  }, [desk.grade]);

  const alive = state !== 'built';
  const touched = desk.typed.length > beginning(given).lines.length;
  return (
    <section class="ft-lab not-content" aria-label={lab.title} data-lab={lab.id}>
      <Head lab={lab} done={done} />
      <div class="ft-terminal" role="group" aria-label={`Terminal on ${lab.host}`} data-state={state}>
        {alive ? <div class="ft-screen" ref={screen.frame} key={desk.round} /> : <Transcript given={given} />}
        <Keys screen={screen} />
        <p class="ft-muted" id={`ft-terminal-${lab.id}`}>
          {state === 'failed'
            ? ''
            : 'Tab completes, the up arrow brings back, Ctrl+C stops. To leave with the keyboard, press Esc and then Tab.'}
        </p>
        {state === 'failed' && (
          <p class="ft-hint" role="alert">
            {screen.attempt === 0
              ? 'The terminal could not be loaded. Nothing that was typed here is lost.'
              : 'The terminal could not be loaded again. Nothing that was typed here is lost: you may load the page again.'}{' '}
            <button type="button" onClick={screen.retry}>
              Try again
            </button>
          </p>
        )}
        <div
          class="ft-unseen"
          role="log"
          aria-live={awake ? 'polite' : 'off'}
          aria-label={`What the terminal on ${lab.host} printed`}
        >
          {alive &&
            desk.said.map((s, i) => (
              <pre key={desk.typed.length - desk.said.length + i}>{`${s.prompt}${s.line}\n${s.output}`}</pre>
            ))}
        </div>
        <p class="ft-unseen" role="status">
          {screen.became}
        </p>
        {touched && !desk.askingReset && (
          <button type="button" onClick={() => act({ kind: 'ask-reset' })}>
            Start over
          </button>
        )}
        {desk.askingReset && (
          <p class="ft-ask">
            Forget all that was typed here?{' '}
            <button
              type="button"
              onClick={() => {
                if (!arrived) keep(id, null);
                act({ kind: 'reset' });
              }}
            >
              Yes, start over
            </button>{' '}
            <button type="button" onClick={() => act({ kind: 'keep' })}>
              Keep it
            </button>
          </p>
        )}
      </div>
      {desk.sent.length > 0 && (
        <div class="ft-sent">
          <p class="ft-label">
            {arrived && desk.typed.length === 0 ? 'What was sent last' : 'What your command sent'}
          </p>
          {desk.sent.map((s, i) => (
            <details key={s.key} open={i === 0}>
              <summary>
                <code>{s.name}</code>
              </summary>
              <Way name={s.name} trace={s.trace} world={s.world} end={null} />
            </details>
          ))}
        </div>
      )}
      {lab.show.length > 0 && (
        <div class="ft-printed">
          {desk.result.shown.map((s) => (
            <Printed key={s.command} command={s.command} text={s.output} />
          ))}
        </div>
      )}
      {lab.packets.length > 0 && <Packets given={given} result={desk.result} guessing={null} />}
      {exercise?.kind === 'find' && <Questions lab={exercise} desk={desk} act={act} alive={alive} />}
      {exercise && (
        <Grading
          ready={state === 'open'}
          grade={desk.grade}
          hintShown={desk.hintShown}
          solutionShown={desk.solutionShown}
          solution={exercise.solution}
          act={act}
          {...kindOf(exercise).verdicts}
        />
      )}
    </section>
  );
};

/** What an exercise wants to be run and answered. Enter in an answer checks them all. */
const Questions = ({
  lab,
  desk,
  act,
  alive,
}: {
  readonly lab: Extract<Given['lab'], { readonly kind: 'find' }>;
  readonly desk: Desk;
  readonly act: (deed: Deed) => void;
  readonly alive: boolean;
}) => {
  const mark = (right: boolean | undefined) =>
    right !== undefined && (
      <span class={`ft-mark ${right ? 'ft-right' : 'ft-wrong'}`}>
        {right ? '✓' : '✗'}
        <span class="ft-unseen">{right ? ' right' : ' not yet'}</span>
      </span>
    );
  const left = desk.grade?.parts.filter((p) => p.part === 'command' && !p.right).length ?? 0;
  return (
    <form
      class="ft-questions"
      onSubmit={(e) => {
        e.preventDefault();
        act({ kind: 'check' });
      }}
    >
      {lab.asks.map(({ ask }, index) => (
        <label key={ask}>
          <span>
            {mark(desk.grade?.parts.filter((p) => p.part === 'question')[index]?.right)}
            {ask}
          </span>
          <input
            class="ft-text"
            type="text"
            autocomplete="off"
            autocapitalize="off"
            spellcheck={false}
            maxLength={200}
            value={desk.answers[index]}
            readOnly={!alive}
            onInput={(e) => act({ kind: 'answer', index, text: e.currentTarget.value })}
          />
        </label>
      ))}
      {desk.grade && lab.runs.length > 0 && (
        <p>
          {mark(left === 0)}
          {left === 0
            ? 'You ran what there was to run.'
            : `${left} of ${lab.runs.length} commands ${left === 1 ? 'is' : 'are'} still to be run.`}
        </p>
      )}
      <button type="submit" hidden tabIndex={-1} disabled={!alive}>
        Check
      </button>
    </form>
  );
};

/** Where no terminal comes: the lines of the lab, or of its solution, and what they print. */
const Transcript = ({ given: { lab, network } }: { readonly given: Given }) => {
  const text = useMemo(() => {
    const lines = 'solution' in lab ? `${lab.start}\n${lab.solution}` : lab.start;
    return typeAll(prepareLab(lab, network).untouched, lab.host, typedLines(lines))
      .transcript.map((t) => `${t.prompt}${t.line}\n${t.output}`)
      .join('');
  }, []);
  return (
    <pre
      class="ft-text ft-screen"
      tabIndex={0}
      role="group"
      aria-label={`Commands on ${lab.host}, and what they print`}
    >
      {text}
    </pre>
  );
};
