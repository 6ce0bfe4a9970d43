import { useMemo } from 'preact/hooks';
import type { Action, Given, Session } from '../exercise/session.ts';
import type { Helper } from './codemirror.ts';
import { TextField } from './TextField.tsx';

const helperFor = (language: 'commands' | 'save'): Helper => ({
  complete: async (text, at) => (await import('../../shell/complete.ts')).complete(text, at, language),
  describe: async (text, at) => (await import('../../shell/complete.ts')).describeWord(text, at),
});

interface Props {
  readonly given: Given;
  readonly session: Session;
  readonly act: (action: Action) => void;
  /** Whether the page's script has come; before, nothing may be typed that would be lost. */
  readonly alive: boolean;
}

/** Where a learner writes, what is wrong with it, and the way back to the beginning. */
export const Editor = ({ given: { lab }, session, act, alive }: Props) => {
  const id = `ft-editor-${lab.id}`;
  const label =
    lab.language === 'commands'
      ? `Commands on ${lab.host}, one a line`
      : `Rules of ${lab.host}, as iptables-save prints them`;
  const helper = useMemo(() => helperFor(lab.language === 'save' ? 'save' : 'commands'), [lab.language]);

  return (
    <div>
      <TextField
        id={id}
        label={label}
        describedBy={`${id}-problems`}
        text={session.text}
        problems={session.result.problems}
        writable={alive}
        helper={helper}
        onWrite={(text) => act({ kind: 'write', text })}
      />
      <Problems id={`${id}-problems`} session={session} act={act} />
      {session.text !== lab.start && !session.askingReset && (
        <button type="button" onClick={() => act({ kind: 'ask-reset' })}>
          Start over
        </button>
      )}
      {session.askingReset && (
        <p class="ft-ask">
          Throw away what you wrote?{' '}
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
const Problems = ({
  id,
  session,
  act,
}: {
  readonly id: string;
  readonly session: Session;
  readonly act: (action: Action) => void;
}) => (
  <ul class="ft-problems" id={id} aria-live="polite">
    {session.result.problems.slice(0, 20).map((p, i) => (
      <li key={i}>
        <p>
          <strong>Line {session.text.slice(0, p.from).split('\n').length}:</strong>{' '}
          <mark>{session.text.slice(p.from, Math.min(p.to, p.from + 80)) || 'the end'}</mark>
        </p>
        <pre>{p.message}</pre>
        <p>{p.hint}</p>
        {p.replacement !== undefined && (
          <button
            type="button"
            onClick={() => act({ kind: 'replace', from: p.from, to: p.to, text: p.replacement! })}
          >
            {p.replacement === '' ? (
              'Take it away'
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
