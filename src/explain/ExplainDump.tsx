/**
 * The page's one island: a place to paste a dump, and what it says. Pasted text is data here, never markup.
 */

import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { EngineError, engine } from '../lab/engine/client.ts';
import { Whole } from '../lab/exercise/Coded.tsx';
import { storageName } from '../lab/siteUrl.ts';
import type { DumpLine } from './dump.ts';
import type { DumpPage } from './dumpPage.ts';
import { excess, longest, mostLines } from './longest.ts';

const kept = storageName('explain');
/** So many lines are shown, and so many more when asked for. */
export const step = 200;

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

const Problems = ({ dump }: { dump: Extract<DumpPage, { kind: 'dump' }> }) => (
  <section class="problems" aria-labelledby="problems">
    <h2 id="problems">{dump.wrong === 1 ? 'One line has a problem' : `${dump.wrong} lines have problems`}</h2>
    <p>
      <code>iptables-restore</code> stops at the first of them, and loads nothing of that table.
    </p>
    <ol>
      {dump.problems.map((line) => (
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
      {line.problem ? (
        <Marked line={line} />
      ) : (
        <code class="line">
          <Whole text={line.text} />
        </code>
      )}
      {line.problem && <p class="hint">{line.problem.hint}</p>}
      {line.means !== '' && <p class="means">{line.means}</p>}
      {line.parts.length > 0 && (
        <dl>
          {line.parts.map((part, i) => (
            <div key={i} class={part.minor ? 'is-minor' : ''}>
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

const sayExcess = ({ count, of }: NonNullable<ReturnType<typeof excess>>): string =>
  `has ${counted(count, of)}. The page reads up to ${counted(of === 'line' ? mostLines : longest, of)}.`;

const Result = ({ dump, more }: { dump: DumpPage; more: () => void }) => {
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
    case 'dump':
      return (
        <>
          <p class="sum">
            {counted(dump.rules, 'rule')} in {counted(dump.tables.length, 'table')}
            {dump.tables.length > 0 && `: ${dump.tables.join(', ')}`}.
            {dump.wrong === 0 && dump.refusal === null && ' No problems.'}
          </p>
          {dump.wrong > 0 && <Problems dump={dump} />}
          {dump.wrong === 0 && dump.refusal !== null && (
            <p class="say">
              <code>{dump.refusal}</code>
            </p>
          )}
          <h2>Line by line</h2>
          <ol class="lines">
            {dump.lines.map((line) => (
              <Line key={line.number} line={line} />
            ))}
          </ol>
          {dump.total > dump.lines.length && (
            <button type="button" onClick={more}>
              Show more ({counted(dump.total - dump.lines.length, 'line')} left)
            </button>
          )}
        </>
      );
  }
};

const troubles: Readonly<Record<EngineError['why'], string>> = {
  late: 'Reading this took more than five seconds, so it was stopped. What is shown is from the text before. Your text is kept.',
  ended: 'Reading was stopped. Your text is kept.',
  gone: 'Reading was stopped. Your text is kept.',
  unavailable: 'The part of this page that reads rules could not be loaded. Your text is kept.',
  failed: 'This page has a fault, and could not read the text. Your text is kept. Please report it.',
};

/** What was pasted last in this browser; null where nothing is kept. */
const recallDump = (): string | null => {
  try {
    return localStorage.getItem(kept);
  } catch {
    return null;
  }
};

/** A text, and what was read of it. */
interface Read {
  readonly text: string;
  readonly dump: DumpPage;
}

/** The island. `sample` is shown first, and was read when the page was built. */
export const ExplainDump = ({ sample, read }: { sample: string; read: DumpPage }) => {
  const [text, setText] = useState(sample);
  const [shown, show] = useState<Read>({ text: sample, dump: read });
  const [trouble, setTrouble] = useState<string | null>(null);
  const [refused, refuse] = useState<string | null>(null);
  const [asking, ask] = useState(false);
  const [awake, wake] = useState(false);
  const latest = useRef(text);
  latest.current = text;
  const reading = useRef(false);

  // Before what was done until now is done again (site/early.ts).
  useLayoutEffect(() => {
    wake(true);
    const before = recallDump();
    if (before === null) return;
    const tooMuch = excess(before);
    if (tooMuch) refuse(`What was kept here ${sayExcess(tooMuch)}`);
    else setText(before);
  }, []);

  /** Reads the latest text; one that comes meanwhile is read after it. */
  const readLatest = async (lines: number): Promise<void> => {
    if (reading.current) return;
    reading.current = true;
    try {
      for (;;) {
        const wanted = latest.current;
        const dump = await engine.ask('explain', { text: wanted, lines });
        if (latest.current !== wanted) continue;
        show({ text: wanted, dump });
        setTrouble(null);
        break;
      }
    } catch (error) {
      const why = error instanceof EngineError ? error.why : 'failed';
      setTrouble(troubles[why]);
    } finally {
      reading.current = false;
    }
  };
  useEffect(() => {
    if (awake && text !== shown.text) void readLatest(step);
  }, [text, awake]);

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
    const tooMuch = excess(event.clipboardData?.getData('text/plain') ?? '');
    if (!tooMuch) return;
    event.preventDefault();
    refuse(`What you pasted ${sayExcess(tooMuch)} Your text is as it was.`);
  };
  const onInput = (field: HTMLTextAreaElement) => {
    const tooMuch = excess(field.value);
    if (!tooMuch) return take(field.value);
    field.value = latest.current;
    refuse(`This ${sayExcess(tooMuch)} Your text is as it was.`);
  };

  const { dump } = shown;
  return (
    <div class="dump">
      <div class="paste">
        {!awake && (
          <p class="say without-scripts">
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
          data-kept={kept}
          onPaste={onPaste}
          onInput={(event) => onInput(event.currentTarget)}
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
            ? `${counted(dump.rules, 'rule')}, ${counted(dump.wrong, 'problem')}`
            : dump.kind}
        </p>
        {trouble && (
          <p class="say" role="alert">
            {trouble}{' '}
            <button type="button" onClick={() => void readLatest(step)}>
              Try again
            </button>
          </p>
        )}
        <Result
          dump={dump}
          more={() => void readLatest((dump.kind === 'dump' ? dump.lines.length : 0) + step)}
        />
      </div>
    </div>
  );
};
