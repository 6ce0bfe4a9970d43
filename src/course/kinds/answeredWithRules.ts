/** What `write` and `fix` share: the learner writes rules, and packets decide whether they are right. */
import { rulesMeet } from '../conditions.ts';
import type { Defect } from '../defect.ts';
import { group, list, ofForm, oneOf, text } from '../form.ts';
import { firstHint, type Hint, hintDefects, hints } from '../hints.ts';
import { allPackets } from '../lab.ts';
import { type LabResult, runLab } from '../runLab.ts';
import type { AnyExercise, ExerciseDefects, Grade, Kind } from './kind.ts';

/** An exercise that is answered with rules. */
export interface RulesExercise<Name extends string = string> extends AnyExercise {
  readonly kind: Name;
  readonly hints: readonly Hint[];
  /** One right answer, in the lab's language, whole. */
  readonly solution: string;
  /** Answers people give that are wrong, and the packet that shows it. Each is a test. */
  readonly wrong: readonly WrongAnswer[];
}

/** A wrong answer, whole, and the name of a packet that does not end as it should. */
export interface WrongAnswer {
  readonly answer: string;
  readonly fails: string;
}

/** The text of the lab's editor. */
export interface TextAnswer {
  readonly kind: 'text';
  readonly text: string;
}

const answer = group<TextAnswer>({ kind: oneOf('text'), text });

/** Right if the text has no mistake and every packet ends as it should. */
export const gradePackets = (exercise: RulesExercise, result: LabResult): Grade => {
  const mistaken = result.problems.length > 0;
  // Saved text with a mistake loads nothing: how packets end then is no merit of it.
  const loaded = !(mistaken && exercise.language === 'save');
  const wrong = result.packets.filter((p) => !p.passed);
  const right = wrong.length === 0;
  const passed = right && !mistaken;
  return {
    passed,
    hint: passed
      ? null
      : loaded && !right
        ? firstHint(exercise.hints, exercise, result, wrong)
        : mistakeHint(loaded),
    parts: result.packets.map((p) => ({
      part: 'packet',
      name: p.expected.probe.name,
      right: loaded && p.passed,
    })),
  };
};

const mistakeHint = (loaded: boolean): string =>
  loaded
    ? 'Every packet ends as it should, but the text has a mistake. Correct that line, or remove it.'
    : 'The text has a mistake, so nothing of it was loaded. Correct that line first.';

/** A kind that is answered with rules. */
export const answeredWithRules = <Name extends string>(
  name: Name,
  title: string,
): Kind<RulesExercise<Name>, TextAnswer> => ({
  name,
  title,
  fields: {
    hints,
    solution: text,
    wrong: list(group<WrongAnswer>({ answer: text, fails: text })),
  },
  languages: ['commands', 'save', 'terminal'],
  outcomes: 'shown',
  verdicts: {
    right: '✓ Done. Every packet ends as it should.',
    wrong: '✗ Not yet. Look at the packets marked ✗.',
  },
  emptyAnswer: (exercise) => ({ kind: 'text', text: exercise.start }),
  // A plain text is what browsers kept before answers had kinds.
  readAnswer: (_, value) =>
    typeof value === 'string' ? { kind: 'text', text: value } : ofForm(answer, value),
  answerOfText: (text) => ({ kind: 'text', text }),
  textOf: (_, { text }) => text,
  solution: (exercise) => exercise.solution,
  grade: (prepared, { text }) => gradePackets(prepared.lab, runLab(prepared, text)),
  gradeResult: gradePackets,
});

/** What the author of an exercise that is answered with rules must correct. */
export const rulesDefects: ExerciseDefects<RulesExercise> = (prepared) => {
  const exercise = prepared.lab;
  const defects: Defect[] = [];
  const found = (path: Defect['path'], message: string) => void defects.push({ path, message });
  const quoted = (names: readonly string[]) => names.map((n) => `"${n}"`).join(', ');

  const untouched = runLab(prepared, exercise.start);
  const atStart = gradePackets(exercise, untouched);
  if (atStart.passed) found(['start'], 'the start already passes: leave something for the learner to do');
  const blamed = exercise.hints.findIndex((h) => h.say === atStart.hint);
  const has = exercise.hints[blamed]?.when.has;
  if (has !== undefined && rulesMeet({ has }, prepared.untouched, exercise.host))
    found(
      ['hints', blamed],
      `this hint shows before anything was written, because the network's own rules have "${has}": name the table too, as in "-t raw -A OUTPUT"`,
    );

  const solved = runLab(prepared, exercise.solution);
  for (const problem of solved.problems.slice(0, 1))
    found(['solution'], `the solution has a mistake: ${problem.message.split('\n')[0]}`);
  for (const { expected, answer, passed } of solved.packets)
    if (!passed)
      found(
        ['solution'],
        `with the solution, "${expected.probe.name}" ends ${answer.outcome}, seen from ${answer.seen?.source ?? 'nowhere'}`,
      );

  for (const { expected, passed, claimHolds, because } of solved.packets)
    if (passed && !claimHolds)
      found(
        ['solution'],
        `with the solution, the claim about "${expected.probe.name}" does not hold: ${because}`,
      );
  const names = solved.packets.map((p) => p.expected.probe.name);
  for (const [i, wrong] of exercise.wrong.entries()) {
    const path = ['wrong', i];
    const { passed, hint, parts } = gradePackets(exercise, runLab(prepared, wrong.answer));
    const failing = parts.filter((p) => !p.right).map((p) => p.name);
    const instead = failing.length
      ? `it fails ${quoted(failing)}`
      : passed
        ? 'it passes'
        : 'no packet fails, but the text has a mistake';
    if (!names.includes(wrong.fails))
      found([...path, 'fails'], `there is no packet "${wrong.fails}"; the packets are ${quoted(names)}`);
    else if (!failing.includes(wrong.fails))
      found(path, `this answer does not fail "${wrong.fails}"; ${instead}`);
    else if (hint === null) found(path, 'no hint applies to this wrong answer: write one for it');
  }
  return [...defects, ...hintDefects(exercise.hints, allPackets(exercise), 'by outcome')];
};
