import { useMemo } from 'preact/hooks';
import type { Trace } from '../../network/trace.ts';
import type { World } from '../../network/world.ts';
import { describeTrace } from '../../trace/describeTrace.ts';
import { mostMissed } from '../../trace/steps.ts';
import { Fold } from './WayRules.tsx';

/** The way of all packets in words. Folded, long runs of missed rules wait to be asked for. */
export const WayText = ({
  trace,
  world,
  folded,
}: {
  readonly trace: Trace;
  readonly world: World;
  readonly folded: boolean;
}) => {
  const lines = useMemo(
    () => describeTrace(trace, world, folded ? mostMissed : undefined),
    [trace, world, folded],
  );
  return (
    <ol class="ft-way">
      {lines.map((line, i) => (
        <li key={i} class={`ft-${line.kind}`} style={{ '--indent': line.indent }}>
          {line.fold ? <Fold event={line.fold.event} world={world} row={line.fold.row} /> : line.text}
        </li>
      ))}
    </ol>
  );
};
