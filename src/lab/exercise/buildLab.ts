/** All that a page shows of a lab before its simulator is asked: worked out when the site is built. */

import { firstText, isExercise, kindOf } from '../../course/exercise.ts';
import type { Exercise } from '../../course/kinds/index.ts';
import { labView } from '../../course/labView.ts';
import { prepareLab } from '../../course/prepareLab.ts';
import { type LabResult, runLab, runText, showAll, tryWorld } from '../../course/runLab.ts';
import { linesToType } from '../../course/typeLines.ts';
import type { BuiltLab, KindFacts, LabDefinition } from './builtLab.ts';

const results = new WeakMap<BuiltLab['lab'], LabResult>();

/** What came of running a lab as it is when a page opens. */
export const resultOf = ({ lab, network }: BuiltLab): LabResult =>
  results.get(lab) ?? runLab(prepareLab(lab, network), firstText(lab));

/** A lab for a page. Throws if its network cannot be made. */
export const buildLab = ({ lab, network: { hosts } }: LabDefinition): BuiltLab => {
  const { world, ...made } = runText(prepareLab(lab, { hosts }), firstText(lab));
  const result = { ...tryWorld(lab, world), ...made };
  // Wrong answers are for `check` alone: no page has to carry them.
  const shown = 'wrong' in lab ? { ...lab, wrong: [] } : lab;
  results.set(shown, result);
  const kind = isExercise(lab) ? factsOf(lab, result) : null;
  return {
    lab: shown,
    network: { hosts },
    built: {
      view: labView(lab, result, 0),
      before: kind?.hidesOutcomes ? showAll(lab, world) : [],
      kind,
      startLines: lab.language === 'terminal' ? linesToType(lab.start).length : 0,
    },
  };
};

/** What of a solution the learner has to do: at a terminal, the lines of the start have been typed already. */
const afterStart = (
  { language, start }: Pick<LabDefinition['lab'], 'language' | 'start'>,
  solution: string | null,
): string | null =>
  language === 'terminal' && solution?.startsWith(start)
    ? solution.slice(start.length).trimStart()
    : solution;

const factsOf = (exercise: Exercise, result: LabResult): KindFacts => {
  const kind = kindOf(exercise);
  return {
    title: kind.title,
    hidesOutcomes: kind.outcomes === 'hidden until checked',
    byPackets: kind.gradeResult(exercise, result) !== null,
    ...kind.verdicts,
    solution: afterStart(exercise, kind.solution(exercise)),
    answer: kind.emptyAnswer(exercise),
  };
};
