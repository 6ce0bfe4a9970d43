import type { Path } from './form.ts';
import type { Exercise } from './kinds/index.ts';
import { allPackets, type Lab } from './lab.ts';
import type { Lesson } from './lesson.ts';
import type { TextDefect } from './markdown/page.ts';
import type { WrittenLesson } from './markdown/readLesson.ts';

const all = ({ labs, exercises }: Pick<Lesson, 'labs' | 'exercises'>): readonly (Lab | Exercise)[] => [
  ...labs,
  ...exercises,
];

const kindOf = (lab: Lab | Exercise): string => ('kind' in lab ? lab.kind : 'lab');

/**
 * Where a translation is not its original in other words: what is solved in one language counts in all, so both have the same
 * labs and exercises, of the same kinds, with as many packets. `from` is what the author knows the original by.
 */
export const translationDefects = (
  written: WrittenLesson,
  original: Pick<Lesson, 'labs' | 'exercises'>,
  from: string,
): readonly TextDefect[] => {
  const at = (path: Path, message: string): TextDefect => ({
    ...(written.positionOf(path) ?? { line: 1, column: 1 }),
    message,
  });
  const placed = [
    ...written.labs.map((lab, i) => ({ lab, path: ['labs', i] })),
    ...written.exercises.map((lab, i) => ({ lab, path: ['exercises', i] })),
  ];
  const missing = all(original).filter(({ id }) => !placed.some(({ lab }) => lab.id === id));
  return [
    ...missing.map((lab) => at([], `the ${kindOf(lab)} ${lab.id} of ${from} is missing in this translation`)),
    ...placed.flatMap(({ lab, path }): readonly TextDefect[] => {
      const theirs = all(original).find(({ id }) => id === lab.id);
      if (!theirs)
        return [
          at(path, `${from} has no lab and no exercise ${lab.id}: a translation has the ids of its original`),
        ];
      if (kindOf(theirs) !== kindOf(lab))
        return [at(path, `${lab.id} is a ${kindOf(theirs)} in ${from}, and a ${kindOf(lab)} here`)];
      const [ours, others] = [allPackets(lab).length, allPackets(theirs).length];
      return ours === others
        ? []
        : [at(path, `${lab.id} sends ${others} packets in ${from}, and ${ours} here`)];
    }),
  ];
};
