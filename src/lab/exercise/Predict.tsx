import { useContext, useEffect, useRef, useState } from 'preact/hooks';
import type { OtherPacket, Predictions } from '../../course/kinds/predict.ts';
import type { PacketView } from '../../course/labView.ts';
import { standingOf } from '../../course/standingPredictions.ts';
import * as labels from '../../labels/en.ts';
import { say } from '../../labels/say.ts';
import type { Outcome } from '../../network/scenario.ts';
import { own } from '../../text/own.ts';
import { outcomeWords } from '../../trace/sayOutcome.ts';
import { Whole } from './Coded.tsx';
import type { KindProps, KindView } from './kindView.ts';
import { LastRun } from './Packets.tsx';

const choices = Object.entries(outcomeWords) as readonly (readonly [Outcome, string])[];

/** What a question about a packet needs to know. */
export interface GuessProps extends KindProps {
  readonly packet: Pick<PacketView, 'name' | 'route'>;
  /** What is asked about instead of the lesson's packet. */
  readonly instead?: OtherPacket;
  /** Called before the answer is made. */
  readonly predicted: () => void;
}

export const predictionsOf = ({ live }: Pick<KindProps, 'live'>): Predictions => {
  const { answer } = live.session;
  return answer.kind === 'predictions' ? answer : { kind: 'predictions', outcomes: {} };
};

/** How does this packet end? An answer is for good, and is checked alone. */
export const Guess = ({ lab, live, packet: { name, route }, instead, predicted }: GuessProps) => {
  const { made = [], ...answer } = predictionsOf({ live });
  const chosen = own(answer.outcomes, name);
  const impossible = route.includes(' → tcp ') ? 'replied' : 'connected';
  const choose = (outcomes: Predictions['outcomes']) =>
    live.act({ kind: 'answer', answer: { ...answer, outcomes, made } });
  const predict = (field: HTMLElement) => {
    if (chosen === undefined) {
      field.querySelector('input')!.reportValidity();
      return;
    }
    predicted();
    const { [name]: _, ...outcomes } = answer.outcomes;
    const prediction = { packet: name, outcome: chosen, ...(instead && { instead }) };
    live.act({ kind: 'answer', answer: { ...answer, outcomes, made: [...made, prediction] } });
    live.check();
  };
  return (
    <div
      class="ft-guesses"
      onKeyDown={(e) => {
        if (e.key === 'Enter' && e.target instanceof HTMLInputElement) predict(e.currentTarget);
      }}
    >
      <fieldset class="ft-guess">
        <legend>{say(labels.howEnds)}</legend>
        {choices
          .filter(([outcome]) => outcome !== impossible)
          .map(([outcome, label]) => (
            <label key={outcome}>
              <input
                type="radio"
                required
                name={`${lab.lab.id}-${name}`}
                checked={chosen === outcome}
                onChange={() => choose({ ...answer.outcomes, [name]: outcome })}
              />
              {label}
            </label>
          ))}
      </fieldset>
      <button type="button" onClick={(e) => predict(e.currentTarget.parentElement!)}>
        {say(labels.myAnswer)}
      </button>
    </div>
  );
};

/** `predict`: the rules are given, and the learner says how each packet ends before seeing it. */
export const predictView: KindView = {
  Text: ({ lab: { lab }, live }) => (
    <div class="ft-guesses">
      <pre
        class="ft-text ft-given"
        tabIndex={0}
        role="group"
        aria-label={say(labels.commandsOn, { host: lab.host })}
      >
        {lab.start
          .trimEnd()
          .split('\n')
          .map((line, i) => (
            <code key={i}>
              <Whole text={line} />
              {'\n'}
            </code>
          ))}
      </pre>
      {predictionsOf({ live }).made && (
        <button type="button" onClick={() => live.act({ kind: 'reset' })}>
          {say(labels.startOver)}
        </button>
      )}
    </div>
  ),
  Packet(props) {
    const { packet, live } = props;
    const mine = standingOf(predictionsOf(props)).filter((m) => m.packet === packet.name);
    const [Told, arrived] = useState<typeof import('./Predicted.tsx').Predicted | null>(null);
    const run = useContext(LastRun);
    // What was kept is no news.
    const fresh = useRef(0);
    const predicted = () => {
      fresh.current = mine.length + 1;
    };
    const some = mine.length > 0;
    useEffect(() => {
      if (some && !Told) live.later((part) => arrived(() => part.Predicted));
    }, [some, run]);
    if (!some) return <Guess {...props} predicted={predicted} />;
    return Told && <Told {...props} mine={mine} run={run} fresh={fresh.current} predicted={predicted} />;
  },
};
