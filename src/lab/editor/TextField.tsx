import { useEffect, useLayoutEffect, useRef } from 'preact/hooks';
import * as labels from '../../labels/en.ts';
import { say } from '../../labels/say.ts';
import type { Problem } from '../../text/problem.ts';
import type { Helper } from './helper.ts';
import { PlainText } from './PlainText.tsx';
import { useCodeMirror } from './useCodeMirror.ts';

interface Props {
  readonly id: string;
  readonly label: string;
  /** The id of the element that says what is wrong with the text. */
  readonly describedBy: string;
  /** The name of the text that is kept in the browser. */
  readonly kept: string;
  readonly text: string;
  /** Where the text is wrong; null while that is being worked out, and what is marked stays marked. */
  readonly problems: readonly Problem[] | null;
  /** Whether the page's script has come; before, nothing may be typed that would be lost. */
  readonly writable: boolean;
  readonly helper: Helper;
  readonly onWrite: (text: string) => void;
}

/** The field a learner writes in: a text area that looks like the editor, and CodeMirror once it is wanted. */
export const TextField = (props: Props) => {
  const { id, label, describedBy, kept, text, problems, writable, helper, onWrite } = props;
  const parent = useRef<HTMLDivElement>(null);
  const frame = useRef<HTMLDivElement>(null);
  const area = useRef<HTMLTextAreaElement>(null);
  const latest = useRef({ helper, onWrite });
  latest.current = { helper, onWrite };
  const { state, load } = useCodeMirror(parent, frame, area, () => ({
    label,
    describedBy: `${id}-keys ${describedBy}`,
    helper: {
      complete: (text, at) => latest.current.helper.complete(text, at),
      describe: (text, at) => latest.current.helper.describe(text, at),
    },
    onWrite: (text) => latest.current.onWrite(text),
  }));
  // The learner may have come before the page's script.
  useEffect(() => {
    if (parent.current?.matches(':hover, :focus-within')) void load();
  }, []);
  const editor = typeof state === 'object' ? state : null;
  // Before the next key, not after the next frame: a text that lags behind would undo what was typed since.
  useLayoutEffect(() => {
    editor?.write(text);
    if (problems) editor?.mark(problems);
  }, [editor, text, problems]);
  const marked = useRef<readonly Problem[]>([]);
  if (problems) marked.current = problems;

  return (
    <>
      {editor ? (
        <p class="ft-label">
          <span aria-hidden="true">{label}</span>{' '}
          <span class="ft-asks" id={`${id}-keys`}>
            {say(matchMedia('(hover: none)').matches ? labels.wordByTap : labels.wordByKey)}
          </span>
        </p>
      ) : (
        <label class="ft-label" for={id}>
          {label}
        </label>
      )}
      <div class="ft-editor" ref={parent} onPointerEnter={() => void load()} onFocusIn={() => void load()}>
        {!editor && (
          <PlainText
            id={id}
            describedBy={describedBy}
            kept={kept}
            text={text}
            problems={marked.current}
            writable={writable}
            frame={frame}
            area={area}
            onWrite={onWrite}
          />
        )}
      </div>
      {state === 'failed' && (
        <p class="ft-hint" role="status">
          Suggestions and explanations of words could not be loaded. You can write here without them.{' '}
          <button type="button" onClick={() => void load()}>
            Try again
          </button>
        </p>
      )}
    </>
  );
};
