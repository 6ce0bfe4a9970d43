/**
 * A terminal before it is touched: the lines of the lab's start and what they print, and a prompt. Where scripts
 * do not run, the solution's lines too. Drawn when the site is built.
 */
import { isExercise, kindOf } from '../../course/exercise.ts';
import { prepareLab } from '../../course/prepareLab.ts';
import { linesToType, typeLines } from '../../course/typeLines.ts';
import { prompt } from '../../shell/session.ts';
import type { BuiltLab } from '../exercise/builtLab.ts';

export const TranscriptAsBuilt = ({ lab: { lab, network } }: { readonly lab: BuiltLab }) => {
  const { untouched } = prepareLab(lab, network);
  const start = linesToType(lab.start);
  const solution = linesToType((isExercise(lab) && kindOf(lab).solution(lab)) || '');
  const { session, transcript } = typeLines(untouched, lab.host, [...start, ...solution]);
  const said = transcript.map((t) => `${t.prompt}${t.line}\n${t.output}`);
  const begun = typeLines(untouched, lab.host, start).session;
  return (
    <>
      <pre
        class="ft-text ft-screen"
        tabIndex={0}
        role="group"
        aria-label={`Commands on ${lab.host}, and what they print`}
      >
        {said.slice(0, start.length).join('')}
        {prompt(begun)}
        <span class="ft-caret" />
      </pre>
      {solution.length > 0 && (
        <noscript>
          <p class="ft-label">One solution, and what it prints</p>
          <pre class="ft-text">
            {said.slice(start.length).join('')}
            {prompt(session)}
          </pre>
        </noscript>
      )}
    </>
  );
};
