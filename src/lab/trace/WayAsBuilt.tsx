/** A packet's way as text, for where scripts do not run: drawn when the site is built, and only there. */
import { save } from '../../netfilter/print/save.ts';
import { describeTrace } from '../../trace/describeTrace.ts';
import { resultOf } from '../exercise/buildLab.ts';
import type { BuiltLab } from '../exercise/builtLab.ts';

export const WayAsBuilt = ({ lab, index }: { readonly lab: BuiltLab; readonly index: number }) => {
  const { packets, world } = resultOf(lab);
  const { host } = lab.lab;
  // A way without a rule is long, and says nothing.
  if (!/^-A /m.test(save(world.hosts[host]!.filter))) return <p>No rule is on {host} yet.</p>;
  const { trace } = packets[index]!;
  // The packet and its answer, as plain text in few bytes: most readers have scripts, and see the drawn way of all.
  const { journeys } = trace;
  const more = journeys.length - 2;
  return (
    <pre class="ft-text ft-written">
      {describeTrace({ journeys: journeys.slice(0, 2) })
        .map(({ indent, text }) => `${' '.repeat(2 * indent)}${text}`)
        .join('\n')}
      {more > 0 && `\nThe connection goes on with ${more} more ${more === 1 ? 'packet' : 'packets'}.`}
    </pre>
  );
};
