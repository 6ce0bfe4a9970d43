import * as labels from '../../labels/en.ts';
import { say } from '../../labels/say.ts';
import { Coded } from './Coded.tsx';
import type { KindView } from './kindView.ts';

const Mark = ({ right }: { readonly right: boolean }) => (
  <span class={`ft-mark ${right ? 'ft-right' : 'ft-wrong'}`}>
    {right ? '✓' : '✗'}
    <span class="ft-unseen">{` ${say(right ? labels.right : labels.notYet)}`}</span>
  </span>
);

/** `find`: commands to run and questions to answer. Enter in an answer checks them all. */
export const findView: KindView = {
  Questions({ lab: { lab }, live }) {
    const { session, alive, act, check } = live;
    const { answer, grade } = session;
    if (!('asks' in lab) || answer.kind !== 'findings') return null;
    const questions = grade?.parts.filter((p) => p.part === 'question') ?? [];
    const commands = grade?.parts.filter((p) => p.part === 'command') ?? [];
    const left = commands.filter((c) => !c.right).length;
    return (
      <form
        class="ft-questions"
        onSubmit={(e) => {
          e.preventDefault();
          check();
        }}
      >
        {lab.asks.map(({ ask, answers: [one = ''] }, index) => (
          <label key={ask}>
            <span>
              {questions[index] && <Mark right={questions[index].right} />}
              <Coded text={ask} />
            </span>
            <input
              class="ft-text"
              type="text"
              autocomplete="off"
              autocapitalize="off"
              spellcheck={false}
              maxLength={200}
              value={answer.answers[index]}
              readOnly={!alive}
              onInput={(e) =>
                act({
                  kind: 'answer',
                  answer: { ...answer, answers: answer.answers.with(index, e.currentTarget.value) },
                })
              }
            />
            {session.solutionShown && <span class="ft-muted">{say(labels.theAnswer, { what: one })}</span>}
          </label>
        ))}
        {commands.length > 0 && (
          <p>
            <Mark right={left === 0} />
            {say(
              left === 0 ? labels.ranAll : commands.length === 1 ? labels.stillToRunOne : labels.stillToRun,
              { n: left, all: commands.length },
            )}
          </p>
        )}
        <button type="submit" hidden tabIndex={-1} disabled={!alive}>
          {say(labels.check)}
        </button>
      </form>
    );
  },
  isComplete: () => true,
};
