import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { DrawnJourney, DrawnWay } from '../../trace/drawnWay.ts';
import type { Gate } from '../../trace/gate.ts';
import type { LabEngine } from '../engine/client.ts';
import type { WayRef } from '../engine/protocol.ts';
import type { SentView } from '../exercise/builtLab.ts';
import { type GateAnswer, GateQuestion, GateVerdict } from './Gate.tsx';
import { recallSpeed, Speed } from './Speed.tsx';
import { useAnswer } from './useAnswer.ts';
import { WayInside } from './WayInside.tsx';
import { WayMap } from './WayMap.tsx';
import { WayPacket } from './WayPacket.tsx';
import { WayRules } from './WayRules.tsx';
import { Window } from './Window.tsx';

/** How long a step stays while it plays, in milliseconds: long enough to be read. */
const stay = (said: string): number => 1000 + 38 * said.length;

/** Every step of a way, to be gone to. */
const Steps = ({
  journey,
  at,
  go,
}: {
  readonly journey: DrawnJourney;
  readonly at: number;
  readonly go: (step: number) => void;
}) => (
  <details class="ft-all">
    <summary>All {journey.steps.length} steps of this packet</summary>
    <ol>
      <Window count={journey.steps.length} current={at} around={60} items="steps">
        {(i) => {
          const step = journey.steps[i]!;
          const begins = i === 0 || journey.steps[i - 1]!.stay !== step.stay;
          return (
            <li key={i}>
              {begins && <p class="ft-label">{journey.stays[step.stay]!.host}</p>}
              <button type="button" aria-current={i === at ? 'step' : undefined} onClick={() => go(i)}>
                <span class="ft-number">{i + 1}</span> {step.label}
              </button>
            </li>
          );
        }}
      </Window>
    </ol>
  </details>
);

interface Props {
  readonly engine: LabEngine;
  readonly of: WayRef;
  readonly way: DrawnWay;
  readonly name: string;
  readonly told: string | null;
  readonly from: 'decision' | undefined;
  /** What is asked before it is decided; null where nothing is asked. */
  readonly gate: Gate | null;
  /** Another packet that the same can be asked about. */
  readonly other: SentView | null;
  readonly askAbout: (packet: SentView) => void;
}

/** A way up to the step before the question: nothing of what comes then. */
const upTo = (journey: DrawnJourney, first: number): DrawnJourney => {
  const steps = journey.steps.slice(0, first);
  return { ...journey, steps, stays: journey.stays.slice(0, (steps.at(-1)?.stay ?? 0) + 1) };
};

/** One packet's way as a picture, to be walked through with buttons or arrow keys. */
export const Picture = (props: Props) => {
  const { engine, of, way, gate } = props;
  const [at, goTo] = useState(
    gate
      ? { packet: gate.packet, step: gate.first - 1 }
      : (props.from && way.decided) || { packet: 0, step: 0 },
  );
  // Null is to be shown it.
  const [answered, choose] = useState<GateAnswer | null | undefined>(undefined);
  const closed = gate !== null && answered === undefined;
  const which = Math.min(at.packet, closed ? gate.packet : way.packets.length - 1);
  const drawn = useAnswer(`${of.key} ${which}`, async () => ({
    of,
    which,
    journey: await engine.ask('journey', { of, which }),
  }));
  return drawn === null ? (
    <p class="ft-muted">Drawing the way…</p>
  ) : (
    // Until another packet's way has come, the one before stays, with its own place.
    <Walk
      {...props}
      {...drawn}
      journey={closed && drawn.which === gate.packet ? upTo(drawn.journey, gate.first) : drawn.journey}
      at={drawn.which === which ? at.step : 0}
      goTo={goTo}
      answered={answered}
      choose={(choice) => {
        choose(choice);
        goTo({ packet: gate!.packet, step: gate!.step });
      }}
    />
  );
};

