/** A packet's way as text, for where scripts do not run: drawn when the site is built, and only there. */
import { prepareLab } from '../../course/prepareLab.ts';
import { type PacketResult, runLab } from '../../course/runLab.ts';
import { describeTrace } from '../../trace/describeTrace.ts';
import type { BuiltLab } from '../exercise/builtLab.ts';
import { TextLines } from './WayText.tsx';

const results = new WeakMap<object, readonly PacketResult[]>();

const packetsOf = ({ lab, network }: BuiltLab): readonly PacketResult[] => {
  const known = results.get(lab);
  if (known) return known;
  const { packets } = runLab(prepareLab(lab, network), lab.start);
  results.set(lab, packets);
  return packets;
};

export const WayAsBuilt = ({ lab, index }: { readonly lab: BuiltLab; readonly index: number }) => {
  const { trace } = packetsOf(lab)[index]!;
  return <TextLines lines={describeTrace(trace).map((l) => ({ ...l, fold: null }))} />;
};
