import { filled, missingWords, unmarked } from '../blanks.ts';
import type { Defect } from '../defect.ts';
import { group, list, ofForm, oneOf, text } from '../form.ts';
import { runLab } from '../runLab.ts';
import { answeredWithRules, gradePackets, type RulesExercise, rulesDefects } from './answeredWithRules.ts';
import type { ExerciseDefects, Kind } from './kind.ts';

/** The solution with words missing, which its author marks: `-j __MASQUERADE__`. Packets judge what is filled in. */
export type FillExercise = RulesExercise<'fill'>;

/** What was written into the blanks, in the order of the solution. */
export interface Words {
  readonly kind: 'words';
  readonly words: readonly string[];
}

const answer = group<Words>({ kind: oneOf('words'), words: list(text) });
const rules = answeredWithRules('fill', 'Fill in');
const none = ({ solution }: FillExercise): readonly string[] => missingWords(solution).map(() => '');

export const fill: Kind<FillExercise, Words> = {
  ...rules,
  languages: ['commands', 'save'],
  emptyAnswer: (exercise) => ({ kind: 'words', words: none(exercise) }),
  readAnswer: (exercise, value) => {
    const read = ofForm(answer, value);
    return read?.words.length === none(exercise).length ? read : null;
  },
  answerOfText: () => null,
  textOf: ({ solution }, { words }) => filled(solution, words),
  solution: ({ solution }) => unmarked(solution),
  grade: (prepared, { words }) =>
    gradePackets(prepared.lab, runLab(prepared, filled(prepared.lab.solution, words))),
};

/** What the author of words to fill in must correct. */
export const fillDefects: ExerciseDefects<FillExercise> = (prepared) => {
  const { lab } = prepared;
  const unfit: readonly Defect[] = [
    ...(lab.start === ''
      ? []
      : [{ path: ['start'], message: 'a fill has no start: put these lines into the solution' }]),
    ...(none(lab).length > 0
      ? []
      : [
          {
            path: ['solution'],
            message:
              'no word is missing: write two underscores before and after it, as in `-j __MASQUERADE__`',
          },
        ]),
  ];
  if (unfit.length) return unfit;
  return rulesDefects({
    ...prepared,
    lab: { ...lab, start: filled(lab.solution, none(lab)), solution: unmarked(lab.solution) },
  });
};
