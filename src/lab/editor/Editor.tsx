import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { Lab } from '../../course/lab.ts';
import { textOf } from '../exercise/session.ts';
import type { LiveLab } from '../exercise/useLab.ts';
import type { MountedEditor } from './codemirror.ts';

interface Props {
  readonly lab: Lab;
  readonly live: LiveLab;
}

/**
 * A text area when the page is built, and where scripts fail; CodeMirror in its place as soon as it is there.
 */
export const Editor = ({ lab, live }: Props) => {
  const { session, act, alive, engine } = live;
  const text = textOf(session);
  const { problems } = session.view;
  const current = session.shownFor === session.answer;
  const id = `ft-editor-${lab.id}`;
  const label =
    lab.language === 'commands'
      ? `Commands on ${lab.host}, one a line`
      : `Rules of ${lab.host}, as iptables-save prints them`;
  const frame = useRef<HTMLDivElement>(null);
  const plain = useRef<HTMLTextAreaElement>(null);
  const latest = useRef(text);
  latest.current = text;
  const [editor, setEditor] = useState<MountedEditor | null>(null);

  useEffect(() => {
    let mounted: MountedEditor | null = null;
    let gone = false;
    import('./codemirror.ts').then(
      ({ mountEditor }) => {
        if (gone || !frame.current) return;
        const area = plain.current;
        const selected =
          area && document.activeElement === area
            ? ([area.selectionStart, area.selectionEnd] as const)
            : null;
        mounted = mountEditor(frame.current, {
          text: area?.value ?? latest.current,
          label,
          describedBy: `${id}-problems`,
          helper: {
            complete: (text, at) =>
              engine
                .ask('complete', { text, at, language: lab.language === 'save' ? 'save' : 'commands' })
                .catch(() => null),
            describe: (text, at) => engine.ask('describe', { text, at }).catch(() => null),
          },
          onWrite: (text) => act({ kind: 'write', text }),
        });
        setEditor(mounted);
        if (selected) mounted.focus(...selected);
      },
      () => undefined, // The text area does without.
    );
    return () => {
      gone = true;
      mounted?.unmount();
    };
  }, []);
  // Before the next key, not after the next frame: a text that lags behind would undo what was typed since.
  useLayoutEffect(() => {
    editor?.write(text);
    // Those of an earlier text move along with what was typed until the new ones come.
    if (current) editor?.mark(problems);
  }, [editor, text, problems, current]);

  return (
    <div>
      {editor ? (
        <p class="ft-label" aria-hidden="true">
          {label}
        </p>
      ) : (
        <label class="ft-label" for={id}>
          {label}
        </label>
      )}
      <div class="ft-editor" ref={frame} />
      {!editor && (
        <textarea
          id={id}
          ref={plain}
          class="ft-text"
          spellcheck={false}
          autocapitalize="off"
          autocomplete="off"
          rows={Math.min(16, Math.max(3, text.split('\n').length + 1))}
          aria-invalid={problems.length > 0}
          aria-describedby={`${id}-problems`}
          value={text}
          readOnly={!alive}
          onInput={(e) => act({ kind: 'write', text: e.currentTarget.value })}
        />
      )}
      <Problems id={`${id}-problems`} live={live} />
      {text !== lab.start && !session.askingReset && (
        <button type="button" onClick={() => act({ kind: 'ask-reset' })}>
          Start over
        </button>
      )}
      {session.askingReset && (
        <p class="ft-ask">
          Discard what you wrote?{' '}
          <button type="button" onClick={() => act({ kind: 'reset' })}>
            Yes, start over
          </button>{' '}
          <button type="button" onClick={() => act({ kind: 'keep' })}>
            Keep it
          </button>
        </p>
      )}
    </div>
  );
};

/** iptables' own words, ours, and a way out, for each thing that is wrong. */
const Problems = ({ id, live: { session, act } }: { readonly id: string; readonly live: LiveLab }) => {
  const text = textOf(session);
  return (
    <ul class="ft-problems" id={id} aria-live="polite">
      {session.view.problems.slice(0, 20).map((p, i) => (
        <li key={i}>
          <p>
            <strong>Line {text.slice(0, p.from).split('\n').length}:</strong>{' '}
            <mark>{text.slice(p.from, Math.min(p.to, p.from + 80)) || 'the end'}</mark>
          </p>
          <pre>{p.message}</pre>
          <p>{p.hint}</p>
          {p.replacement !== undefined && (
            <button
              type="button"
              disabled={session.shownFor !== session.answer}
              onClick={() => act({ kind: 'replace', from: p.from, to: p.to, text: p.replacement! })}
            >
              {p.replacement === '' ? (
                'Remove it'
              ) : (
                <>
                  Write <code>{p.replacement.slice(0, 60)}</code>
                </>
              )}
            </button>
          )}
        </li>
      ))}
    </ul>
  );
};
