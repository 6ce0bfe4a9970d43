import type { PartCheck } from '../../netfilter/datapath/reasons.ts';
import { grouped } from '../../text/grouped.ts';
import type { DrawnJourney, DrawnWalkLine } from '../../trace/drawnWay.ts';
import type { LabEngine } from '../engine/client.ts';
import type { WayRef } from '../engine/protocol.ts';
import { Whole } from '../exercise/Coded.tsx';
import { Fold } from './Fold.tsx';
import { Window } from './Window.tsx';

/** What a rule needs, and what the packet has: one line each, up to the first that does not match. */
const Checks = ({ checks }: { readonly checks: readonly PartCheck[] }) => (
  <ul class="ft-checks">
    {checks.map((c, i) => (
      <li key={i} class={c.met ? 'ft-matches' : 'ft-fails'}>
        <span class="ft-sign">
          {c.met ? '✓' : '✗'}
          <span class="ft-unseen">{c.met ? ' yes: ' : ' no: '}</span>
        </span>
        <span>needs {c.needs};</span> <span class="ft-has">{c.has}</span>
      </li>
    ))}
  </ul>
);

const Line = ({ line, current }: { readonly line: DrawnWalkLine; readonly current: boolean }) => {
  switch (line.kind) {
    case 'missed':
    case 'matched':
      return (
        <>
          <span class="ft-sign">{line.kind === 'matched' ? '✓' : '✗'}</span>{' '}
          <span class="ft-number">{line.number}</span>{' '}
          <code>
            <Whole text={line.text} />
          </code>
          {!current && <span class="ft-outcome">{line.kind === 'matched' ? 'match' : 'no match'}</span>}
        </>
      );
    case 'fold':
      return (
        <>
          <span class="ft-sign">✗</span> rules {grouped(line.first + 1)} to {grouped(line.first + line.count)}
          : no match
        </>
      );
    case 'returned':
      return (
        <>
          <span class="ft-sign">↩</span> {line.text}
        </>
      );
    case 'gave-up':
      return (
        <>
          <span class="ft-sign">■</span> given up in {line.chain} after {grouped(line.steps)} steps
        </>
      );
    case 'policy':
      return (
        <>
          <span class="ft-sign">{line.policy === 'ACCEPT' ? '→' : '■'}</span> policy of {line.chain}:{' '}
          {line.policy}
        </>
      );
  }
};

/**
 * The walk through the table the packet is in: every line of it can be gone to, and the current one says why.
 */
export const WayRules = ({
  engine,
  of,
  which,
  journey,
  at,
  go,
}: {
  readonly engine: LabEngine;
  readonly of: WayRef;
  readonly which: number;
  readonly journey: DrawnJourney;
  readonly at: number;
  readonly go: (step: number) => void;
}) => {
  const shown = journey.steps[at]!.table;
  if (shown === null) return null;
  const { table, hook, lines, unread, event } = journey.tables[shown.index]!;
  const first = (shown.own ? at : at - 1) - shown.line;
  return (
    <section
      class="ft-rules"
      style={{ '--hue': `var(--ft-${table})` }}
      aria-label={`Table ${table} at ${hook}`}
    >
      <p class="ft-label">
        Table <code>{table}</code> at <code>{hook}</code>, read from the top
      </p>
      <ol>
        <Window count={lines.length} current={shown.line} around={7} items="lines">
          {(i) => {
            const line = lines[i]!;
            const current = i === shown.line;
            return (
              <li
                key={i}
                class={`ft-row ${line.kind === 'matched' ? 'ft-matches' : ''} ${current ? 'ft-now' : ''} ${i > shown.line ? 'ft-later' : ''}`}
              >
                <button
                  type="button"
                  aria-current={current && shown.own ? 'true' : undefined}
                  onClick={() => go(first + i)}
                >
                  <Line line={line} current={current} />
                </button>
                {current &&
                  (line.kind === 'missed' || line.kind === 'matched') &&
                  (line.why !== null ? <p class="ft-why">{line.why}</p> : <Checks checks={line.checks} />)}
                {line.kind === 'fold' && (
                  <Fold engine={engine} of={of} fold={{ journey: which, event, ...line }} />
                )}
              </li>
            );
          }}
        </Window>
      </ol>
      {unread && (
        <p class="ft-small">
          {unread.count === 1 ? 'One rule' : `${grouped(unread.count)} rules`} below in {unread.chain}: never
          looked at.
        </p>
      )}
    </section>
  );
};
