import { useEffect, useRef, useState } from 'preact/hooks';
import type { LabResult, PacketResult } from '../../course/runLab.ts';
import type { Outcome } from '../../network/scenario.ts';
import { sayEnd } from '../../trace/dialogue.ts';
import { sayOutcome } from '../../trace/sayOutcome.ts';
import { type Sight, Way } from '../trace/Way.tsx';
import { WayText } from '../trace/WayText.tsx';
import type { Action, Given, Session } from './session.ts';

const outcomes: readonly Outcome[] = ['connected', 'replied', 'refused', 'unreachable', 'timeout'];
const to = (p: PacketResult): string => {
  const { probe } = p.expected;
  return `${probe.tcp ? `tcp ${probe.tcp}` : probe.udp ? `udp ${probe.udp}` : `ping ${probe.ping}`}`;
};
const plain = (outcome: Outcome) => sayOutcome({ outcome, icmp: null });

/** The learner says how packets end before they may see it. */
interface Guessing extends Pick<Session, 'said' | 'revealed'> {
  readonly act: (action: Action) => void;
}

interface Props {
  readonly given: Given;
  readonly result: LabResult;
  readonly guessing: Guessing | null;
}

const Guess = ({
  given,
  guessing,
  p,
}: {
  readonly given: Given;
  readonly guessing: Guessing;
  readonly p: PacketResult;
}) => {
  const { name } = p.expected.probe;
  const choices = outcomes.filter((o) => (p.expected.probe.tcp ? o !== 'replied' : o !== 'connected'));
  return (
    <fieldset class="ft-guess">
      <legend>How does it end?</legend>
      {choices.map((o) => (
        <label key={o}>
          <input
            type="radio"
            name={`${given.lab.id}-${name}`}
            checked={guessing.said[name] === o}
            onChange={() => guessing.act({ kind: 'say', packet: name, outcome: o })}
          />
          {plain(o)}
        </label>
      ))}
    </fieldset>
  );
};

const Packet = ({ given, guessing, p }: Omit<Props, 'result'> & { readonly p: PacketResult }) => {
  const { name } = p.expected.probe;
  const predicting = guessing !== null;
  const hidden = guessing !== null && !guessing.revealed;
  const good = guessing ? guessing.said[name] === p.answer.outcome : p.passed;
  const seen =
    p.answer.seen && p.expected.seenFrom !== undefined ? `, seen from ${p.answer.seen.source}` : '';
  return (
    <li class={`ft-packet ${hidden ? '' : good ? 'ft-good' : 'ft-bad'}`}>
      <p class="ft-packet-name">
        {!hidden && (
          <span class="ft-mark" aria-hidden="true">
            {good ? '✓' : '✗'}
          </span>
        )}
        <strong>{name}</strong>{' '}
        <span class="ft-muted">
          {p.expected.probe.from} → {to(p)}
        </span>
      </p>
      {guessing && <Guess given={given} guessing={guessing} p={p} />}
      {!hidden && (
        <>
          <p class="ft-ends">
            {predicting ? (good ? 'Right: ' : 'It ends otherwise: ') : good ? 'As expected: ' : 'Not yet: '}
            <strong>
              {sayOutcome(p.answer)}
              {seen}
            </strong>
            {!predicting && !good && (
              <span class="ft-muted">
                {' '}
                (wanted: {plain(p.expected.outcome)}
                {p.expected.seenFrom ? `, seen from ${p.expected.seenFrom}` : ''})
              </span>
            )}
          </p>
          {(good || predicting) && <p class="ft-because">{p.expected.because}</p>}
          <TheWay
            sight={{
              name,
              trace: p.trace,
              world: p.world,
              end: sayEnd(p.trace, p.answer, p.expected.probe),
            }}
          />
        </>
      )}
    </li>
  );
};

/** Closed until somebody asks. Without scripts it opens on the text; with them nothing is made before. */
const TheWay = ({ sight }: { readonly sight: Sight }) => {
  const details = useRef<HTMLDetailsElement>(null);
  const [alive, setAlive] = useState(false);
  const [opened, open] = useState(false);
  useEffect(() => {
    setAlive(true);
    // Somebody may have opened it before the script came.
    open(details.current!.open);
  }, []);
  return (
    <details ref={details} onToggle={(e) => e.target === e.currentTarget && open(e.currentTarget.open)}>
      <summary>The packet’s way</summary>
      {opened ? <Way {...sight} /> : alive ? null : <WayText trace={sight.trace} folded={false} />}
    </details>
  );
};

/** The packets of a lab, before and after its change, with how they should end and how they do. */
export const Packets = ({ given, result, guessing }: Props) => {
  const list = (which: PacketResult['group']) => (
    <ul class="ft-packets">
      {result.packets
        .filter((p) => p.group === which)
        .map((p) => (
          <Packet key={p.expected.probe.name} given={given} guessing={guessing} p={p} />
        ))}
    </ul>
  );
  return (
    <div>
      <p class="ft-label">Packets</p>
      {list('before')}
      {given.lab.change && (
        <>
          <p class="ft-change">Then: {given.lab.change.say}</p>
          {list('after')}
        </>
      )}
    </div>
  );
};
