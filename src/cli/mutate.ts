/** `check --mutate`: wrong firewalls that pass an exercise, and packets that tell them from its solution. */
import { existsSync, statSync } from 'node:fs';
import type { Exercise } from '../course/kinds/index.ts';
import { ladderSteps } from '../course/ladderSteps.ts';
import { mostTexts, mutantsAmong } from '../course/mutate/mutants.ts';
import { mostProbes } from '../course/mutate/observe.ts';
import { otherAnswers, withPieces } from '../course/mutate/otherAnswers.ts';
import { packetItem, type Score, type Survivor, scoreOf } from '../course/mutate/score.ts';
import { readScript, unalteredLines } from '../course/mutate/script.ts';
import { withSolution } from '../course/mutate/withSolution.ts';
import { type PreparedLab, prepareLab } from '../course/prepareLab.ts';
import { checkedNetworks, checkLessonFile, contentOf, lessonPaths, printDefect } from './files.ts';

/** The score of one exercise of a lesson. */
interface ExerciseScore extends Score {
  readonly file: string;
  /** A step of a ladder is one of its own. */
  readonly exercise: Exercise;
  /** Lines of its solution in which no mistake was made, because they are no plain rules. */
  readonly unaltered: readonly string[];
}

/** Scores, and the exercises that have none: what a learner answers there is no firewall. */
interface Scores {
  readonly scores: readonly ExerciseScore[];
  readonly others: readonly Exercise[];
}

/** An exercise, and the steps of a ladder that are answered with its pieces. */
const partsOf = (prepared: PreparedLab<Exercise>): readonly Exercise[] => {
  const { lab, untouched } = prepared;
  if (lab.kind !== 'ladder') return [lab];
  const [, parsons, fill, write] = ladderSteps({ lab, untouched });
  return [parsons, fill, write];
};

const scored = (prepared: PreparedLab<Exercise>): (Score & Pick<ExerciseScore, 'unaltered'>) | null => {
  const pieces = withPieces(prepared);
  if (pieces) return { ...scoreOf(pieces, mutantsAmong(pieces, [...otherAnswers(prepared)])), unaltered: [] };
  const solved = withSolution(prepared);
  if (!solved) return null;
  const { lab, untouched } = solved;
  const script = readScript(lab.language, lab.solution, untouched.hosts[lab.host]!.filter);
  return { ...scoreOf(solved), unaltered: unalteredLines(script) };
};

/** The scores of every exercise of these lessons that is answered with rules. Throws on a lesson that cannot be read. */
const mutationScores = async (paths: readonly string[]): Promise<Scores> => {
  const files = paths.flatMap((path) => (statSync(path).isDirectory() ? lessonPaths(path) : [path]));
  const scores: ExerciseScore[] = [];
  const others: Exercise[] = [];
  for (const file of files) {
    const { networks } = checkedNetworks(contentOf(file));
    const { proven, defects, lesson } = await checkLessonFile(file, networks);
    if (proven === null) throw new Error(defects[0] ? printDefect(defects[0]) : `${file} cannot be read`);
    for (const exercise of lesson.exercises) {
      const network = networks[exercise.network];
      if (!network) continue;
      const { untouched } = prepareLab(exercise, network);
      for (const part of partsOf({ lab: exercise, untouched })) {
        const score = scored({ lab: part, untouched });
        if (score) scores.push({ file, exercise: part, ...score });
        else others.push(part);
      }
    }
  }
  return { scores, others };
};

const indented = (text: string): string => text.replace(/^(?=.)/gm, '    ');

const verdict = ({ misconception }: Survivor): string =>
  misconception.alwaysWrong ? '' : ' (whether this is wrong depends on the task)';

const printSurvivor = ({ exercise }: ExerciseScore, survivor: Survivor): string => {
  const change = exercise.changes[survivor.stage - 1];
  return `${exercise.id}: ${survivor.misconception.name} passes${verdict(survivor)}
${indented(survivor.text)}  This packet tells it apart${change ? `, after "${change.say}"` : ''}:
${indented(packetItem(survivor.packet))}
`;
};

const asData = ({ file, exercise, wrong, found, cut, unaltered, survivors }: ExerciseScore) => ({
  file,
  exercise: exercise.id,
  wrong,
  found,
  cut,
  unaltered,
  survivors: survivors.map((s) => ({
    misconception: s.misconception.id,
    name: s.misconception.name,
    alwaysWrong: s.misconception.alwaysWrong,
    answer: s.text,
    changes: s.stage,
    packet: packetItem(s.packet),
  })),
});

/** Prints the score of each exercise, and what passes though it is wrong. Status 1 if an expert would call any so. */
export const printMutationScores = async (paths: readonly string[], json: boolean): Promise<number> => {
  const missing = paths.find((path) => !existsSync(path));
  if (missing !== undefined) {
    process.stderr.write(`four-tables: there is no such file: ${missing}\n`);
    return 1;
  }
  let tried: Scores;
  try {
    tried = await mutationScores(paths);
  } catch (error) {
    process.stderr.write(`${(error as Error).message}\nfour-tables: nothing was tried; run check first\n`);
    return 1;
  }
  const { scores, others } = tried;
  if (json) for (const score of scores) process.stdout.write(`${JSON.stringify(asData(score))}\n`);
  else {
    const width = Math.max(8, ...scores.map((s) => s.exercise.id.length));
    process.stdout.write(`${'exercise'.padEnd(width)}  wrong  found\n`);
    for (const { exercise, wrong, found } of scores)
      process.stdout.write(
        `${exercise.id.padEnd(width)}  ${String(wrong).padStart(5)}  ${String(found).padStart(5)}\n`,
      );
    process.stdout.write('\n');
    for (const score of scores)
      for (const survivor of score.survivors) process.stdout.write(printSurvivor(score, survivor));
  }
  if (others.length)
    process.stderr.write(
      `Not tried, because the answer is no firewall: ${others.map((e) => `${e.id} (${e.kind})`).join(', ')}.\n`,
    );
  for (const { exercise, cut, unaltered } of scores) {
    const said = (text: string) => process.stderr.write(`${exercise.id}: ${text}\n`);
    if (unaltered.length)
      said(
        `no mistake was made in what is no plain iptables command:\n${unaltered.map((l) => `    ${l}`).join('\n')}`,
      );
    if (cut.texts) said(`tried ${mostTexts} altered solutions, and left out ${cut.texts} more`);
    if (cut.probes) said(`sent at most ${mostProbes} probes after each change, and left out ${cut.probes}`);
  }
  return scores.some((s) => s.survivors.some((v) => v.misconception.alwaysWrong)) ? 1 : 0;
};
