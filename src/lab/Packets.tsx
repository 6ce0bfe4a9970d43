import { useEffect, useRef, useState } from 'preact/hooks';
import type { PacketResult } from '../course/lab.ts';
import { sayOutcome } from '../course/outcome.ts';
import type { Outcome } from '../network/scenario.ts';
import { Way } from './Way.tsx';
import { WayText } from './WayText.tsx';
import type { Action, Given, Session } from './session.ts';

const outcomes: readonly Outcome[] = ['connected', 'replied', 'refused', 'unreachable', 'timeout'];
const to = (p: PacketResult): string => {
  const { probe } = p.expectation;
  return `${probe.tcp ? `tcp ${probe.tcp}` : probe.udp ? `udp ${probe.udp}` : `ping ${probe.ping}`}`;
};
const plain = (outcome: Outcome) => sayOutcome({ outcome, icmp: null });

interface Props {
  readonly given: Given;
  readonly session: Session;
  readonly act: (action: Action) => void;
}

const Guess = ({ given, session, act, p }: Props & { readonly p: PacketResult }) => {
  const { name } = p.expectation.probe;
  const choices = outcomes.filter((o) => (p.expectation.probe.tcp ? o !== 'replied' : o !== 'connected'));
  return (
    <fieldset class="ft-guess">
      <legend>How does it end?</legend>
      {choices.map((o) => (
        <label key={o}>
          <input type="radio" name={`${given.lab.id}-${name}`} checked={session.said[name] === o} onChange={() => act({ kind: 'say', packet: name, outcome: o })} />
          {plain(o)}
        </label>
      ))}
    </fieldset>
  );
};

const Packet = (props: Props & { readonly p: PacketResult; readonly predicting: boolean }) => {
  const { session, p, predicting } = props;
  const { name } = p.expectation.probe;
  const hidden = predicting && !session.revealed;
  const good = predicting ? session.said[name] === p.answer.outcome : p.passed;
  const seen = p.answer.seen && p.expectation.seenFrom !== undefined ? `, seen from ${p.answer.seen.source}` : '';
  return (
    <li class={`ft-packet ${hidden ? '' : good ? 'ft-good' : 'ft-bad'}`}>
      <p class="ft-packet-name">
        {!hidden && <span class="ft-mark" aria-hidden="true">{good ? '✓' : '✗'}</span>}
        <strong>{name}</strong> <span class="ft-muted">{p.expectation.probe.from} → {to(p)}</span>
      </p>
      {predicting && <Guess {...props} />}
      {!hidden && (
        <>
          <p class="ft-ends">
            {predicting ? (good ? 'Right: ' : 'It ends otherwise: ') : good ? 'As expected: ' : 'Not yet: '}
            <strong>{sayOutcome(p.answer)}{seen}</strong>
            {!predicting && !good && <span class="ft-muted"> (wanted: {plain(p.expectation.outcome)}{p.expectation.seenFrom ? `, seen from ${p.expectation.seenFrom}` : ''})</span>}
          </p>
          {(good || predicting) && <p class="ft-because">{p.expectation.because}</p>}
          <TheWay packet={p} />
        </>
      )}
    </li>
  );
};

/** Closed until somebody asks. Without scripts it opens on the text; with them nothing is made before. */
const TheWay = ({ packet }: { readonly packet: PacketResult }) => {
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
      {opened ? <Way packet={packet} /> : alive ? null : <WayText trace={packet.trace} world={packet.world} folded={false} />}
    </details>
  );
};

/** The packets of a lab, before and after its change, with how they should end and how they do. */
export const Packets = (props: Props) => {
  const { given, session } = props;
  const predicting = 'kind' in given.lab && given.lab.kind === 'predict';
  const group = (which: PacketResult['group']) => session.result.packets.filter((p) => p.group === which);
  const list = (which: PacketResult['group']) => (
    <ul class="ft-packets">{group(which).map((p) => <Packet key={p.expectation.probe.name} {...props} p={p} predicting={predicting} />)}</ul>
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
