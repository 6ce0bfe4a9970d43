import type { Defect } from '../defect.ts';
import { group, list, ofForm, oneOf, text } from '../form.ts';
import { linesToPlace, orderedText, sectionsOf, shuffledLines } from '../linesToOrder.ts';
import type { PreparedLab } from '../prepareLab.ts';
import { runLab } from '../runLab.ts';
import { answeredWithRules, gradePackets, type RulesExercise, rulesDefects } from './answeredWithRules.ts';
import type { ExerciseDefects, Kind } from './kind.ts';

/**
 * Lines to be put in order (Parsons and Haden, 2006): those of the solution and some that it does not need. Packets
 * judge what the lines do, so another order that does the same is as right.
 */
export interface ParsonsExercise extends RulesExercise<'parsons'> {
  readonly extra: string;
}

/** The lines that were placed, from the top; the others are in the tray. */
export interface PlacedLines {
  readonly kind: 'lines';
  readonly placed: readonly string[];
}

const answer = group<PlacedLines>({ kind: oneOf('lines'), placed: list(text) });
const rules = answeredWithRules('parsons', 'Put in order');

export const parsons: Kind<ParsonsExercise, PlacedLines> = {
  ...rules,
  fields: { ...rules.fields, extra: text },
  languages: ['commands', 'save'],
  emptyAnswer: () => ({ kind: 'lines', placed: [] }),
  readAnswer: (exercise, value) => {
    const read = ofForm(answer, value);
    const known = shuffledLines(exercise).map((line) => line.text);
    return read?.placed.every((line, i, all) => known.includes(line) && all.indexOf(line) === i)
      ? read
      : null;
  },
  answerOfText: () => null,
  textOf: (exercise, { placed }) => orderedText(exercise, placed),
  solution: (exercise) => exercise.solution,
  grade: (prepared, { placed }) => gradeLines(prepared, placed),
};

/** What the author of lines to put in order must correct. */
export const parsonsDefects: ExerciseDefects<ParsonsExercise> = (prepared) => {
  const unfit = lineDefects(prepared.lab);
  if (unfit.length) return unfit;
  const start = orderedText(prepared.lab, []);
  const proven = rulesDefects({ ...prepared, lab: { ...prepared.lab, start } });
  return proven.length ? proven : orderDefects(prepared);
};

const gradeLines = (prepared: PreparedLab<ParsonsExercise>, placed: readonly string[]) =>
  gradePackets(prepared.lab, runLab(prepared, orderedText(prepared.lab, placed)));

const lineDefects = (exercise: ParsonsExercise): readonly Defect[] => {
  const { needed, extra } = linesToPlace(exercise);
  const all = [...needed, ...extra];
  const twice = all.find(({ text }, i) => all.findIndex((line) => line.text === text) !== i);
  const homeless = extra.find(({ table }) => !sectionsOf(exercise).some((s) => s.table === table));
  return [
    ...(exercise.start === ''
      ? []
      : [{ path: ['start'], message: 'a parsons has no start: put these lines into the solution' }]),
    ...(all.length < 2
      ? [{ path: ['solution'], message: 'there is nothing to put in order: give at least two lines' }]
      : []),
    ...(twice
      ? [
          {
            path: ['solution'],
            message: `two lines are the same: ${twice.text}; a learner cannot tell them apart`,
          },
        ]
      : []),
    ...(homeless
      ? [
          {
            path: ['extra'],
            message: `the solution has no table ${homeless.table} for the line ${homeless.text}`,
          },
        ]
      : []),
  ];
};

/** What makes it no puzzle: it is solved as it lies, or a line does not matter. */
const orderDefects = (prepared: PreparedLab<ParsonsExercise>): readonly Defect[] => {
  const { needed, extra } = linesToPlace(prepared.lab);
  const order = needed.map((line) => line.text);
  const passes = (placed: readonly string[]) => gradeLines(prepared, placed).passed;
  const defects: Defect[] = [];
  if (passes(shuffledLines(prepared.lab).map((line) => line.text)))
    defects.push({
      path: ['solution'],
      message:
        'all lines pass in the order in which they lie at first: change a line or the id, or add an extra line that does harm',
    });
  for (const [i, line] of order.entries())
    if (passes(order.toSpliced(i, 1)))
      defects.push({
        path: ['solution'],
        message: `the solution passes without the line ${line}: make it an extra one, or add a packet that needs it`,
      });
  for (const { text: line } of extra)
    if (Array.from({ length: order.length + 1 }, (_, i) => order.toSpliced(i, 0, line)).every(passes))
      defects.push({
        path: ['extra'],
        message: `the extra line ${line} does no harm wherever it is placed: add a packet that shows why it is not needed`,
      });
  return defects;
};
