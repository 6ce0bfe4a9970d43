import { useEffect, useRef, useState } from 'preact/hooks';
import type { LabEngine } from '../engine/client.ts';
import type { SentView } from '../exercise/builtLab.ts';
import { Picture } from './Picture.tsx';
import { useAnswer } from './useAnswer.ts';
import { WayText } from './WayText.tsx';

/** Resolves when the styles of a way have come. Astro puts those that a module imports into every page that may need it. */
export const styled = new Promise<void>((done) => {
  const link = document.createElement('link');
  link.rel = 'stylesheet';
  link.href = new URL('./way.css', import.meta.url).href;
  // Without them the way is plain, and can be read.
  link.onload = link.onerror = () => done();
  document.head.append(link);
});

/** Packets whose way is shown. */
export interface WayProps {
  readonly engine: LabEngine;
  /** The packets' key in the simulator; null while it is at work, and what was drawn last stays. */
  readonly packets: string | null;
  readonly name: string;
  /** What the sending program was told, as a sentence; null where it is said elsewhere. */
  readonly told: string | null;
  /** Where the picture begins: with the first step unless this is said. */
  readonly from?: 'decision' | undefined;
}

const views = ['picture', 'text'] as const;

/** Whether ways ask before they tell, on all of a page. */
let asks = false;

/** The way of a packet and of everything that came of it, as a picture or as text. */
export const Way = ({ engine, packets, name, told, from }: WayProps) => {
  const [view, show] = useState<(typeof views)[number]>('picture');
  const tabs = useRef<HTMLDivElement>(null);
  const [ask, setAsk] = useState(asks);
  const [instead, askAbout] = useState<SentView | null>(null);
  // Packets of a run before are gone.
  useEffect(() => askAbout(null), [packets]);
  const title = useRef<HTMLParagraphElement>(null);
  // The question looks like the one before it: the learner has to see that it is about another packet.
  useEffect(() => {
    title.current?.focus({ preventScroll: true });
    title.current?.scrollIntoView({ block: 'start' });
  }, [instead]);
  const shown = instead?.key ?? packets;
  const drawn = useAnswer(shown, async () => {
    const of = { lab: engine.name, key: shown! };
    const gated = await engine.ask('gate', { of }).catch(() => ({ gate: null, other: null }));
    return { ...gated, key: shown!, way: await engine.ask('way', { of }) };
  });
  if (!drawn) return <p class="ft-muted">Drawing the way…</p>;
  const of = { lab: engine.name, key: drawn.key };
  const empty = drawn.way.packets.length === 0;
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
            <WayText engine={engine} of={of} />
            {told !== null && <p class="ft-say">{told}</p>}
          </>
        ) : (
          <>
            {drawn.gate && (
              <label class="ft-ask-me">
                <input
                  type="checkbox"
                  checked={ask}
                  onChange={(e) => {
                    asks = e.currentTarget.checked;
                    setAsk(asks);
                  }}
                />{' '}
                Ask me which rule decides, before I see it
              </label>
            )}
            {instead && (
              <p ref={title} class="ft-label" tabIndex={-1}>
                Another packet: <strong>{instead.name}</strong>
              </p>
            )}
            <Picture
              // Without questions, another run of the same packet leaves the learner at the same step.
              key={ask ? drawn.key : ''}
              {...{ engine, of, told, from }}
              name={instead?.name ?? name}
              way={drawn.way}
              gate={ask ? drawn.gate : null}
              other={drawn.other}
              askAbout={askAbout}
            />
          </>
        )}
      </div>
    </div>
  );
};
