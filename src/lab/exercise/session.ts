import { gradeAnswer, isExercise } from '../../course/exercise.ts';
import type { Exercise } from '../../course/kinds/index.ts';
import type { Grade } from '../../course/kinds/kind.ts';
import type { Lab } from '../../course/lab.ts';
import type { Network } from '../../course/lesson.ts';
import { prepareLab } from '../../course/prepareLab.ts';
import { type LabResult, runLab, runText, showAll } from '../../course/runLab.ts';
import type { Outcome } from '../../network/scenario.ts';

/** What a lab is given: its definition and its network. */
export interface Given {
  readonly lab: Lab | Exercise;
  readonly network: Pick<Network, 'hosts'>;
}

/** Everything a lab shows is a function of this. */
export interface Session {
  readonly text: string;
  readonly result: LabResult;
  /** The grade of an exercise that was tried; null before, and for labs. */
  readonly grade: Pick<Grade, 'passed' | 'hint'> | null;
  /** What the learner says of each packet, by name. */
  readonly said: Readonly<Record<string, Outcome>>;
  /** Predictions were checked, so outcomes may be seen. */
  readonly revealed: boolean;
  readonly askingReset: boolean;
  readonly hintShown: boolean;
  readonly solutionShown: boolean;
  /** What the lab's commands print before any packet was sent: counters would give a prediction away. */
  readonly quiet: LabResult['shown'];
}

/** What a learner does. */
export type Action =
  | { readonly kind: 'write'; readonly text: string }
  | { readonly kind: 'replace'; readonly from: number; readonly to: number; readonly text: string }
  | { readonly kind: 'check' | 'hint' | 'solution' | 'ask-reset' | 'keep' | 'reset' }
  | { readonly kind: 'say'; readonly packet: string; readonly outcome: Outcome };

/** A lab as it is before anybody touched it, or with a text that was kept. */
export const start = ({ lab, network }: Given, text: string = lab.start): Session => ({
  text,
  result: runLab(prepareLab(lab, network), text),
  grade: null,
  said: {},
  revealed: false,
  askingReset: false,
  hintShown: false,
  solutionShown: false,
  quiet: showAll(lab, runText(prepareLab(lab, network), text).world),
});

/** The session after an action. */
export const reduce = (given: Given, session: Session, action: Action): Session => {
  const { lab, network } = given;
  switch (action.kind) {
    case 'write':
      return {
        ...session,
        text: action.text,
        result: runLab(prepareLab(lab, network), action.text),
        grade: null,
      };
    case 'replace':
      return reduce(given, session, {
        kind: 'write',
        text: session.text.slice(0, action.from) + action.text + session.text.slice(action.to),
      });
    case 'check': {
      if (!isExercise(lab)) return session;
      const predicts = lab.kind === 'predict';
      if (!predicts && lab.kind !== 'write' && lab.kind !== 'fix') return session;
      const { passed, hint } = gradeAnswer(
        prepareLab(lab, network),
        predicts ? { kind: 'predictions', outcomes: session.said } : { kind: 'text', text: session.text },
      );
      return {
        ...session,
        revealed: predicts || session.revealed,
        grade: { passed, hint },
        hintShown: predicts && session.hintShown,
      };
    }
    case 'hint':
      return { ...session, hintShown: true };
    case 'solution':
      return { ...session, solutionShown: !session.solutionShown };
    case 'ask-reset':
      return { ...session, askingReset: true };
    case 'keep':
      return { ...session, askingReset: false };
    case 'reset':
      return start(given);
    case 'say':
      return {
        ...session,
        said: { ...session.said, [action.packet]: action.outcome },
        revealed: false,
        grade: null,
      };
  }
};
