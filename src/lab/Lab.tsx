import { useEffect, useReducer, useRef, useState } from 'preact/hooks';
import type { LabResult } from '../course/lab.ts';
import { Editor } from './Editor.tsx';
import './lab.css';
import { keep, markDone, recall, wasDone } from './kept.ts';
import { OpenTerminal } from './OpenTerminal.tsx';
import { Packets } from './Packets.tsx';
import { type Action, type Given, reduce, type Session, start } from './session.ts';

/** A lab or an exercise. `page` and the lab's id name what is kept in the browser. */
export const Lab = ({ page, ...given }: Given & { readonly page: string }) => {
  const { lab } = given;
  const exercise = 'kind' in lab ? lab : null;
  const id = `${page}/${lab.id}`;
  const [session, act] = useReducer<Session, Action, Given>(
    (s, a) => reduce(given, s, a),
    given,
    (g) => start(g),
  );
  const touched = useRef(false);
  // Until the page's script has come, nothing can be typed or pressed that would be lost.
  const [alive, setAlive] = useState(false);
  const [done, setDone] = useState(false);
  useEffect(() => {
    setAlive(true);
    setDone(wasDone(id));
    const kept = recall(id);
    if (kept !== null && kept !== lab.start) act({ kind: 'write', text: kept });
  }, []);
  useEffect(() => {
    if (touched.current) keep(id, session.text === lab.start ? null : session.text);
  }, [session.text]);
  useEffect(() => {
    if (!session.grade?.passed) return;
    markDone(id);
    setDone(true);
  }, [session.grade]);
  const doing = (action: Action) => {
    touched.current = true;
    act(action);
  };
  const ready =
    exercise?.kind !== 'predict' ||
    session.result.packets.every((p) => session.said[p.expectation.probe.name]);
  return (
    <section class="ft-lab not-content" aria-label={lab.title} data-lab={lab.id}>
      <header>
        <p class="ft-title">
          {exercise && (
            <span class="ft-kind">{{ write: 'Write', fix: 'Fix', predict: 'Predict' }[exercise.kind]}</span>
          )}
          {lab.title}
          {done && <span class="ft-done">✓ solved</span>}
        </p>
        {exercise && <p>{exercise.task}</p>}
      </header>
      {exercise?.kind === 'predict' ? (
        <pre class="ft-text" tabIndex={0} role="group" aria-label={`Commands on ${lab.host}`}>
          {lab.start}
        </pre>
      ) : (
        <Editor given={given} session={session} act={doing} alive={alive} />
      )}
      <Printed
        result={session.result}
        shown={exercise?.kind === 'predict' && !session.revealed ? session.quiet : session.result.shown}
      />
      <Packets given={given} session={session} act={doing} />
      <OpenTerminal given={given} id={id} text={session.text} />
      {exercise && (
        <footer>
          <button
            type="button"
            class="ft-primary"
            disabled={!ready || !alive}
            onClick={() => doing({ kind: 'check' })}
          >
            Check
          </button>
          {session.grade && !session.grade.passed && session.grade.hint && (
            <button type="button" onClick={() => doing({ kind: 'hint' })}>
              A hint
            </button>
          )}
          {session.grade && exercise.kind !== 'predict' && (
            <button
              type="button"
              aria-expanded={session.solutionShown}
              onClick={() => doing({ kind: 'solution' })}
            >
              {session.solutionShown ? 'Hide the solution' : 'A solution'}
            </button>
          )}
          <p class="ft-verdict" role="status">
            {session.grade
              ? session.grade.passed
                ? '✓ Done. Every packet ends as it should.'
                : exercise.kind === 'predict'
                  ? '✗ Not all of it. Follow the packets that ended otherwise.'
                  : '✗ Not yet. Look at the packets marked ✗.'
              : ''}
          </p>
          {session.hintShown && session.grade && !session.grade.passed && (
            <p class="ft-hint">{session.grade.hint}</p>
          )}
          {session.solutionShown && exercise.kind !== 'predict' && (
            <pre class="ft-text" tabIndex={0} role="group" aria-label="One solution">
              {exercise.solution}
            </pre>
          )}
        </footer>
      )}
    </section>
  );
};

const Block = ({ command, text }: { readonly command: string; readonly text: string }) => (
  <details open>
    <summary>
      <code>{command}</code>
    </summary>
    <pre class="ft-text" tabIndex={0} role="group" aria-label={`What ${command} prints`}>
      {text === '' ? '(prints nothing)' : text}
    </pre>
  </details>
);

const Printed = ({ result, shown }: { readonly result: LabResult; readonly shown: LabResult['shown'] }) => (
  <div class="ft-printed">
    {result.ran
      .filter((r) => r.stdout !== '')
      .map((r) => (
        <Block key={`${r.line} ${r.command}`} command={r.command.trim()} text={r.stdout} />
      ))}
    {shown.map((s) => (
      <Block key={s.command} command={s.command} text={s.output} />
    ))}
  </div>
);
