import type { Outcome } from '../../network/scenario.ts';
import { own } from '../../text/own.ts';
import { outcomeWords } from '../../trace/sayOutcome.ts';
import type { KindView } from './kindView.ts';

const choices = Object.entries(outcomeWords) as readonly (readonly [Outcome, string])[];

/** `predict`: the rules are given, and the learner says how each packet ends before seeing it. */
export const predictView: KindView = {
  Text: ({ lab: { lab } }) => (
    <pre class="ft-text" tabIndex={0} role="group" aria-label={`Commands on ${lab.host}`}>
      {lab.start}
    </pre>
  ),
  Packet({ lab: { lab }, live, packet }) {
    const { answer } = live.session;
    const predicted = answer.kind === 'predictions' ? own(answer.outcomes, packet.name) : undefined;
    const predict = (outcome: Outcome) => {
      if (answer.kind !== 'predictions') return;
      const outcomes = { ...answer.outcomes, [packet.name]: outcome };
      live.act({ kind: 'answer', answer: { ...answer, outcomes } });
    };
    const impossible = packet.route.includes(' → tcp ') ? 'replied' : 'connected';
    return (
      <fieldset class="ft-guess">
        <legend>How does it end?</legend>
        {choices
          .filter(([outcome]) => outcome !== impossible)
          .map(([outcome, label]) => (
            <label key={outcome}>
              <input
                type="radio"
                name={`${lab.id}-${packet.name}`}
                checked={predicted === outcome}
                onChange={() => predict(outcome)}
              />
              {label}
            </label>
          ))}
      </fieldset>
    );
  },
  isComplete({ live: { session } }) {
    const { answer, view } = session;
    return answer.kind === 'predictions' && view.packets.every((p) => Object.hasOwn(answer.outcomes, p.name));
  },
};
