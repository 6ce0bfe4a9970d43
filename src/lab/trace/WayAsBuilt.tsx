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
  // Plain text, in few bytes: most readers have scripts, and see the drawn way.
  return (
    <pre class="ft-text ft-written">
      {describeTrace(trace)
        .map(({ indent, text }) => `${' '.repeat(2 * indent)}${text}`)
        .join('\n')}
    </pre>
  );
};
