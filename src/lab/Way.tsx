import { useEffect, useMemo, useState } from 'preact/hooks';
import { type Way as OneWay, stepsOf, type WayStep } from '../course/steps.ts';
import { type Hook, type Station, stations } from '../netfilter/types.ts';
import type { Trace } from '../network/trace.ts';
import type { World } from '../network/world.ts';
import './way.css';

const pause = 1400;
const stationName = (s: Station): string => (s === 'conntrack' ? 'tracking' : s);
/** What a picture shows of a hook. Few have rules in `security`, and writing a connection down is no decision. */
const shown = (hook: Hook, here: Station | null): readonly Station[] => stations.find((s) => s.hook === hook)!.order.filter((s) => s === here || (s !== 'security' && s !== 'confirm'));

const Hosts = ({ way, step }: { readonly way: OneWay; readonly step: WayStep }) => (
  <ol class="ft-hosts" aria-label="Machines on the way">
    {way.hosts.map((host) => (
      <li key={host} aria-current={host === step.host ? 'step' : undefined}>
        {host}
      </li>
    ))}
  </ol>
);

/** The hooks of the machine the packet is in, and where in them it stands. */
const Stations = ({ way, step }: { readonly way: OneWay; readonly step: WayStep }) => {
  const met = way.hooks[step.host] ?? [];
  if (met.length === 0) return null;
  return (
    <ol class="ft-stations" aria-label={`Hooks of ${step.host}`}>
      {met.map((hook) => (
        <li key={hook} class={hook === step.hook ? 'ft-here' : ''}>
          <code>{hook}</code>
          <ol>
            {shown(hook, hook === step.hook ? step.station : null).map((s) => (
              <li key={s} style={{ '--hue': `var(--ft-${s})` }} aria-current={hook === step.hook && s === step.station ? 'step' : undefined}>{stationName(s)}</li>
            ))}
          </ol>
        </li>
      ))}
    </ol>
  );
};

const Ticket = ({ step }: { readonly step: WayStep }) => (
  <dl class="ft-ticket">
    {step.fields.map(({ name, value, was }) => (
      <div key={name} class={was === null ? '' : 'ft-new'}>
        <dt>{name}</dt>
        <dd>
          {was !== null && (
            <>
              <del>{was}</del>{' '}
            </>
          )}
          {was === null ? (
            value
          ) : (
            <>
              <ins>{value}</ins> <span>{name === 'ttl' ? 'one hop' : 'rewritten'}</span>
            </>
          )}
        </dd>
      </div>
    ))}
  </dl>
);

const Rules = ({ step }: { readonly step: WayStep }) =>
  step.rules.length === 0 ? null : (
    <ol class="ft-rules">
      {step.rules.map((r, i) => (
        <li key={i} class={r.matched ? 'ft-fits' : ''}>
          <span aria-hidden="true">{r.matched ? '✓' : '✗'}</span> <code>{r.text}</code>
          <span class="ft-why">{r.matched ? 'fits' : r.why}</span>
        </li>
      ))}
    </ol>
  );

/** One packet's way, to be walked through with buttons or arrow keys. Made when somebody opens it. */
export const Way = ({
  trace,
  world,
  name,
}: {
  readonly trace: Trace;
  readonly world: World;
  readonly name: string;
}) => {
  const ways = useMemo(() => stepsOf(trace, world), [trace, world]);
  const [at, go] = useState({ way: 0, step: 0 });
  const [playing, play] = useState(false);
  const way = ways[Math.min(at.way, ways.length - 1)]!;
  const last = way.steps.length - 1;
  const now = Math.min(at.step, last);
  const step = way.steps[now]!;
  const to = (next: number) => {
    play(false);
    go({ way: at.way, step: Math.max(0, Math.min(last, next)) });
  };
  useEffect(() => {
    if (!playing) return;
    if (now === last) {
      play(false);
      return;
    }
    const timer = setTimeout(() => go({ way: at.way, step: now + 1 }), pause);
    return () => clearTimeout(timer);
  }, [playing, now, last, at.way]);
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
      onClick={() => to(next)}
    >
      {sign}
    </button>
  );
  return (
    <div class="ft-walk">
      <div
        class="ft-controls"
        role="toolbar"
        aria-label={`Steps of ${name}`}
        onKeyDown={(e) => {
          const next = keys[e.key];
          if (next === undefined || e.target instanceof HTMLSelectElement) return;
          e.preventDefault();
          to(next);
        }}
      >
        <label>
          Packet{' '}
          <select
            value={at.way}
            onChange={(e) => {
              play(false);
              go({ way: Number(e.currentTarget.value), step: 0 });
            }}
          >
            {ways.map((w, i) => (
              <option
                key={i}
                value={i}
              >{`${i + 1} of ${ways.length}: ${w.title}${w.answers === null ? '' : `, an answer to ${w.answers + 1}`}`}</option>
            ))}
          </select>
        </label>
        <span class="ft-buttons">
          {button('First step', '|←', 0)}
          {button('Step back', '←', now - 1)}
          <button
            type="button"
            aria-label={playing ? 'Pause' : 'Play'}
            title={playing ? 'Pause' : 'Play'}
            onClick={() => {
              if (now === last) go({ way: at.way, step: 0 });
              play(!playing);
            }}
          >
            {playing ? '❚❚' : '▶'}
          </button>
          {button('Next step', '→', now + 1)}
          {button('Last step', '→|', last)}
        </span>
        <span class="ft-count">
          step {now + 1} of {last + 1}
        </span>
      </div>
      <Hosts way={way} step={step} />
      <Stations way={way} step={step} />
      <p class={`ft-say ${step.end ? `ft-${step.end}` : ''}`} aria-live="polite">
        {step.say}
      </p>
      <Ticket step={step} />
      <Rules step={step} />
    </div>
  );
};
