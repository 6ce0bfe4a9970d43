import { useMemo } from 'preact/hooks';
import type { Trace } from '../../network/trace.ts';
import { describeTrace } from '../../trace/describeTrace.ts';
import { mostMissed } from '../../trace/steps.ts';
import { Fold } from './WayRules.tsx';

/** The way of all packets in words. Folded, long runs of missed rules wait to be asked for. */
export const WayText = ({ trace, folded }: { readonly trace: Trace; readonly folded: boolean }) => {
  const lines = useMemo(() => describeTrace(trace, folded ? mostMissed : undefined), [trace, folded]);
  return (
    <ol class="ft-way">
      {lines.map((line, i) => (
        <li key={i} class={`ft-${line.kind}`} style={{ '--indent': line.indent }}>
          {line.fold ? <Fold event={line.fold.event} row={line.fold.row} /> : line.text}
        </li>
      ))}
    </ol>
  );
};
