import type { LabView } from '../../course/labView.ts';
import * as labels from '../../labels/en.ts';
import { say } from '../../labels/say.ts';

/** A command and what it prints, to be folded away. */
const Printed = ({ command, output }: { readonly command: string; readonly output: string }) => (
  <details open>
    <summary>
      <code>{command}</code>
    </summary>
    <pre class="ft-text" tabIndex={0} role="group" aria-label={say(labels.prints, { command })}>
      {output === '' ? say(labels.printsNothing) : output}
    </pre>
  </details>
);

/** What the learner's own commands printed, and then what the lab's do. */
export const AllPrinted = ({ ran, shown }: Pick<LabView, 'ran' | 'shown'>) => (
  <div class="ft-printed">
    {ran.map((r) => (
      <Printed key={`${r.line} ${r.command}`} {...r} />
    ))}
    {shown.map((s) => (
      <Printed key={s.command} {...s} />
    ))}
  </div>
);
