import { useState } from 'preact/hooks';
import { grouped, type RuleRow, ruleChecks, ruleText, type TableEvent, whyNot } from '../../trace/sayRule.ts';
import type { Row, Way } from '../../trace/steps.ts';
import { Window } from '../terminal/Window.tsx';

interface Of {
  readonly event: TableEvent;
}

/** What a rule asks, and what the packet has: one line each, up to the first that does not fit. */
const Checks = ({ event, row }: Of & { readonly row: RuleRow }) => {
  if (row.kind === 'not-simulated') return <p class="ft-why">{whyNot(event, row)}</p>;
  const checks = ruleChecks(event, row);
  if (checks.length === 0) return <p class="ft-why">It asks for nothing, so every packet fits.</p>;
  return (
    <ul class="ft-checks">
      {checks.map((c, i) => (
        <li key={i} class={c.fits ? 'ft-fits' : 'ft-fails'}>
          <span class="ft-sign">
            {c.fits ? '✓' : '✗'}
            <span class="ft-unseen">{c.fits ? ' fits: ' : ' does not fit: '}</span>
          </span>
          <span>{c.asks}</span> <span class="ft-has">{c.has}</span>
        </li>
      ))}
    </ul>
  );
};

/** The rules that one line of the walk stands for: a stretch of them, from where somebody wants to look. */
export const Fold = ({ event, row }: Of & { readonly row: Extract<Row, { kind: 'fold' }> }) => {
  const [open, show] = useState(false);
  const [from, look] = useState(0);
  if (!open)
    return (
      <button type="button" onClick={() => show(true)}>
        {grouped(row.count)} more rules missed; show
      </button>
    );
  return (
    <div class="ft-fold">
      <label>
        Show from rule{' '}
        <input
          type="number"
          min={row.first + 1}
          max={row.first + row.count}
          value={row.first + from + 1}
          onInput={(e) =>
            look(Math.max(0, Math.min(row.count - 1, (Number(e.currentTarget.value) || 0) - row.first - 1)))
          }
        />
      </label>
      <ol>
        <Window key={from} count={row.count} current={from} around={from === 0 ? 9 : 4} what="rules">
          {(i) => {
            const missed = {
              kind: 'missed',
              chain: row.chain,
              index: row.first + i,
              step: row.step,
            } as const;
            return (
              <li key={i} class={i === from && from > 0 ? 'ft-sought' : ''}>
                <span class="ft-number">{grouped(row.first + i + 1)}</span>{' '}
                <code>{ruleText(event, missed)}</code> <span class="ft-why">✗ {whyNot(event, missed)}</span>
              </li>
            );
          }}
        </Window>
      </ol>
    </div>
  );
};

const Line = ({ event, row, current }: Of & { readonly row: Row; readonly current: boolean }) => {
  switch (row.kind) {
    case 'missed':
    case 'not-simulated':
      return (
        <>
          <span class="ft-sign">✗</span> <span class="ft-number">{grouped(row.index + 1)}</span>{' '}
          <code>{ruleText(event, row)}</code>
          {!current && <span class="ft-outcome">no match</span>}
        </>
      );
    case 'matched':
      return (
        <>
          <span class="ft-sign">✓</span> <span class="ft-number">{grouped(row.index + 1)}</span>{' '}
          <code>{ruleText(event, row)}</code>
          {!current && <span class="ft-outcome">match</span>}
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
          <span class="ft-sign">■</span> given up after {grouped(row.steps)} steps
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
 * The step whose table is shown: this one, or the one before it where a rewriting or an end is what the table
 * decided.
 */
const tableStep = (way: Way, at: number): number | null => {
  const step = way.steps[at]!;
  if (step.event.kind === 'table') return at;
  const before = way.steps[at - 1];
  const decided =
    step.event.kind === 'dropped' || (step.event.kind === 'rewritten' && step.event.by === 'rule');
  return decided && before?.event.kind === 'table' && before.stop === step.stop ? at - 1 : null;
};

/**
 * The walk through the table the packet is in: every line of it can be gone to, and the current one says why.
 */
export const WayRules = ({
  way,
  at,
  go,
}: {
  readonly way: Way;
  readonly at: number;
  readonly go: (step: number) => void;
}) => {
  const shown = tableStep(way, at);
  if (shown === null) return null;
  const { event, rows, row: now } = way.steps[shown]!;
  if (event.kind !== 'table' || now === null) return null;
  const { visit } = event;
  const last = rows.at(-1)!;
  const left = last.kind === 'matched' ? visit.rules.chains[last.chain]!.rules.length - last.index - 1 : 0;
  return (
    <section
      class="ft-rules"
      style={{ '--hue': `var(--ft-${visit.table})` }}
      aria-label={`Table ${visit.table} at ${visit.hook}`}
    >
      <p class="ft-label">
        Table <code>{visit.table}</code> at <code>{visit.hook}</code>, read from the top
      </p>
      <ol>
        <Window count={rows.length} current={now} around={7} what="lines">
          {(i) => {
            const row = rows[i]!;
            const current = i === now;
            return (
              <li
                key={i}
                class={`ft-row ${row.kind === 'matched' ? 'ft-fits' : ''} ${current ? 'ft-now' : ''} ${i > now ? 'ft-later' : ''}`}
              >
                <button
                  type="button"
                  aria-current={current && shown === at ? 'true' : undefined}
                  onClick={() => go(shown - now + i)}
                >
                  <Line event={event} row={row} current={current} />
                </button>
                {current &&
                  (row.kind === 'missed' || row.kind === 'matched' || row.kind === 'not-simulated') && (
                    <Checks event={event} row={row} />
                  )}
                {row.kind === 'fold' && <Fold event={event} row={row} />}
              </li>
            );
          }}
        </Window>
      </ol>
      {left > 0 && (
        <p class="ft-small">
          {left === 1 ? 'One rule' : `${grouped(left)} rules`} below in{' '}
          {last.kind === 'matched' ? last.chain : ''}: never looked at.
        </p>
      )}
    </section>
  );
};
