/** The row of keys below a terminal, for keyboards without them, and the clipboard. */
import { useEffect, useRef, useState } from 'preact/hooks';
import type { Key } from '../engine/edit.ts';
import type { Screen } from './useScreen.ts';

const touch: readonly (readonly [sign: string, name: string, key: Key])[] = [
  ['Tab', 'Tab, completes', { kind: 'complete' }],
  ['←', 'Left', { kind: 'left' }],
  ['→', 'Right', { kind: 'right' }],
  ['↑', 'Up, the command before', { kind: 'up' }],
  ['↓', 'Down, the next command', { kind: 'down' }],
  ['-', 'Minus', { kind: 'insert', text: '-' }],
  ['|', 'Pipe', { kind: 'insert', text: '|' }],
  ['/', 'Slash', { kind: 'insert', text: '/' }],
  ['Ctrl+C', 'Ctrl+C, stops', { kind: 'interrupt' }],
];

// Not at the press: the terminal keeps the keyboard, and a phone does not put its own away.
const stay = {
  onPointerDown: (e: Event) => e.preventDefault(),
  onMouseDown: (e: Event) => e.preventDefault(),
};

/**
 * What a learner is told whose browser keeps its clipboard from the page: nothing, to take a text, or to
 * give one.
 */
type Asked =
  | { readonly kind: 'nothing'; readonly say: string }
  | { readonly kind: 'take'; readonly text: string }
  | { readonly kind: 'give' };

/** Keys, Copy and Paste. Where a browser does not let a page at its clipboard, a field takes its place. */
export const Keys = ({ screen }: { readonly screen: Screen }) => {
  const [asked, setAsked] = useState<Asked>({ kind: 'nothing', say: '' });
  const open = screen.state === 'open';
  const say = (text: string) => setAsked({ kind: 'nothing', say: text });
  const copy = async () => {
    const text = screen.copied();
    if (text === '') return say('There is nothing to copy yet.');
    try {
      await navigator.clipboard.writeText(text);
      say('Copied.');
    } catch {
      setAsked({ kind: 'take', text });
    }
  };
  const paste = async () => {
    try {
      const text = await navigator.clipboard.readText();
      if (text === '') return say('The clipboard has no text.');
      screen.paste(text);
      say('Pasted.');
    } catch {
      setAsked({ kind: 'give' });
    }
  };
  return (
    <div class="ft-touch">
      <div class="ft-keys" role="toolbar" aria-label="Keys of the terminal">
        {touch.map(([sign, name, key]) => (
          <button
            key={sign}
            type="button"
            aria-label={name}
            // A key that is pressed while the screen is on its way is typed once it has come.
            disabled={screen.state === 'failed'}
            {...stay}
            onClick={() => screen.press([key])}
          >
            {sign}
          </button>
        ))}
        <button
          type="button"
          aria-label="Copy what is selected, or what was printed last"
          disabled={!open}
          {...stay}
          onClick={() => void copy()}
        >
          Copy
        </button>
        <button
          type="button"
          aria-label="Paste into the terminal"
          disabled={!open}
          {...stay}
          onClick={() => void paste()}
        >
          Paste
        </button>
      </div>
      <p class="ft-muted" role="status">
        {asked.kind === 'nothing' ? asked.say : ''}
      </p>
      {asked.kind !== 'nothing' && <Field asked={asked} paste={screen.paste} close={() => say('')} />}
    </div>
  );
};

const Field = ({
  asked,
  paste,
  close,
}: {
  readonly asked: Exclude<Asked, { readonly kind: 'nothing' }>;
  readonly paste: (text: string) => void;
  readonly close: () => void;
}) => {
  const field = useRef<HTMLTextAreaElement>(null);
  useEffect(() => {
    field.current!.focus();
    field.current!.select();
  }, [asked]);
  const gives = asked.kind === 'give';
  return (
    <form
      class="ft-clip"
      onSubmit={(e) => {
        e.preventDefault();
        paste(field.current!.value);
        close();
      }}
    >
      <label>
        <span>
          {gives
            ? 'This browser does not let the page read the clipboard. Paste here:'
            : 'This browser does not let the page write to the clipboard. Copy it from here:'}
        </span>
        <textarea
          class="ft-text"
          ref={field}
          rows={4}
          readOnly={!gives}
          autocomplete="off"
          autocapitalize="off"
          spellcheck={false}
          defaultValue={gives ? '' : asked.text}
        />
      </label>
      {gives && (
        <button type="submit" class="ft-primary">
          Into the terminal
        </button>
      )}
      <button type="button" onClick={close}>
        Close
      </button>
    </form>
  );
};
