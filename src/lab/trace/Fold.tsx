import { useState } from 'preact/hooks';
import { grouped } from '../../text/grouped.ts';
import type { FoldedRules, MissedRule } from '../../trace/drawnWay.ts';
import type { LabEngine } from '../engine/client.ts';
import type { WayRef } from '../engine/protocol.ts';
import { Whole } from '../exercise/Coded.tsx';
import { useAnswer } from './useAnswer.ts';
import { Window } from './Window.tsx';

interface Props {
  readonly engine: LabEngine;
  readonly of: WayRef;
  readonly fold: FoldedRules;
}

/** Rules are asked for so many at once. */
const chunk = 100;

/** The rules that one line of the walk stands for: a stretch of them, from where the learner wants to look. */
export const Fold = (props: Props) => {
  const { fold } = props;
  const [open, show] = useState(false);
  const [from, look] = useState(0);
  if (!open)
    return (
      <button type="button" onClick={() => show(true)}>
        {grouped(fold.count)} more rules missed; show
      </button>
    );
  return (
    <div class="ft-fold">
      <label>
        Show from rule{' '}
        <input
          type="number"
          min={fold.first + 1}
          max={fold.first + fold.count}
          value={fold.first + from + 1}
          onInput={(e) =>
            look(Math.max(0, Math.min(fold.count - 1, (Number(e.currentTarget.value) || 0) - fold.first - 1)))
          }
        />
      </label>
      <Rules key={Math.floor(from / chunk)} {...props} from={from} />
    </div>
  );
};

const Rules = ({ engine, of, fold, from }: Props & { readonly from: number }) => {
  const start = Math.max(0, (Math.floor(from / chunk) - 1) * chunk);
  const count = Math.min(fold.count - start, 3 * chunk);
  const rules = useAnswer<readonly MissedRule[]>(`${of.key} ${start}`, () =>
    engine.ask('fold', { of, fold, from: start, count }),
  );
  if (!rules) return <p class="ft-muted">Reading the rules…</p>;
  return (
    <ol>
      <Window key={from} count={count} current={from - start} around={from === 0 ? 9 : 4} items="rules">
        {(i) => (
          <li key={i} class={start + i === from && from > 0 ? 'ft-sought' : ''}>
            <span class="ft-number">{rules[i]?.number}</span>{' '}
            <code>
              <Whole text={rules[i]?.text ?? ''} />
            </code>{' '}
            <span class="ft-why">✗ {rules[i]?.why}</span>
          </li>
        )}
      </Window>
      {start + count < fold.count && (
        <li class="ft-more">
          {grouped(fold.count - start - count)} more: say above from which rule to show them.
        </li>
      )}
    </ol>
  );
};
