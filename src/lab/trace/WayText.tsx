import type { DrawnLine } from '../../trace/drawnWay.ts';
import type { LabEngine } from '../engine/client.ts';
import type { WayRef } from '../engine/protocol.ts';
import { Whole } from '../exercise/Coded.tsx';
import { Fold } from './Fold.tsx';
import { useAnswer } from './useAnswer.ts';

/** The way of all packets in words. Long runs of missed rules wait to be asked for. */
export const WayText = ({ engine, of }: { readonly engine: LabEngine; readonly of: WayRef }) => {
  const lines = useAnswer(of.key, () => engine.ask('way-text', { of }));
  return lines && <TextLines lines={lines} engine={engine} of={of} />;
};

/** Lines that were drawn; without a simulator to ask, a run of rules is said and cannot be opened. */
export const TextLines = ({
  lines,
  engine,
  of,
}: {
  readonly lines: readonly DrawnLine[];
  readonly engine?: LabEngine;
  readonly of?: WayRef;
}) => (
  <ol class="ft-way">
    {lines.map((line, i) => (
      <li key={i} class={`ft-${line.kind}`} style={{ '--indent': line.indent }}>
        {line.fold && engine && of ? (
          <Fold engine={engine} of={of} fold={line.fold} />
        ) : (
          <Whole text={line.text} />
        )}
      </li>
    ))}
  </ol>
);
