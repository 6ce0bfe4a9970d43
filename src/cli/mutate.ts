/** `check --mutate`: wrong firewalls that pass an exercise, and packets that tell them from its solution. */
import { existsSync, statSync } from 'node:fs';
import type { Exercise } from '../course/kinds/index.ts';
import { mostTexts } from '../course/mutate/mutants.ts';
import { mostProbes } from '../course/mutate/observe.ts';
import { packetItem, type Score, type Survivor, scoreOf } from '../course/mutate/score.ts';
import { withSolution } from '../course/mutate/withSolution.ts';
import { prepareLab } from '../course/prepareLab.ts';
import { checkedNetworks, checkLessonFile, contentOf, lessonPaths, printDefect } from './files.ts';

/** The score of one exercise of a lesson. */
interface ExerciseScore extends Score {
  readonly file: string;
  readonly exercise: Exercise;
}

/** The scores of every exercise of these lessons that is answered with rules. Throws on a lesson that cannot be read. */
export const mutationScores = async (paths: readonly string[]): Promise<readonly ExerciseScore[]> => {
  const files = paths.flatMap((path) => (statSync(path).isDirectory() ? lessonPaths(path) : [path]));
  const scores: ExerciseScore[] = [];
  for (const file of files) {
    const { networks } = checkedNetworks(contentOf(file));
    const { proven, defects, lesson } = await checkLessonFile(file, networks);
    if (proven === null) throw new Error(defects[0] ? printDefect(defects[0]) : `${file} cannot be read`);
    for (const exercise of lesson.exercises) {
      const network = networks[exercise.network];
      const solved = network ? withSolution(prepareLab(exercise, network)) : null;
      if (solved) scores.push({ file, exercise, ...scoreOf(solved) });
    }
  }
  return scores;
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

const asData = ({ file, exercise, wrong, found, cut, survivors }: ExerciseScore) => ({
  file,
  exercise: exercise.id,
  wrong,
  found,
  cut,
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
  let scores: readonly ExerciseScore[];
  try {
    scores = await mutationScores(paths);
  } catch (error) {
    process.stderr.write(`${(error as Error).message}\nfour-tables: nothing was tried; run check first\n`);
    return 1;
  }
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
  for (const { exercise, cut } of scores) {
    const said = (text: string) => process.stderr.write(`${exercise.id}: ${text}\n`);
    if (cut.texts) said(`tried ${mostTexts} altered solutions, and left out ${cut.texts} more`);
    if (cut.probes) said(`sent at most ${mostProbes} probes after each change, and left out ${cut.probes}`);
  }
  return scores.some((s) => s.survivors.some((v) => v.misconception.alwaysWrong)) ? 1 : 0;
};
