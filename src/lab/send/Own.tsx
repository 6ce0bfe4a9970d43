import { useEffect, useRef, useState } from 'preact/hooks';
import { mostSteps, type OwnStep } from '../../course/ownSteps.ts';
import * as labels from '../../labels/en.ts';
import { say } from '../../labels/say.ts';
import type { OwnView } from '../engine/protocol.ts';
import { Coded, uncoded } from '../exercise/Coded.tsx';
import type { KindProps } from '../exercise/kindView.ts';
import type { Session } from '../exercise/session.ts';
import { useAnswer } from '../trace/useAnswer.ts';
import { OwnForm } from './OwnForm.tsx';
import { OwnResult } from './OwnResult.tsx';
import styles from './own.css?inline';
import { keepOwn, recallOwn } from './ownKept.ts';
import { placeOwn } from './placeOwn.ts';

export interface OwnProps extends KindProps {
  /** The learner has asked to send a packet: the form is open. */
  readonly asked: boolean;
}

let styled = false;

/** Packets of the learner's own: sent with the rules as they are, and again with each change, until they are removed. */
export const Own = ({ lab, live, asked }: OwnProps) => {
  const { engine, session } = live;
  const [steps, setSteps] = useState<readonly OwnStep[]>(() => recallOwn(engine.name));
  const [writing, write] = useState(asked);
  const place = useRef<HTMLDivElement>(null);
  if (!styled) {
    styled = true;
    document.head.append(Object.assign(document.createElement('style'), { textContent: styles }));
  }
  const ready = session.engine === 'ready' && session.view.run > 0;
  const made = useAnswer(ready ? `${session.view.run} ${JSON.stringify(steps)}` : null, async () => ({
    steps,
    views: steps.length === 0 ? [] : await engine.ask('send', { steps }),
  }));
  const { before, said } = useNews(made, session);
  // Where a step was added or removed, what came of the others is shown until it is known anew.
  const viewOf = (of: Made | null, step: OwnStep): OwnView | null =>
    of?.views[of.steps.indexOf(step)] ?? null;
  useEffect(() => {
    placeOwn(place.current!, made?.views ?? []);
  }, [made]);

  const change = (to: readonly OwnStep[]) => {
    setSteps(to);
    keepOwn(engine.name, to);
  };
  const add = (step: OwnStep) => change([...steps, step]);
  /** The button that had the focus is gone. */
  const focusOpener = () =>
    setTimeout(() => place.current?.querySelector<HTMLElement>('.ft-own-acts button')?.focus());
  const full = steps.length >= mostSteps;
  const names = letters(steps);
  return (
    <div ref={place} class="ft-own">
      {steps.length > 0 && (
        <>
          <p class="ft-label">{say(labels.ownPackets)}</p>
          <ol>
            {steps.map((step, i) => {
              const remove = (
                <button
                  type="button"
                  class="ft-remove"
                  aria-label={say(labels.removeOwn, { what: names[i] || i + 1 })}
                  onClick={() => {
                    change(steps.filter((_, n) => n !== i));
                    focusOpener();
                  }}
                >
                  {say(labels.remove)}
                </button>
              );
              return step.kind === 'packet' ? (
                <OwnResult
                  key={i}
                  lab={lab}
                  live={live}
                  step={step}
                  letter={names[i]!}
                  view={viewOf(made, step)}
                  before={viewOf(before, step)}
                  expect={(should) => change(steps.map((s) => (s === step ? { ...step, should } : s)))}
                  remove={remove}
                />
              ) : (
                <li key={i} class="ft-change">
                  <p>
                    <Coded
                      text={
                        step.kind === 'minute'
                          ? say(labels.minutePassed)
                          : (lab.lab.changes[step.change]?.say ?? say(labels.noSuchChange))
                      }
                    />
                  </p>
                  {remove}
                </li>
              );
            })}
          </ol>
        </>
      )}
      <p class="ft-own-said" role="status">
        {said}
      </p>
      {writing && !full && (
        <OwnForm
          lab={lab}
          ready={ready}
          send={async (packet) => {
            const sent = (await engine.ask('send', { steps: [...steps, packet] })).at(-1);
            if (sent?.kind === 'refused') return sent.refused;
            add(packet);
            return null;
          }}
          close={() => {
            write(false);
            focusOpener();
          }}
        />
      )}
      <p class="ft-own-acts">
        {full && say(labels.noMoreOwn, { n: mostSteps })}
        {!writing && !full && (
          <button type="button" class="ft-send" onClick={() => write(true)}>
            {say(labels.sendPacket)}
          </button>
        )}
        {steps.length > 0 && !full && (
          <>
            <button type="button" onClick={() => add({ kind: 'minute' })}>
              {say(labels.minutePasses)}
            </button>
            {lab.lab.changes.map(({ say: what }, n) => (
              <button key={what} type="button" onClick={() => add({ kind: 'change', change: n })}>
                {say(labels.thenChange, { what: uncoded(what) })}
              </button>
            ))}
          </>
        )}
      </p>
    </div>
  );
};

interface Made {
  readonly steps: readonly OwnStep[];
  readonly views: readonly OwnView[];
}

/** The letter of each packet; empty for what is no packet. */
const letters = (steps: readonly OwnStep[]): readonly string[] => {
  let n = 0;
  return steps.map(({ kind }) => (kind === 'packet' ? String.fromCharCode(65 + n++) : ''));
};

/** What was shown when the learner began the last change, and for a screen reader what the last answer changed. */
const useNews = (
  made: Made | null,
  session: Pick<Session, 'before' | 'written'>,
): { readonly before: Made | null; readonly said: string } => {
  const shown = useRef<Made | null>(null);
  const [before, setBefore] = useState<Made | null>(null);
  const [said, setSaid] = useState('');
  useEffect(() => setBefore(shown.current), [session.before, session.written]);
  useEffect(() => {
    if (!made) return;
    const was = shown.current;
    shown.current = made;
    const names = letters(made.steps);
    const news = made.views.flatMap((view, i) => {
      const old = was?.views[was.steps.indexOf(made.steps[i]!)];
      if (view.kind !== 'sent' || (old?.kind === 'sent' && old.packet.ended === view.packet.ended)) return [];
      return [say(labels.ownEnded, { name: names[i]!, what: view.packet.ended })];
    });
    setSaid(news.join(' '));
  }, [made]);
  return { before, said };
};
