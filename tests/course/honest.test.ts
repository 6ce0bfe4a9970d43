/**
 * Nothing that a page says after a run is false: for every exercise, with its start, its solution, its wrong answers, every
 * mutant of the solution, and random answers. Each sentence is held against what the rules are seen to do
 * (honest/witness.ts), not against the code that made it. More answers, or others: HONEST_ANSWERS=500 HONEST_SEED=7.
 */
import { describe, expect, it, vi } from 'vitest';
import { checkedNetworks, lessonPaths, readLessonAt, startPaths } from '../../src/cli/files.ts';
import { firstText } from '../../src/course/exercise.ts';
import { mutantsOf } from '../../src/course/mutate/mutants.ts';
import { otherAnswers, withPieces } from '../../src/course/mutate/otherAnswers.ts';
import { withSolution } from '../../src/course/mutate/withSolution.ts';
import { prepareLab } from '../../src/course/prepareLab.ts';
import { randomAnswers } from './honest/randomAnswers.ts';
import { shownLab, untrue } from './honest/untrue.ts';

// One lab has many mutants, and machines are slow at times.
vi.setConfig({ testTimeout: 240_000 });

const seed = Number(process.env.HONEST_SEED ?? 1);
const answers = Number(process.env.HONEST_ANSWERS ?? 50);
const { networks } = checkedNetworks('content');
const paths = [...startPaths('content'), ...lessonPaths('content')];
const lessons = await Promise.all(paths.map(readLessonAt));
const exercises = lessons.flatMap(({ lesson }) => lesson.exercises);

describe.each(exercises.map((e) => [e.id, e] as const))('%s', (_, exercise) => {
  const network = networks[exercise.network]!;
  const prepared = prepareLab(exercise, network);
  const shown = shownLab(prepared, network);
  /** The first things that are not so, with the answer they were said of. */
  const found = (texts: Iterable<string>) => {
    const all: string[] = [];
    for (const text of texts)
      for (const says of untrue(shown, text)) if (all.length < 3) all.push(`${says}\n${text}`);
    return all;
  };
  const solved = withSolution(prepared) ?? withPieces(prepared);

  it('what is said of its own answers is so', () => {
    const wrong = 'wrong' in exercise ? exercise.wrong.map((w) => w.answer) : [];
    expect(found([firstText(exercise), ...(solved ? [solved.lab.solution] : []), ...wrong])).toEqual([]);
  });

  if (!solved) return;
  it('what is said of every mutant is so', () => {
    const pieces = [...otherAnswers(prepared)].slice(0, 150);
    expect(found([...mutantsOf(solved).mutants, ...pieces].map((m) => m.text))).toEqual([]);
  });

  it(`what is said of ${answers} random answers is so (seed ${seed})`, () => {
    const next = randomAnswers(solved, seed);
    expect(found(Array.from({ length: answers }, next))).toEqual([]);
  });
});
