import { Fragment } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import type { LabView } from '../../course/labView.ts';
import * as labels from '../../labels/en.ts';
import { say } from '../../labels/say.ts';
import { lookOf } from '../editor/highlight.ts';
import { paintedLines } from '../editor/paintedLines.ts';
import type { ChangedLines, changedLines } from '../listing/changedLines.ts';
import type { LiveLab } from './useLab.ts';

interface Output {
  readonly command: string;
  readonly output: string;
}

const same: ChangedLines = { more: new Set(), fewer: 0 };

/**
 * A command and what it prints, coloured as the editor is, to be folded away. `before`: what it printed before the last
 * change, so that lines that are new are marked.
 */
const Printed = ({
  command,
  output,
  before,
  later,
}: Output & { readonly before: string | undefined; readonly later: LiveLab['later'] }) => {
  const [compare, setCompare] = useState<typeof changedLines | null>(null);
  const was = before ?? output;
  useEffect(() => {
    if (was !== output && !compare)
      later(
        (part) => setCompare(() => part.changedLines),
        () => {},
      );
  }, [was, output]);
  const { more, fewer } = was !== output && compare ? compare(was, output) : same;
  return (
    <details open>
      <summary>
        <code>{command}</code>
        {more.size + fewer > 0 && (
          <span class="ft-was">
            {say(
              fewer === 0 ? labels.linesNew : more.size === 0 ? labels.linesGone : labels.linesNewAndGone,
              { more: more.size, fewer },
            )}
          </span>
        )}
      </summary>
      <pre class="ft-text" tabIndex={0} role="group" aria-label={say(labels.prints, { command })}>
        {output === '' ? say(labels.printsNothing) : <Lines output={output} more={more} />}
      </pre>
    </details>
  );
};

/** Coloured once the page is alive: in the page itself the colours of its listings would be half of their bytes. */
const Lines = ({ output, more }: { readonly output: string; readonly more: ReadonlySet<number> }) => {
  const [alive, setAlive] = useState(false);
  useEffect(() => setAlive(true), []);
  if (!alive) return <>{output}</>;
  return (
    <>
      {paintedLines(output, []).map((pieces, i) => {
        const line = pieces.map(({ text, colour }, n) =>
          colour === null ? (
            text
          ) : (
            <span key={n} style={lookOf(text, colour)}>
              {text}
            </span>
          ),
        );
        return (
          <Fragment key={i}>
            {i > 0 && '\n'}
            {more.has(i) ? <mark class="ft-new">{line}</mark> : line}
          </Fragment>
        );
      })}
    </>
  );
};

/** What a command printed before: the same one, at the same place among its likes. */
const printedBefore = (all: readonly Output[], i: number, before: readonly Output[] | undefined) => {
  const { command } = all[i]!;
  const n = all.slice(0, i).filter((o) => o.command === command).length;
  return before?.filter((o) => o.command === command)[n]?.output;
};

/** What the learner's own commands printed, and then what the lab's do. */
export const AllPrinted = ({
  ran,
  shown,
  before,
  later,
}: Pick<LabView, 'ran' | 'shown'> & {
  /** The same before the last change; null where the two do not compare. */
  readonly before: Pick<LabView, 'ran' | 'shown'> | null;
  readonly later: LiveLab['later'];
}) => (
  <div class="ft-printed">
    {ran.map((r, i) => (
      <Printed
        key={`${r.line} ${r.command}`}
        {...r}
        before={printedBefore(ran, i, before?.ran)}
        later={later}
      />
    ))}
    {shown.map((s, i) => (
      <Printed key={s.command} {...s} before={printedBefore(shown, i, before?.shown)} later={later} />
    ))}
  </div>
);
