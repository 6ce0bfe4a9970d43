import { useEffect, useLayoutEffect, useReducer, useRef, useState } from 'preact/hooks';
import { kindOf } from '../../course/exercise.ts';
import type { LabResult } from '../../course/runLab.ts';
import { Editor } from '../editor/Editor.tsx';
import { Grading } from './Grading.tsx';
import { Head } from './Head.tsx';
import '../lab.css';
import { OpenTerminal } from '../container/OpenTerminal.tsx';
import { keep, markDone, recall, wasDone } from '../progress.ts';
import { Packets } from './Packets.tsx';
import { Printed } from './Printed.tsx';
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
  // What is seen is kept, even if a reload comes at once.
  useLayoutEffect(() => {
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
    exercise?.kind !== 'predict' || session.result.packets.every((p) => session.said[p.expected.probe.name]);
  return (
    <section class="ft-lab not-content" aria-label={lab.title} data-lab={lab.id}>
      <Head lab={lab} done={done} />
      {exercise?.kind === 'predict' ? (
        <pre class="ft-text" tabIndex={0} role="group" aria-label={`Commands on ${lab.host}`}>
          {lab.start}
        </pre>
      ) : (
        <Editor given={given} session={session} act={doing} alive={alive} />
      )}
      <AllPrinted
        result={session.result}
        shown={exercise?.kind === 'predict' && !session.revealed ? session.quiet : session.result.shown}
      />
      <Packets
        given={given}
        result={session.result}
        guessing={
          exercise?.kind === 'predict' ? { said: session.said, revealed: session.revealed, act: doing } : null
        }
      />
      <OpenTerminal given={given} id={id} text={session.text} />
      {exercise && (
        <Grading
          ready={ready && alive}
          grade={session.grade}
          hintShown={session.hintShown}
          solutionShown={session.solutionShown}
          act={doing}
          solution={kindOf(exercise).solution(exercise)}
          {...kindOf(exercise).verdicts}
        />
      )}
    </section>
  );
};

const AllPrinted = ({
  result,
  shown,
}: {
  readonly result: LabResult;
  readonly shown: LabResult['shown'];
}) => (
  <div class="ft-printed">
    {result.ran
      .filter((r) => r.stdout !== '')
      .map((r) => (
        <Printed key={`${r.line} ${r.command}`} command={r.command.trim()} text={r.stdout} />
      ))}
    {shown.map((s) => (
      <Printed key={s.command} command={s.command} text={s.output} />
    ))}
  </div>
);
