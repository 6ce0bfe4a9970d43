import { useState } from 'preact/hooks';
import { printedRules, sayMet } from '../../course/printedRules.ts';
import type { KindProps, KindView } from './kindView.ts';
import { type LabProps, LabWith } from './Lab.tsx';

/** `trace`: what the packet meets is marked in the printed rules, in order. */
const view: KindView = {
  Text: (props) => <Rules {...props} />,
  isComplete: ({ live: { session } }) => session.answer.kind === 'marks' && session.answer.met.length > 0,
};

/** An exercise of this kind, on a page. */
export const Trace = (props: LabProps) => <LabWith {...props} view={view} />;

const Rules = ({ lab: { lab }, live }: KindProps) => {
  const { answer, grade } = live.session;
  const [said, say] = useState('');
  if (answer.kind !== 'marks') return null;
  const { met } = answer;
  const mark = (name: string) => {
    const after = met.includes(name) ? met.filter((m) => m !== name) : [...met, name];
    say(
      met.includes(name)
        ? `No longer marked: ${sayMet(name)}. ${after.length} are left.`
        : `Number ${after.length}: ${sayMet(name)}`,
    );
    live.act({ kind: 'answer', answer: { ...answer, met: after } });
  };
  return (
    <div class="ft-puzzle">
      <div>
        <p class="ft-label">
          Rules of {lab.host}. Choose what the packet meets, in order. Choose it again to take it back.
        </p>
        <ul class="ft-text ft-printed-rules" aria-label={`Rules of ${lab.host}`}>
          {printedRules(lab.start).map(({ text, meets }, i) => {
            const at = meets === null ? -1 : met.indexOf(meets);
            const right = grade?.parts.find((p) => p.name === meets)?.right;
            return (
              <li key={i}>
                {meets === null ? (
                  <code class="ft-fixed">{text}</code>
                ) : (
                  <button type="button" aria-pressed={at >= 0} onClick={() => mark(meets)}>
                    <span class="ft-number">{at < 0 ? '' : at + 1}</span>
                    <code>{text}</code>
                    {at >= 0 && right !== undefined && (
                      <span class={right ? 'ft-right' : 'ft-wrong'}>
                        {right ? '✓' : '✗'}
                        <span class="ft-unseen">
                          {right ? ' the packet meets it' : ' the packet does not meet it'}
                        </span>
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
            say('Nothing is marked.');
            if (met.length > 0) live.act({ kind: 'answer', answer: { ...answer, met: [] } });
          }}
        >
          Take all marks away
        </button>
      </p>
      <p class="ft-unseen" aria-live="polite">
        {said}
      </p>
    </div>
  );
};
