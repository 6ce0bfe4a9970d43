import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import type { OwnPacket, Should } from '../../course/ownSteps.ts';
import * as labels from '../../labels/en.ts';
import { say } from '../../labels/say.ts';
import type { OwnView } from '../engine/protocol.ts';
import { Coded } from '../exercise/Coded.tsx';
import type { KindProps } from '../exercise/kindView.ts';
import { LazyWay } from '../trace/LazyWay.tsx';

const shoulds: Readonly<Record<Should | '', string>> = {
  '': labels.nothingExpected,
  arrive: labels.shouldArrive,
  drop: labels.shouldDrop,
  reject: labels.shouldReject,
};

interface Props extends KindProps {
  readonly step: OwnPacket;
  readonly letter: string;
  /** What came of it; null while that is not known. */
  readonly view: OwnView | null;
  /** The same before the learner's last change. */
  readonly before: OwnView | null;
  readonly expect: (should: Should | '') => void;
  /** The button that removes it. */
  readonly remove: ComponentChildren;
}

/** One packet of the learner's own, and what came of it. */
export const OwnResult = ({ lab, live, step, letter, view, before, expect, remove }: Props) => {
  const { from, protocol, to, port, flags, source, should } = step;
  const sent = view?.kind === 'sent' ? view : null;
  const was = before?.kind === 'sent' && before.packet.ended !== sent?.packet.ended ? before : null;
  // Saved text with a mistake loads nothing.
  const loaded = lab.lab.language !== 'save' || live.session.reported.problems.length === 0;
  const right = loaded ? (sent?.asExpected ?? null) : null;
  const name = sent?.packet.route ?? `${from} → ${protocol} ${to}${port && `:${port}`}`;
  return (
    <li class={`ft-packet ${right === null ? '' : right ? 'ft-good' : 'ft-bad'}`}>
      <p class="ft-packet-name">
        <b
          class={`ft-envelope ft-own-mark ${sent?.packet.end.arrived ? '' : 'ft-stopped'}`}
          aria-hidden="true"
        >
          {letter}
        </b>
        <strong>{name}</strong>{' '}
        <span class="ft-muted">
          {flags && say(labels.withFlags, { flags })} {source && say(labels.withSource, { source })}
        </span>
      </p>
      {view?.kind === 'refused' && <p class="ft-hint">{view.refused.says}</p>}
      {sent && (
        <p class="ft-ends">
          {say(loaded ? labels.ended : labels.withMistake)} <strong>{sent.packet.ended}</strong>.{' '}
          <span class="ft-decided">
            <Coded text={`It ${sent.packet.end.decided}.`} />
          </span>
          {was && (
            <>
              {' '}
              <span class="ft-was">{say(labels.was, { what: was.packet.ended })}</span>
            </>
          )}
        </p>
      )}
      <p class="ft-should">
        <label>
          {say(labels.thisShould)}{' '}
          <select
            value={should}
            onChange={(e) => expect(e.currentTarget.value as Should | '')}
            aria-label={`${say(labels.thisShould)} (${letter})`}
          >
            {Object.entries(shoulds).map(([value, label]) => (
              <option key={value} value={value}>
                {say(label)}
              </option>
            ))}
          </select>
        </label>{' '}
        {right !== null && (
          <strong class={right ? 'ft-yes' : 'ft-no'}>
            {say(right ? labels.asYouExpected : labels.notAsYouExpected)}
          </strong>
        )}
        {remove}
      </p>
      {sent && <OwnWay live={live} view={sent} name={name} />}
    </li>
  );
};

const OwnWay = ({
  live,
  view,
  name,
}: Pick<KindProps, 'live'> & {
  readonly view: OwnView & { readonly kind: 'sent' };
  readonly name: string;
}) => {
  const [opened, open] = useState(false);
  return (
    <details onToggle={(e) => e.target === e.currentTarget && open(e.currentTarget.open)}>
      <summary>{say(labels.packetWay)}</summary>
      {opened && <LazyWay engine={live.engine} packets={view.key} name={name} told={view.packet.told} />}
    </details>
  );
};
