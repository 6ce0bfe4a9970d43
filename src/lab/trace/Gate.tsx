import type { ComponentChildren } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import type { Gate, GateChoice } from '../../trace/gate.ts';
import { Whole } from '../exercise/Coded.tsx';
import { bringIntoSight } from './bringIntoSight.ts';

const named = ({ rule, says }: GateChoice): string => (rule ? `rule ${rule.number}` : says);

/** What was answered: which rule, and which source where that is asked. */
export interface GateAnswer {
  readonly rule: number;
  readonly source: number | null;
}

/** One of several answers to choose. `name` groups the buttons. */
const Choices = ({
  name,
  chosen,
  choose,
  children,
}: {
  readonly name: string;
  readonly chosen: number | null;
  readonly choose: (i: number) => void;
  readonly children: readonly ComponentChildren[];
}) => (
  <>
    {children.map((answer, i) => (
      <label key={i}>
        <input type="radio" required name={name} checked={i === chosen} onChange={() => choose(i)} />
        {answer}
      </label>
    ))}
  </>
);

/** The question before the step that decides. Everything that would answer it is hidden meanwhile. */
export const GateQuestion = ({
  gate,
  name,
  answer,
}: {
  readonly gate: Gate;
  /** Of the packet: each question's buttons are a group of their own. */
  readonly name: string;
  /** Told the choice; null to be shown it. */
  readonly answer: (choice: GateAnswer | null) => void;
}) => {
  const [chosen, choose] = useState<number | null>(null);
  const [source, chooseSource] = useState<number | null>(null);
  const { address } = gate;
  const form = useRef<HTMLFormElement>(null);
  // On a telephone the picture above it is longer than the screen: a learner who went on sees what stopped them.
  useEffect(() => bringIntoSight(form.current!), []);
  return (
    <form
      ref={form}
      class="ft-gate"
      onSubmit={(e) => {
        e.preventDefault();
        if (chosen !== null && (!address || source !== null)) answer({ rule: chosen, source });
      }}
    >
      <fieldset>
        <legend>Which rule decides?</legend>
        <p class="ft-small">
          Table {gate.table}, chain {gate.chain} on {gate.host}. Compare each rule with the packet, from the
          top.
        </p>
        <Choices name={`gate ${name}`} chosen={chosen} choose={choose}>
          {gate.choices.map(({ rule, says }) =>
            rule ? (
              <span>
                {rule.number}{' '}
                <code>
                  <Whole text={rule.text} />
                </code>
              </span>
            ) : (
              <span>none of them: {says}</span>
            ),
          )}
        </Choices>
      </fieldset>
      {address && (
        <fieldset>
          <legend>{address.asks}</legend>
          <Choices name={`source ${name}`} chosen={source} choose={chooseSource}>
            {address.choices.map((choice) => (
              <code>{choice}</code>
            ))}
          </Choices>
        </fieldset>
      )}
      <p class="ft-gate-acts">
        <button type="submit" class="ft-primary">
          That’s my answer
        </button>
        <button type="button" onClick={() => answer(null)}>
          Show me instead
        </button>
      </p>
    </form>
  );
};

/** What was wrong with a choice: about the order of rules, which the trace has. */
const why = ({ choices, answer }: Gate, chosen: number): string => {
  const [right, said] = [choices[answer]!, choices[chosen]!];
  if (!said.rule) return `The policy decides only where no rule does, and ${named(right)} does.`;
  if (!right.rule)
    return `No rule decides about this packet, rule ${said.rule.number} neither. So the policy does.`;
  return chosen > answer
    ? `Rule ${said.rule.number} is never looked at: ${named(right)} decides before it.`
    : `Rule ${said.rule.number} comes first, and leaves this packet to those below it. Go a step back to see why.`;
};

/** What came of an answer. */
export const GateVerdict = ({
  gate,
  chosen,
  other,
  ask,
}: {
  readonly gate: Gate;
  readonly chosen: GateAnswer | null;
  /** The name of a packet about which the same can be asked. */
  readonly other: string | null;
  readonly ask: () => void;
}) => {
  const right = gate.choices[gate.answer]!;
  const { address } = gate;
  const place = useRef<HTMLDivElement>(null);
  // The question that had the focus is gone, and with it what was above the learner's eyes.
  useEffect(() => {
    place.current!.focus({ preventScroll: true });
    bringIntoSight(place.current!);
  }, []);
  return (
    <div ref={place} class="ft-gate" role="status" tabIndex={-1}>
      {chosen === null ? (
        <p>It is {named(right)}.</p>
      ) : chosen.rule === gate.answer ? (
        <p class="ft-yes">✓ Yes, {named(right)}.</p>
      ) : (
        <>
          <p class="ft-no">
            ✗ Not {named(gate.choices[chosen.rule]!)}. It is {named(right)}.
          </p>
          <p>{why(gate, chosen.rule)}</p>
        </>
      )}
      {address && (
        <>
          <p class={chosen === null ? undefined : chosen.source === address.answer ? 'ft-yes' : 'ft-no'}>
            {chosen === null
              ? 'The source is '
              : chosen.source === address.answer
                ? '✓ Yes, '
                : `✗ Not ${address.choices[chosen.source!]}. It is `}
            {address.choices[address.answer]}.
          </p>
          <p>{address.why}</p>
        </>
      )}
      {chosen?.rule !== gate.answer && other !== null && (
        <p>
          The same question for another packet: <strong>{other}</strong>.{' '}
          <button type="button" onClick={ask}>
            Ask me
          </button>
        </p>
      )}
    </div>
  );
};
