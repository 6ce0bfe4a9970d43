import { useEffect, useRef, useState } from 'preact/hooks';
import type { Prediction } from '../../course/kinds/predict.ts';
import type { PacketView } from '../../course/labView.ts';
import { packetKey } from '../../course/packetKey.ts';
import { askedAgain, standingOf } from '../../course/standingPredictions.ts';
import * as labels from '../../labels/en.ts';
import { say } from '../../labels/say.ts';
import { sentWhere } from '../../network/sentWhere.ts';
import { outcomeWords } from '../../trace/sayOutcome.ts';
import { LazyWay } from '../trace/LazyWay.tsx';
import { useAnswer } from '../trace/useAnswer.ts';
import { askAnother, forgetAnother } from './askAnother.ts';
import { Coded, rulesCoded } from './Coded.tsx';
import type { KindProps } from './kindView.ts';
import { Guess, predictionsOf } from './Predict.tsx';

interface Props extends KindProps {
  readonly packet: PacketView;
  readonly index: number;
  /** The predictions about this packet and those in its place; at least one. */
  readonly mine: readonly Prediction[];
  /** The run whose packets can be asked for; null while the simulator is at work. */
  readonly run: number | null;
  /** The one that was made here and now, by its number from 1; 0 for none. */
  readonly fresh: number;
  readonly predicted: () => void;
}

/** What came of the predictions about one packet, and after a wrong one another packet. */
export const Predicted = ({ lab, live, packet, index, mine, run, fresh, predicted }: Props) => {
  const others = mine.flatMap(({ instead }) => instead ?? []);
  const all = standingOf(predictionsOf({ live }));
  const known = all.flatMap(({ instead }) => instead ?? []);
  const wrongFirst = mine[0]!.outcome !== packet.outcome;
  const asked = useAnswer(wrongFirst && run !== null ? `${run}/${mine.length}` : null, () =>
    askAnother(live, { of: mine.length, packet: packet.name, sent: others, known }),
  );
  useEffect(() => () => forgetAnother(live, packet.name), []);
  const views: readonly (PacketView & { readonly key?: string; readonly says?: string })[] = [
    packet,
    ...(asked?.sent ?? []),
  ];
  const last = views[mine.length - 1];
  const wrong = last && mine.at(-1)!.outcome !== last.outcome;
  const next = wrong && asked?.of === mine.length ? asked.next : undefined;
  const frame = useRef<HTMLDivElement>(null);
  // What happened and what is asked next are in sight together. Where there is no room for both, the first is.
  useEffect(() => {
    if (fresh === 0 || next === undefined) return;
    frame.current!.scrollIntoView({ block: 'nearest' });
    frame.current!.previousElementSibling?.scrollIntoView({ block: 'nearest' });
  }, [next]);
  const again = () => {
    live.act({ kind: 'answer', answer: askedAgain(predictionsOf({ live }), packet.name) });
  };
  return (
    <>
      {mine.map((prediction, i) => {
        const view = views[i];
        return (
          view && (
            <Result
              key={i}
              live={live}
              view={view}
              prediction={prediction}
              packets={view.key ?? (run === null ? null : packetKey(run, index))}
              fresh={i + 1 === fresh}
              hint={prediction === all.at(-1) ? (live.session.grade?.hint ?? null) : null}
            />
          )
        );
      })}
      <div ref={frame} class={next === undefined ? undefined : 'ft-change ft-guesses'}>
        <p aria-live="polite">
          {next && <strong>{say(labels.andAnother, { what: next.says })}</strong>}
          {next === null && say(labels.noOther)}
        </p>
        {next && (
          <Guess
            lab={lab}
            live={live}
            packet={{ name: packet.name, route: `${next.packet.from} → ${sentWhere(next.packet)}` }}
            instead={next.packet}
            predicted={predicted}
          />
        )}
        {next === null && (
          <button type="button" onClick={again}>
            {say(labels.predictAgain)}
          </button>
        )}
      </div>
    </>
  );
};

/** One prediction and what came of it. Its way is closed, so that the next question is below. */
const Result = ({
  live,
  view,
  prediction: { outcome, instead },
  packets,
  fresh,
  hint,
}: Pick<KindProps, 'live'> & {
  readonly view: PacketView & { readonly says?: string };
  readonly prediction: Prediction;
  readonly packets: string | null;
  readonly fresh: boolean;
  /** What the exercise says of this wrong prediction; null where that is nothing, or another one was made since. */
  readonly hint: string | null;
}) => {
  const right = outcome === view.outcome;
  const said = useRef<HTMLParagraphElement>(null);
  const summary = useRef<HTMLElement>(null);
  const [opened, open] = useState(false);
  // The question that had the focus is gone. Where the learner is at the next one already, the focus stays there.
  useEffect(() => {
    if (fresh && document.activeElement === document.body) said.current!.focus({ preventScroll: true });
  }, []);
  return (
    <div class={right ? 'ft-good' : 'ft-bad'}>
      {instead && (
        <p>
          <strong>{say(labels.andAnother, { what: view.says ?? view.route })}</strong>
        </p>
      )}
      <p class="ft-ends" ref={said} tabIndex={-1}>
        <span class="ft-mark" aria-hidden="true">
          {right ? '✓' : '✗'}
        </span>
        {right ? say(labels.predictedRight) : say(labels.youSaid, { what: outcomeWords[outcome] })}{' '}
        <strong>{view.ended}</strong>
      </p>
      <p class="ft-because">
        <Coded text={rulesCoded(view.because)} />
      </p>
      {hint && (
        <p class="ft-hint">
          <Coded text={hint} />
        </p>
      )}
      <details open={opened} onToggle={(e) => e.target === e.currentTarget && open(e.currentTarget.open)}>
        <summary ref={summary}>{say(labels.packetWay)}</summary>
        {opened && (
          <>
            <LazyWay
              engine={live.engine}
              packets={packets}
              name={view.name}
              told={view.told}
              from="decision"
            />
            <button
              type="button"
              onClick={() => {
                open(false);
                summary.current!.focus({ preventScroll: true });
                summary.current!.scrollIntoView({ block: 'nearest' });
              }}
            >
              {say(labels.closeWay)}
            </button>
          </>
        )}
      </details>
    </div>
  );
};
