/** All that a page shows of a lab before its simulator is asked: worked out when the site is built. */

import { firstText, isExercise, kindOf } from '../../course/exercise.ts';
import { labView } from '../../course/labView.ts';
import { prepareLab } from '../../course/prepareLab.ts';
import { runLab, runText, showAll } from '../../course/runLab.ts';
import { linesToType } from '../../course/typeLines.ts';
import type { BuiltLab, KindFacts, LabDefinition } from './builtLab.ts';

/** A lab for a page. Throws if its network cannot be made. */
export const buildLab = ({ lab, network: { hosts } }: LabDefinition): BuiltLab => {
  const prepared = prepareLab(lab, { hosts });
  const text = firstText(lab);
  return {
    // Wrong answers are for `check` alone: no page has to carry them.
    lab: 'wrong' in lab ? { ...lab, wrong: [] } : lab,
    network: { hosts },
    built: {
      view: labView(runLab(prepared, text), 0),
      before: showAll(lab, runText(prepared, text).world),
      kind: isExercise(lab) ? factsOf(lab) : null,
      startLines: lab.language === 'terminal' ? linesToType(lab.start).length : 0,
    },
  };
};

const factsOf = (
  exercise: Parameters<typeof kindOf>[0] & Parameters<ReturnType<typeof kindOf>['solution']>[0],
): KindFacts => {
  const kind = kindOf(exercise);
  return {
    title: kind.title,
    hidesOutcomes: kind.outcomes === 'hidden until checked',
    ...kind.verdicts,
    solution: kind.solution(exercise),
    answer: kind.emptyAnswer(exercise),
  };
};
