import type { Check } from '../../netfilter/datapath/reasons.ts';
import { grouped } from '../../text/grouped.ts';
import type { DrawnJourney, DrawnRow } from '../../trace/drawnWay.ts';
import type { LabEngine } from '../engine/client.ts';
import type { WayRef } from '../engine/protocol.ts';
import { Fold } from './Fold.tsx';
import { Window } from './Window.tsx';

/** What a rule needs, and what the packet has: one line each, up to the first that does not match. */
const Checks = ({ checks }: { readonly checks: readonly Check[] }) => (
  <ul class="ft-checks">
    {checks.map((c, i) => (
      <li key={i} class={c.fits ? 'ft-fits' : 'ft-fails'}>
        <span class="ft-sign">
          {c.fits ? '✓' : '✗'}
          <span class="ft-unseen">{c.fits ? ' matches: ' : ' does not match: '}</span>
        </span>
        <span>{c.asks}</span>
        {c.has !== null && (
          <>
            {' '}
            <span class="ft-has">{c.has}</span>
          </>
        )}
      </li>
    ))}
  </ul>
);

const Line = ({ row, current }: { readonly row: DrawnRow; readonly current: boolean }) => {
  switch (row.kind) {
    case 'missed':
    case 'matched':
      return (
        <>
          <span class="ft-sign">{row.kind === 'matched' ? '✓' : '✗'}</span>{' '}
          <span class="ft-number">{row.number}</span> <code>{row.text}</code>
          {!current && <span class="ft-outcome">{row.kind === 'matched' ? 'match' : 'no match'}</span>}
        </>
      );
    case 'fold':
      return (
        <>
          <span class="ft-sign">✗</span> rules {grouped(row.first + 1)} to {grouped(row.first + row.count)}:
          no match
        </>
      );
    case 'returned':
      return (
        <>
          <span class="ft-sign">↩</span> back from {row.from} to {row.chain}
        </>
      );
    case 'gave-up':
      return (
        <>
          <span class="ft-sign">■</span> given up in {row.chain} after {grouped(row.steps)} steps
        </>
      );
    case 'policy':
      return (
        <>
          <span class="ft-sign">{row.policy === 'ACCEPT' ? '→' : '■'}</span> policy of {row.chain}:{' '}
          {row.policy}
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
  const { table, hook, rows, unread, event } = journey.tables[shown.index]!;
  const first = (shown.own ? at : at - 1) - shown.row;
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
        <Window count={rows.length} current={shown.row} around={7} what="lines">
          {(i) => {
            const row = rows[i]!;
            const current = i === shown.row;
            return (
              <li
                key={i}
                class={`ft-row ${row.kind === 'matched' ? 'ft-fits' : ''} ${current ? 'ft-now' : ''} ${i > shown.row ? 'ft-later' : ''}`}
              >
                <button
                  type="button"
                  aria-current={current && shown.own ? 'true' : undefined}
                  onClick={() => go(first + i)}
                >
                  <Line row={row} current={current} />
                </button>
                {current &&
                  (row.kind === 'missed' || row.kind === 'matched') &&
                  (row.why !== null ? <p class="ft-why">{row.why}</p> : <Checks checks={row.checks} />)}
                {row.kind === 'fold' && (
                  <Fold engine={engine} of={of} fold={{ journey: which, event, ...row }} />
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
