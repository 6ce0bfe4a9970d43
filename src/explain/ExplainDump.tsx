/**
 * The page's one island: a place to paste a dump, and what it says. Pasted text is data here, never markup.
 */
import { useEffect, useMemo, useState } from 'preact/hooks';
import { type Dump, type DumpLine, longest, readDump } from './dump.ts';

const kept = 'four-tables/explain';
const step = 200;

/** The part of a line that is wrong, underlined. */
const Marked = ({ line }: { line: DumpLine }) => {
  const { from, to } = line.problem!;
  const end = Math.max(to, from + 1);
  return (
    <code class="line">
      {line.text.slice(0, from)}
      <mark>{line.text.slice(from, end) || ' '}</mark>
      {line.text.slice(end)}
    </code>
  );
};

const Problems = ({ dump }: { dump: Extract<Dump, { kind: 'dump' }> }) => (
  <section class="problems" aria-labelledby="problems">
    <h2 id="problems">
      {dump.problems.length === 1 ? 'One line has a problem' : `${dump.problems.length} lines have problems`}
    </h2>
    <p>
      <code>iptables-restore</code> stops at the first of them, and loads nothing of that table.
    </p>
    <ol>
      {dump.problems.slice(0, step).map((line) => (
        <li key={line.number}>
          <a href={`#line-${line.number}`} class="number">
            line {line.number}
          </a>
          <Marked line={line} />
          <p class="message">{line.problem!.message}</p>
          <p class="hint">{line.problem!.hint}</p>
        </li>
      ))}
    </ol>
  </section>
);

const Line = ({ line }: { line: DumpLine }) => (
  <li
    id={`line-${line.number}`}
    class={`is-${line.kind}${line.problem ? ' is-wrong' : ''}`}
    value={line.number}
  >
    <span class="number">{line.number}</span>
    <div>
      {line.problem ? <Marked line={line} /> : <code class="line">{line.text}</code>}
      {line.problem && <p class="hint">{line.problem.hint}</p>}
      {line.means !== '' && <p>{line.means}</p>}
      {line.parts.length > 0 && (
        <dl>
          {line.parts.map((part, i) => (
            <div key={i}>
              <dt>
                <code>{part.text}</code>
              </dt>
              <dd>{part.means}</dd>
            </div>
          ))}
        </dl>
      )}
    </div>
  </li>
);

const counted = (n: number, one: string): string => `${n.toLocaleString('en')} ${one}${n === 1 ? '' : 's'}`;

const Result = ({ dump }: { dump: Dump }) => {
  const [shown, show] = useState(step);
  switch (dump.kind) {
    case 'empty':
      return (
        <p class="say">
          There is nothing here yet. Run <code>sudo iptables-save</code> on a machine of yours and paste what
          it prints.
        </p>
      );
    case 'binary':
      return (
        <p class="say">
          This is not text: it has bytes that iptables-save never prints. Paste what{' '}
          <code>sudo iptables-save</code> prints.
        </p>
      );
    case 'long':
      return (
        <p class="say">
          This is too long to read here: {counted(dump.length, 'character')}. The page reads up to{' '}
          {counted(longest, 'character')}, about 20,000 rules.
        </p>
      );
    case 'dump': {
      const lines = dump.lines.filter((line) => line.kind !== 'blank');
      return (
        <>
          <p class="sum">
            {counted(dump.rules, 'rule')} in {counted(dump.tables.length, 'table')}
            {dump.tables.length > 0 && `: ${dump.tables.join(', ')}`}.
            {dump.problems.length === 0 && dump.refusal === null && ' No problems.'}
          </p>
          {dump.problems.length > 0 && <Problems dump={dump} />}
          {dump.problems.length === 0 && dump.refusal !== null && (
            <p class="say">
              <code>{dump.refusal}</code>
            </p>
          )}
          <h2>Line by line</h2>
          <ol class="lines">
            {lines.slice(0, shown).map((line) => (
              <Line key={line.number} line={line} />
            ))}
          </ol>
          {lines.length > shown && (
            <button type="button" onClick={() => show(shown + step)}>
              Show more ({counted(lines.length - shown, 'line')} left)
            </button>
          )}
        </>
      );
    }
  }
};

/** The island. `sample` is shown first, and read when the page is built. */
export const ExplainDump = ({ sample }: { sample: string }) => {
  const [text, setText] = useState(sample);
  const [refused, refuse] = useState<string | null>(null);
  const [asking, ask] = useState(false);
  const [awake, wake] = useState(false);
  const dump = useMemo(() => readDump(text), [text]);

  useEffect(() => {
    wake(true);
    const before = localStorage.getItem(kept);
    if (before !== null) setText(before);
  }, []);

  const take = (next: string) => {
    refuse(null);
    ask(false);
    setText(next);
    try {
      localStorage.setItem(kept, next);
    } catch {
      // The browser keeps no more; the text is still in the page.
    }
  };

  const onPaste = (event: ClipboardEvent) => {
    const pasted = event.clipboardData?.getData('text/plain') ?? '';
    if (pasted.length <= longest) return;
    event.preventDefault();
    refuse(
      `What you pasted has ${counted(pasted.length, 'character')}. The page reads up to ${counted(longest, 'character')}. Your text is as it was.`,
    );
  };

  return (
    <div class="dump">
      <div class="paste">
        {!awake && (
          <p class="say">
            Reading your own text needs JavaScript. The example was read when the site was built.
          </p>
        )}
        <label for="dump">
          What <code>iptables-save</code> printed
        </label>
        <textarea
          id="dump"
          rows={14}
          spellcheck={false}
          autocapitalize="off"
          autocomplete="off"
          value={text}
          readOnly={!awake}
          onPaste={onPaste}
          onInput={(event) => take(event.currentTarget.value)}
        />
        {refused && (
          <p class="say" role="alert">
            {refused}
          </p>
        )}
        <p class="buttons">
          {asking ? (
            <>
              <span role="alert">Put the example back in place of your text?</span>
              <button type="button" onClick={() => take(sample)}>
                Yes, put it back
              </button>
              <button type="button" onClick={() => ask(false)}>
                No, keep mine
              </button>
            </>
          ) : (
            <button type="button" disabled={text === sample} onClick={() => ask(true)}>
              Put the example back
            </button>
          )}
        </p>
      </div>
      <div class="result">
        <p class="sr-only" role="status">
          {dump.kind === 'dump'
            ? `${counted(dump.rules, 'rule')}, ${counted(dump.problems.length, 'problem')}`
            : dump.kind}
        </p>
        <Result key={text.length} dump={dump} />
      </div>
    </div>
  );
};
