import { blankLines } from '../../course/blanks.ts';
import * as labels from '../../labels/en.ts';
import { say } from '../../labels/say.ts';
import { Whole } from './Coded.tsx';
import type { KindProps, KindView } from './kindView.ts';
import { type LabProps, LabWith } from './Lab.tsx';
import { Refused } from './Refused.tsx';

/** `fill`: words are missing in the code, and a field is in the place of each. Enter checks. */
const view: KindView = {
  Text(props) {
    const { lab } = props.lab;
    return 'solution' in lab ? <Blanks {...props} marked={lab.solution} /> : null;
  },
  isComplete: ({ live: { session } }) =>
    session.answer.kind === 'words' && session.answer.words.every((word) => word.trim() !== ''),
};

/** An exercise of this kind, on a page. */
export const Fill = (props: LabProps) => <LabWith {...props} view={view} />;

const Blanks = (props: KindProps & { readonly marked: string }) => {
  const { live, marked, lab } = props;
  const { answer } = live.session;
  if (answer.kind !== 'words') return null;
  const { words } = answer;
  return (
    <form
      class="ft-puzzle"
      onSubmit={(e) => {
        e.preventDefault();
        if (view.isComplete?.(props)) live.check();
      }}
    >
      <div>
        <p class="ft-label">
          {say(lab.lab.language === 'save' ? labels.rulesOf : labels.commandsOn, { host: lab.lab.host })}.{' '}
          {say(labels.typeMissing)}
        </p>
        <div class="ft-text ft-blanks">
          {blankLines(marked).map((parts, i) => (
            <div key={i}>
              {parts.map((part, j) =>
                'text' in part ? (
                  <code key={j}>
                    <Whole text={part.text} />
                  </code>
                ) : (
                  <input
                    key={j}
                    type="text"
                    aria-label={say(labels.missingWord, { n: part.blank + 1, all: words.length })}
                    autocomplete="off"
                    autocapitalize="off"
                    spellcheck={false}
                    maxLength={100}
                    style={{ width: `${Math.max(14, (words[part.blank]?.length ?? 0) + 3)}ch` }}
                    value={words[part.blank]}
                    readOnly={!live.alive}
                    onInput={(e) =>
                      live.act({
                        kind: 'answer',
                        answer: { ...answer, words: words.with(part.blank, e.currentTarget.value) },
                      })
                    }
                  />
                ),
              )}
            </div>
          ))}
        </div>
      </div>
      <button type="submit" hidden tabIndex={-1} disabled={!live.alive}>
        {say(labels.check)}
      </button>
      <Refused {...props} />
    </form>
  );
};
