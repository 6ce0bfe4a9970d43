/**
 * `check` runs sets of numbers that no rule can tell apart once. Here every exercise whose numbers vary is run with each of
 * its fifty sets.
 */
import { expect, it } from 'vitest';
import '../../src/netfilter/allExtensions.ts';
import '../../src/shell/commands/all.ts';
import { checkedNetworks, guidePaths, lessonPaths, readLessonAt } from '../../src/cli/files.ts';
import { provenAs, seedsProven } from '../../src/course/variedDefects.ts';
import { numbersOf, varied, withNumbers } from '../../src/course/vary.ts';
import { buildLab } from '../../src/lab/exercise/buildLab.ts';

const { networks } = checkedNetworks('content');
const lessons = await Promise.all([...lessonPaths('content'), ...guidePaths('content')].map(readLessonAt));
const exercises = lessons.flatMap(({ lesson }) => lesson.exercises).filter((e) => e.varies);

it.each(exercises.map((e) => [e.id, e] as const))(
  '%s: what the page shows at first is what the simulator shows with those numbers',
  (_, lab) => {
    const network = networks[lab.network]!;
    const { built } = buildLab({ lab, network });
    for (let seed = 1; seed <= seedsProven; seed++) {
      const other = buildLab(varied({ lab, network }, seed)).built;
      expect(withNumbers(built, numbersOf(lab, network.hosts, seed))).toEqual(other);
    }
  },
  60_000,
);

it.each(exercises.map((e) => [e.id, e] as const))(
  '%s',
  (_, exercise) => {
    const proven = provenAs(exercise, networks[exercise.network]!);
    for (let seed = 1; seed <= seedsProven; seed++) expect(proven(seed)).toEqual([]);
  },
  30_000,
);
