import { useMemo } from 'preact/hooks';
import type { Lab } from '../../course/lab.ts';
import * as labels from '../../labels/en.ts';
import { say } from '../../labels/say.ts';
import { Whole } from '../exercise/Coded.tsx';
import { StartOver } from '../exercise/StartOver.tsx';
import { textOf } from '../exercise/session.ts';
import type { LiveLab } from '../exercise/useLab.ts';
import { keptUnder } from '../progress.ts';
import type { Helper } from './helper.ts';
import { TextField } from './TextField.tsx';

interface Props {
  readonly lab: Lab;
  readonly live: LiveLab;
}

/** Where a learner writes, what is wrong with it, and the way back to the beginning. */
export const Editor = ({ lab, live }: Props) => {
  const { session, act, alive, engine } = live;
  const id = `ft-editor-${lab.id}`;
  const label =
    lab.language === 'commands'
      ? say(labels.commandsOnePerLine, { host: lab.host })
      : say(labels.rulesAsSaved, { host: lab.host });
  const helper = useMemo((): Helper => {
    const language = lab.language === 'save' ? 'save' : 'commands';
    // Without an answer there is nothing to offer; the lab says what is wrong.
    return {
      complete: (text, at) => engine.ask('complete', { text, at, language }).catch(() => null),
      describe: (text, at) => engine.ask('describe', { text, at, language }).catch(() => null),
    };
  }, [engine, lab.language]);

  return (
    <div>
      <TextField
        id={id}
        label={label}
        describedBy={`${id}-problems`}
        kept={keptUnder(engine.name)}
        text={textOf(session)}
        problems={session.reported.of === session.answer ? session.reported.problems : null}
        writable={alive}
        helper={helper}
        onWrite={(text) => act({ kind: 'write', text })}
      />
      {useMemo(
        () => (
          <Problems id={`${id}-problems`} live={live} />
        ),
        [session.reported, session.reported.of === session.answer],
      )}
      {session.view.read && (
        <p class="ft-muted">{say(labels.readAs, { what: session.view.read.join(', ') })}</p>
      )}
      {(textOf(session) !== lab.start || session.askingReset) && (
        <StartOver live={live} question={say(labels.discard)} />
      )}
    </div>
  );
};

/** iptables' own words, ours, and a way out, for each thing that is wrong. That there is something, the strip says aloud. */
const Problems = ({ id, live: { session, act } }: { readonly id: string; readonly live: LiveLab }) => {
  const { problems, of } = session.reported;
  const text = textOf({ answer: of });
  return (
    <ul class="ft-problems" id={id}>
      {problems.slice(0, 20).map((p, i) => (
        <li key={i}>
          <p>
            <strong>
              {p.from === text.length
                ? say(labels.atEnd)
                : say(labels.line, { n: text.slice(0, p.from).split('\n').length })}
            </strong>{' '}
            <mark>{text.slice(p.from, Math.min(p.to, p.from + 80))}</mark>
          </p>
          <pre>
            <Whole text={p.message} />
          </pre>
          <p>{p.hint}</p>
          {p.replacement !== undefined && (
            <button
              type="button"
              disabled={of !== session.answer}
              onClick={({ currentTarget, detail }) => {
                // The button goes with the problem. A keyboard that pressed it goes on in the text; a finger needs none there.
                const field = currentTarget
                  .closest('.ft-yours')
                  ?.querySelector<HTMLElement>('.cm-content, textarea');
                if (detail === 0) field?.focus();
                act({ kind: 'replace', from: p.from, to: p.to, text: p.replacement! });
              }}
            >
              {p.replacement === '' ? (
                say(labels.removeIt)
              ) : (
                <>
                  {say(labels.write)} <code>{p.replacement.slice(0, 60)}</code>
                </>
              )}
            </button>
          )}
        </li>
      ))}
    </ul>
  );
};
