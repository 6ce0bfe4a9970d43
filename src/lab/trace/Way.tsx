import { useEffect, useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { Trace } from '../../network/trace.ts';
import type { World } from '../../network/world.ts';
import { talkOf } from '../../trace/dialogue.ts';
import { labelStep, sayStep } from '../../trace/sayStep.ts';
import { type Way as OneWay, wayOf } from '../../trace/steps.ts';
import { Window } from '../terminal/Window.tsx';
import { WayInside } from './WayInside.tsx';
import { WayMap } from './WayMap.tsx';
import { WayPacket } from './WayPacket.tsx';
import { WayRules } from './WayRules.tsx';
import { WayText } from './WayText.tsx';
import './way.css';

/** How long a step stays while it plays, in milliseconds: long enough to be read. */
const stay = (said: string): number => 1000 + 38 * said.length;

/** Every step of a way, to be gone to. */
const Steps = ({
  way,
  at,
  go,
}: {
  readonly way: OneWay;
  readonly at: number;
  readonly go: (step: number) => void;
}) => (
  <details class="ft-all">
    <summary>All {way.steps.length} steps of this packet</summary>
    <ol>
      <Window count={way.steps.length} current={at} around={60} what="steps">
        {(i) => {
          const step = way.steps[i]!;
          const begins = i === 0 || way.steps[i - 1]!.stop !== step.stop;
          return (
            <li key={i}>
              {begins && <p class="ft-label">{way.stops[step.stop]!.host}</p>}
              <button type="button" aria-current={i === at ? 'step' : undefined} onClick={() => go(i)}>
                <span class="ft-number">{i + 1}</span> {labelStep(step)}
              </button>
            </li>
          );
        }}
      </Window>
    </ol>
  </details>
);

/** What a way is shown of. */
export interface Sight {
  readonly name: string;
  readonly trace: Trace;
  /** The network as it was behind these packets. */
  readonly world: World;
  /** What the sending program is told, as a sentence; null where it is said elsewhere. */
  readonly end: string | null;
}

/** One packet's way as a picture, to be walked through with buttons or arrow keys. */
const Picture = ({ name, trace, world, end }: Sight) => {
  const talk = useMemo(() => talkOf(trace), [trace]);
  const [at, stand] = useState({ way: 0, step: 0 });
  const [playing, play] = useState(false);
  const which = Math.min(at.way, trace.journeys.length - 1);
  const way = useMemo(() => wayOf(trace.journeys[which]!), [trace, which]);
  const last = way.steps.length - 1;
  const now = Math.min(at.step, last);
  const step = way.steps[now]!;
  const said = sayStep(step);
  const root = useRef<HTMLDivElement>(null);
  const player = useRef<HTMLButtonElement>(null);
  const held = useRef(false);
  const go = (next: number) => {
    held.current = root.current!.contains(document.activeElement);
    play(false);
    stand({ way: which, step: Math.max(0, Math.min(last, next)) });
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
    const timer = setTimeout(() => stand({ way: which, step: now + 1 }), stay(said));
    return () => clearTimeout(timer);
  }, [playing, now, last, which]);
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
    if (next === undefined || e.ctrlKey || e.altKey || e.metaKey || e.target instanceof HTMLInputElement)
      return;
    e.preventDefault();
    go(next);
  };
  const ends = which === trace.journeys.length - 1 && step.end !== null;
  return (
    <div ref={root} class="ft-picture" role="group" aria-label={`The way of ${name}`} onKeyDown={onKeyDown}>
      <div class="ft-talk">
        <p class="ft-label">The packets of this connection</p>
        <ol aria-label="The packets of this connection">
          {talk.map(({ way: direction, who, says }, i) => (
            <li key={i}>
              <button
                type="button"
                ref={i === which ? chosen : null}
                aria-current={i === which ? 'true' : undefined}
                onClick={() => {
                  play(false);
                  stand({ way: i, step: 0 });
                }}
              >
                <span class="ft-direction" aria-hidden="true">
                  {direction === 'there' ? '→' : '←'}
                </span>
                <span>
                  <strong>{who}</strong> {says}
                  <small>
                    {i + 1} of {talk.length}, {trace.journeys[i]!.title}
                    {direction === 'back' ? ', back' : ''}
                  </small>
                </span>
              </button>
            </li>
          ))}
        </ol>
      </div>
      <WayMap world={world} way={way} at={now} go={go} />
      <div class="ft-player">
        <p class={`ft-say ${step.end ? `ft-${step.end}` : ''}`} aria-live="polite">
          {said}
          {ends && end !== null && (
            <>
              {' '}
              <span class="ft-told">{end}</span>
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
              if (now === last) stand({ way: which, step: 0 });
              play(!playing);
            }}
          >
            {playing ? '❚❚' : '▶'}
          </button>
          {button('Next step', '→', now + 1)}
          {button('Last step', '→|', last)}
          <span class="ft-count">
            <span class="ft-word">step </span>
            {now + 1} of {last + 1}
          </span>
        </div>
      </div>
      <div class="ft-lower">
        <WayInside way={way} at={now} go={go} />
        <div class="ft-beside">
          <WayRules
            key={`${which} ${step.stop} ${step.boxIndex} ${step.station}`}
            way={way}
            at={now}
            go={go}
          />
          <WayPacket step={step} />
        </div>
        <Steps way={way} at={now} go={go} />
      </div>
    </div>
  );
};

const views = ['picture', 'text'] as const;

/**
 * The way of a packet and of everything that came of it, as a picture or as text. Made when somebody opens
 * it.
 */
export const Way = (sight: Sight) => {
  const { trace, end } = sight;
  const [view, show] = useState<(typeof views)[number]>('picture');
  const empty = trace.journeys.length === 0;
  const tabs = useRef<HTMLDivElement>(null);
  return (
    <div class="ft-walk">
      <div
        ref={tabs}
        class="ft-tabs"
        role="tablist"
        aria-label="How the way is shown"
        onKeyDown={(e) => {
          if (e.key !== 'ArrowRight' && e.key !== 'ArrowLeft') return;
          const other = view === 'picture' ? 'text' : 'picture';
          show(other);
          tabs.current!.querySelector<HTMLElement>(`[data-view="${other}"]`)!.focus();
        }}
      >
        {views.map((v) => (
          <button
            key={v}
            type="button"
            role="tab"
            data-view={v}
            aria-selected={v === view}
            tabIndex={v === view ? 0 : -1}
            onClick={() => show(v)}
          >
            {v === 'picture' ? 'As a picture' : 'As text'}
          </button>
        ))}
      </div>
      <div role="tabpanel" aria-label={view === 'picture' ? 'As a picture' : 'As text'}>
        {empty || view === 'text' ? (
          <>
            <WayText trace={trace} folded />
            {end !== null && <p class="ft-say">{end}</p>}
          </>
        ) : (
          <Picture {...sight} />
        )}
      </div>
    </div>
  );
};
