import { useState } from 'preact/hooks';
import { printedRules, sayMet } from '../../course/printedRules.ts';
import * as labels from '../../labels/en.ts';
import { say } from '../../labels/say.ts';
import { Whole } from './Coded.tsx';
import type { KindProps, KindView } from './kindView.ts';
import { type LabProps, LabWith } from './Lab.tsx';

/** `trace`: the rules that match a packet and the policies that decide are marked in the printed rules, in order. */
const view: KindView = {
  Text: (props) => <Rules {...props} />,
  isComplete: ({ live: { session } }) => session.answer.kind === 'marks' && session.answer.met.length > 0,
};

/** An exercise of this kind, on a page. */
export const Trace = (props: LabProps) => <LabWith {...props} view={view} />;

const Rules = ({ lab: { lab }, live }: KindProps) => {
  const { answer, grade } = live.session;
  const [said, tell] = useState('');
  if (answer.kind !== 'marks') return null;
  const { met } = answer;
  const mark = (name: string) => {
    const after = met.includes(name) ? met.filter((m) => m !== name) : [...met, name];
    const label = met.includes(name) ? labels.noLongerMarked : labels.numbered;
    tell(say(label, { n: after.length, what: sayMet(name) }));
    live.act({ kind: 'answer', answer: { ...answer, met: after } });
  };
  return (
    <div class="ft-puzzle">
      <div>
        <p class="ft-label">
          {say(labels.rulesOf, { host: lab.host })}. {say(labels.chooseMet)}
        </p>
        <ul class="ft-text ft-printed-rules" aria-label={say(labels.rulesOf, { host: lab.host })}>
          {printedRules(lab.start).map(({ text, meets }, i) => {
            const at = meets === null ? -1 : met.indexOf(meets);
            const right = grade?.parts.find((p) => p.name === meets)?.right;
            return (
              <li key={i}>
                {meets === null ? (
                  <code class="ft-fixed">
                    <Whole text={text} />
                  </code>
                ) : (
                  <button type="button" aria-pressed={at >= 0} onClick={() => mark(meets)}>
                    <span class="ft-number">{at < 0 ? '' : at + 1}</span>
                    <code>
                      <Whole text={text} />
                    </code>
                    {at >= 0 && right !== undefined && (
                      <span class={right ? 'ft-right' : 'ft-wrong'}>
                        {right ? '✓' : '✗'}
                        <span class="ft-unseen">{` ${say(right ? labels.met : labels.notMet)}`}</span>
                      </span>
                    )}
                  </button>
                )}
              </li>
            );
          })}
        </ul>
      </div>
      <p>
        {/* It stays where it is when it has done its work: the focus is on it. */}
        <button
          type="button"
          aria-disabled={met.length === 0}
          onClick={() => {
            tell(say(labels.nothingMarked));
            if (met.length > 0) live.act({ kind: 'answer', answer: { ...answer, met: [] } });
          }}
        >
          {say(labels.takeMarks)}
        </button>
      </p>
      <p class="ft-unseen" aria-live="polite">
        {said}
      </p>
    </div>
  );
};