const Walk = ({
  engine,
  of,
  way: { packets, hosts },
  name,
  told,
  which,
  journey,
  at,
  goTo,
  gate,
  other,
  askAbout,
  answered,
  choose,
}: Props & {
  readonly answered: GateAnswer | null | undefined;
  readonly choose: (choice: GateAnswer | null) => void;
  readonly which: number;
  readonly journey: DrawnJourney;
  readonly at: number;
  readonly goTo: (place: { readonly packet: number; readonly step: number }) => void;
}) => {
  const closed = gate !== null && answered === undefined;
  const [playing, play] = useState(false);
  const [speed, setSpeed] = useState(recallSpeed);
  const last = journey.steps.length - 1;
  const now = Math.min(at, last);
  const step = journey.steps[now]!;
  const root = useRef<HTMLDivElement>(null);
  const player = useRef<HTMLButtonElement>(null);
  const held = useRef(false);
  const go = (next: number) => {
    held.current = root.current!.contains(document.activeElement);
    play(false);
    goTo({ packet: which, step: Math.max(0, Math.min(last, next)) });
  };
  // A station or a rule that had the keyboard may be gone with the step: the arrow keys go on working.
  useLayoutEffect(() => {
    if (held.current && !root.current!.contains(document.activeElement)) player.current!.focus();
    held.current = false;
  }, [now, which]);
  useEffect(() => {
    if (!playing) return;
    if (now === last) {
      play(false);
      return;
    }
    const timer = setTimeout(() => goTo({ packet: which, step: now + 1 }), stay(step.sentence) / speed);
    return () => clearTimeout(timer);
  }, [playing, now, last, which, speed]);
  const chosen = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    const list = chosen.current?.closest('ol');
    if (list) list.scrollLeft = chosen.current!.offsetLeft - list.clientWidth / 3;
  }, [which]);
  const keys: Readonly<Record<string, number>> = {
    ArrowRight: now + 1,
    ArrowLeft: now - 1,
    Home: 0,
    End: last,
  };
  // Never truly disabled: a button that loses the keyboard at the last step takes the arrow keys with it.
  const button = (label: string, sign: string, next: number) => (
    <button
      type="button"
      aria-label={label}
      title={label}
      aria-disabled={next < 0 || next > last || next === now}
      onClick={() => go(next)}
    >
      {sign}
    </button>
  );
  const onKeyDown = (e: KeyboardEvent) => {
    const next = keys[e.key];
    const isField = e.target instanceof HTMLInputElement || e.target instanceof HTMLSelectElement;
    if (next === undefined || e.ctrlKey || e.altKey || e.metaKey || isField) return;
    e.preventDefault();
    go(next);
  };
  const ends = which === packets.length - 1 && step.end !== null;
  return (
    <div
      ref={root}
      class="ft-picture"
      role="group"
      aria-label={`The way of ${name}`}
      style={{ '--speed': speed }}
      onKeyDown={onKeyDown}
    >
      <div class="ft-talk">
        <p class="ft-label">The packets of this connection</p>
        <ol aria-label="The packets of this connection">
          {packets
            .slice(0, closed ? gate.packet + 1 : packets.length)
            .map(({ direction, who, text, title }, i) => (
              <li key={i}>
                <button
                  type="button"
                  ref={i === which ? chosen : null}
                  aria-current={i === which ? 'true' : undefined}
                  onClick={() => {
                    play(false);
                    goTo({ packet: i, step: 0 });
                  }}
                >
                  <span class="ft-direction" aria-hidden="true">
                    {direction === 'there' ? '→' : '←'}
                  </span>
                  <span>
                    <strong>{who}</strong> {text}
                    <small>
                      {closed ? i + 1 : `${i + 1} of ${packets.length}`}, {title}
                      {direction === 'back' ? ', back' : ''}
                    </small>
                  </span>
                </button>
              </li>
            ))}
        </ol>
      </div>
      <WayMap hosts={hosts} journey={journey} at={now} go={go} />
      <div class="ft-player">
        <p class={`ft-say ${step.end ? `ft-${step.end}` : ''}`} aria-live="polite">
          {step.sentence}
          {ends && told !== null && (
            <>
              {' '}
              <span class="ft-told">{told}</span>
            </>
          )}
        </p>
        <div class="ft-controls" role="toolbar" aria-label={`Steps of ${name}`}>
          {button('First step', '|←', 0)}
          {button('Step back', '←', now - 1)}
          <button
            ref={player}
            type="button"
            class="ft-primary"
            aria-label={playing ? 'Pause' : 'Play'}
            title={playing ? 'Pause' : 'Play'}
            onClick={() => {
              if (now === last) goTo({ packet: which, step: 0 });
              play(!playing);
            }}
          >
            {playing ? '❚❚' : '▶'}
          </button>
          {button('Next step', '→', now + 1)}
          {button('Last step', '→|', last)}
          <Speed speed={speed} set={setSpeed} />
          <span class="ft-count">
            <span class="ft-word">step </span>
            {closed ? now + 1 : `${now + 1} of ${last + 1}`}
          </span>
        </div>
      </div>
      {closed && which === gate.packet && now === last && (
        <GateQuestion gate={gate} name={`${of.lab} ${of.key}`} answer={choose} />
      )}
      {gate && answered !== undefined && (
        <GateVerdict gate={gate} chosen={answered} other={other?.name ?? null} ask={() => askAbout(other!)} />
      )}
      {closed ? (
        <WayPacket fields={step.fields} />
      ) : (
        <div class="ft-lower">
          <WayInside journey={journey} at={now} go={go} />
          <div class="ft-beside">
            <WayRules
              key={`${which} ${step.stay} ${step.stageIndex} ${step.station}`}
              engine={engine}
              of={of}
              which={which}
              journey={journey}
              at={now}
              go={go}
            />
            <WayPacket fields={step.fields} />
          </div>
          <Steps journey={journey} at={now} go={go} />
        </div>
      )}
    </div>
  );
};
