import type { CommandRun } from '../../shell/session.ts';
import type { Defect } from '../defect.ts';
import { group, list, number, ofForm, oneOf, text } from '../form.ts';
import { hasRun } from '../hasRun.ts';
import type { PreparedLab } from '../prepareLab.ts';
import { sameAnswer } from '../sameAnswer.ts';
import { linesToType, type TypingResult, typeLines } from '../typeLines.ts';
import type { AnyExercise, ExerciseDefects, Grade, Kind } from './kind.ts';

/** Found out at a terminal: commands to run, and questions to answer. */
export interface FindExercise extends AnyExercise {
  readonly kind: 'find';
  readonly runs: readonly CommandToRun[];
  readonly asks: readonly Question[];
  /** Lines that run everything and print every answer. */
  readonly solution: string;
}

/** A command that a learner has to run, or one that shows at least as much. */
export interface CommandToRun {
  readonly command: string;
  /** What to try as long as it has not run. */
  readonly hint: string;
}

/** A question whose answer some command prints. */
export interface Question {
  readonly ask: string;
  /** Every answer that is right; how it is written makes little difference (`sameAnswer.ts`). The solution prints the first. */
  readonly answers: readonly string[];
  /** Answers people give that are wrong. */
  readonly wrong: readonly string[];
  readonly hint: string;
}

/** What a learner ran, and what they answered to each question, in the exercise's order. */
export interface Findings {
  readonly kind: 'findings';
  readonly ran: readonly CommandRun[];
  readonly answers: readonly string[];
}

const answer = group<Findings>({
  kind: oneOf('findings'),
  ran: list(group<CommandRun>({ host: text, words: list(text), status: number })),
  answers: list(text),
});

/** Right if every command ran well on the exercise's host and every question is answered. */
const gradeFindings = (exercise: FindExercise, { ran, answers }: Findings): Grade => {
  const commands = exercise.runs.map((r) => hasRun(ran, exercise.host, r.command));
  const questions = exercise.asks.map((a, i) =>
    a.answers.some((right) => sameAnswer(right, answers[i] ?? '')),
  );
  const missing = exercise.runs[commands.indexOf(false)] ?? exercise.asks[questions.indexOf(false)];
  return {
    passed: missing === undefined,
    hint: missing?.hint ?? null,
    parts: [
      ...exercise.runs.map((r, i) => ({ part: 'command', name: r.command, right: commands[i]! })),
      ...exercise.asks.map((a, i) => ({ part: 'question', name: a.ask, right: questions[i]! })),
    ],
  };
};

export const find: Kind<FindExercise, Findings> = {
  name: 'find',
  title: 'Find',
  fields: {
    runs: list(group<CommandToRun>({ command: text, hint: text })),
    asks: list(group<Question>({ ask: text, answers: list(text), wrong: list(text), hint: text })),
    solution: text,
  },
  languages: ['terminal'],
  outcomes: 'shown',
  verdicts: { right: '✓ Done. You found everything.', wrong: '✗ Not yet. Look at what is marked ✗.' },
  emptyAnswer: (exercise) => ({ kind: 'findings', ran: [], answers: exercise.asks.map(() => '') }),
  readAnswer: (exercise, value) => {
    const read = ofForm(answer, value);
    return read?.answers.length === exercise.asks.length ? read : null;
  },
  answerOfText: () => null,
  textOf: (exercise) => exercise.start,
  solution: (exercise) => exercise.solution,
  grade: ({ lab }, answer) => gradeFindings(lab, answer),
  gradeResult: () => null,
};

/** What the author of questions must correct. */
export const findDefects: ExerciseDefects<FindExercise> = (prepared) => [
  ...answerDefects(prepared.lab),
  ...provenDefects(prepared),
];

const answerDefects = ({ asks, runs }: FindExercise): readonly Defect[] => [
  ...(asks.length + runs.length === 0
    ? [{ path: ['asks'], message: 'there is nothing to find: give a command to run or a question' }]
    : []),
  ...asks.flatMap((a, i) =>
    a.answers.length === 0
      ? [{ path: ['asks', i, 'answers'], message: 'give at least one right answer' }]
      : [],
  ),
];

const provenDefects = ({ lab, untouched }: PreparedLab<FindExercise>): readonly Defect[] => {
  const defects: Defect[] = [];
  const found = (path: Defect['path'], message: string) => void defects.push({ path, message });
  const typed = (lines: string): TypingResult => typeLines(untouched, lab.host, linesToType(lines));
  const right = lab.asks.map((a) => a.answers[0] ?? '');
  const grade = (ran: readonly CommandRun[], answers: readonly string[]) =>
    gradeFindings(lab, { kind: 'findings', ran, answers });

  const start = grade(typed(lab.start).ran, right);
  if (lab.runs.length > 0 && start.passed)
    found(['start'], 'the start already runs every command: leave something for the learner to do');

  const solved = typed(`${lab.start}\n${lab.solution}`);
  const { parts } = grade(solved.ran, right);
  for (const [i, run] of lab.runs.entries())
    if (!parts[i]!.right) found(['runs', i], `the solution does not run ${run.command}, or it fails there`);

  const screen = solved.transcript
    .map((t) => `${t.line}\n${t.output}`)
    .join('')
    .toLowerCase();
  for (const [i, question] of lab.asks.entries()) {
    const [first] = question.answers;
    if (first !== undefined && !screen.includes(first.toLowerCase()))
      found(['asks', i, 'answers', 0], `the solution does not print the answer ${first}`);
    for (const [j, wrong] of question.wrong.entries()) {
      const { passed } = grade(
        solved.ran,
        right.map((answer, k) => (k === i ? wrong : answer)),
      );
      if (passed) found(['asks', i, 'wrong', j], `${wrong} is among the right answers too`);
    }
  }
  return defects;
};
