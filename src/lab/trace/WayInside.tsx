import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { Station } from '../../netfilter/hookOrder.ts';
import type { DrawnJourney } from '../../trace/drawnWay.ts';
import type { Stage, StageName } from '../../trace/stages.ts';
import { Letter } from './WayMap.tsx';

const stationName = (s: Station): string => (s === 'conntrack' ? 'tracking' : s);
const boxTitle = (name: StageName, last: boolean): string =>
  name === 'program' ? (last ? 'its program' : 'a program') : name;

/** The machine the packet is in: its hooks in order, and in each the stations of the engine's own array. */
export const WayInside = ({
  journey,
  at,
  go,
}: {
  readonly journey: DrawnJourney;
  readonly at: number;
  readonly go: (step: number) => void;
}) => {
  const step = journey.steps[at]!;
  const stop = journey.stays[step.stay]!;
  const frame = useRef<HTMLDivElement>(null);
  const [place, stand] = useState<{ readonly x: number; readonly y: number; readonly stay: number } | null>(
    null,
  );
  // The letter stands on the corner of whatever is marked as the current place.
  useLayoutEffect(() => {
    const look = () => {
      const mark = frame.current?.querySelector<HTMLElement>('[aria-current="step"]');
      stand(
        mark ? { x: mark.offsetLeft + mark.offsetWidth - 6, y: mark.offsetTop + 1, stay: step.stay } : null,
      );
    };
    look();
    const watch = new ResizeObserver(look);
    watch.observe(frame.current!);
    return () => watch.disconnect();
  }, [journey, at]);
  const onWire = step.location.kind === 'link';
  const end = journey.steps.at(-1)!;
  const never = (i: number): boolean =>
    end.end === 'dropped' && end.stay === step.stay && i > (end.stageIndex ?? 0);
  const state = (i: number): string =>
    i === step.stageIndex
      ? 'here'
      : never(i)
        ? 'never'
        : step.stageIndex !== null && i < step.stageIndex
          ? 'passed'
          : 'ahead';
  const partsOf = (box: Stage, i: number) => {
    const hereBox = i === step.stageIndex;
    if (box.stations.length === 0) {
      const current = hereBox ? 'step' : undefined;
      const title = boxTitle(box.name, i > 0);
      if (box.step === null) return <span class="ft-quiet">{title}</span>;
      const { routed } = journey.steps[box.step]!;
      return (
        <>
          <button type="button" class="ft-station" aria-current={current} onClick={() => go(box.step!)}>
            {title}
          </button>
          {routed !== null && at >= box.step && <span class="ft-led">{routed}</span>}
        </>
      );
    }
    return (
      <ol>
        {box.stations.map(({ station, step: to }) => {
          const current = hereBox && station === step.station ? 'step' : undefined;
          const hue = { '--hue': `var(--ft-${station === 'confirm' ? 'conntrack' : station})` };
          return (
            <li key={station}>
              {to === null ? (
                <span class="ft-quiet" style={hue}>
                  {stationName(station)}
                  <span class="ft-unseen">: nothing to do</span>
                </span>
              ) : (
                <button
                  type="button"
                  class="ft-station"
                  style={hue}
                  aria-current={current}
                  onClick={() => go(to)}
                >
                  {stationName(station)}
                </button>
              )}
            </li>
          );
        })}
      </ol>
    );
  };
  return (
    <section class="ft-inside" aria-label={`Inside ${stop.host}`}>
      <p class="ft-label">
        {onWire ? (
          <>
            Next: inside <strong>{stop.host}</strong>
          </>
        ) : (
          <>
            Inside <strong>{stop.host}</strong>
          </>
        )}
      </p>
      <div ref={frame} class="ft-track">
        <ol class="ft-boxes">
          {stop.stages.map((box, i) => (
            <li key={i} class={`ft-box ft-is-${state(i)} ${box.stations.length ? 'ft-hook' : ''}`}>
              {box.stations.length > 0 && (
                <code aria-current={i === step.stageIndex && step.station === null ? 'step' : undefined}>
                  {box.name}
                </code>
              )}
              {partsOf(box, i)}
            </li>
          ))}
        </ol>
        {place && place.stay === step.stay && (
          <svg
            key={`${step.stay}`}
            class={`ft-marker ${step.end === 'dropped' ? 'ft-lost' : ''}`}
            style={{ transform: `translate(${place.x}px, ${place.y}px)` }}
            width="30"
            height="22"
            viewBox="-15 -11 30 22"
            aria-hidden="true"
          >
            <Letter />
            {step.end === 'dropped' && <path class="ft-cross" d="M-9 -8 L9 8 M9 -8 L-9 8" />}
          </svg>
        )}
      </div>
      <p class="ft-small">Solid: something happens there. Dotted: no rules for this packet to meet.</p>
    </section>
  );
};
