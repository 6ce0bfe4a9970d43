/** Answers that a lesson gives away before it asks. */
import type { Defect } from './defect.ts';
import { allPackets, type Lab } from './lab.ts';
import type { WrittenLesson } from './markdown/readLesson.ts';

const escaped = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');

/** Whether a text has these words, with nothing of the same word beside them. */
const says = (text: string, words: string): boolean =>
  new RegExp(`(?<![\\w./-])${escaped(words)}(?![\\w/-]|\\.\\w)`, 'i').test(text);

/** What is sent where: packets that are the same in two labs. */
const sent = (lab: Lab): readonly string[] =>
  allPackets(lab).map(({ probe: { name: _, ...probe } }) => JSON.stringify(probe));

/**
 * Questions whose answer the prose between it and the heading above says, and predictions about packets that a lab of
 * the same lesson sends through the same rules.
 */
export const answerDefects = ({ labs, exercises, above }: WrittenLesson): readonly Defect[] =>
  exercises.flatMap((exercise, i): readonly Defect[] => {
    if (exercise.kind === 'find')
      return exercise.asks.flatMap(({ answers }, j) => {
        const said = answers.find((answer) => says(above[exercise.id] ?? '', answer));
        return said === undefined
          ? []
          : [
              {
                path: ['exercises', i, 'asks', j],
                message: `the prose above this question says its answer, "${said}": ask for something else, or say it below`,
              },
            ];
      });
    if (exercise.kind !== 'predict') return [];
    const same = labs.find(
      (lab) =>
        lab.network === exercise.network &&
        lab.host === exercise.host &&
        lab.start.trim() === exercise.start.trim() &&
        sent(exercise).some((packet) => sent(lab).includes(packet)),
    );
    return same
      ? [
          {
            path: ['exercises', i],
            message: `the lab ${same.id} shows how a packet of this prediction ends: change its rules or its packets`,
          },
        ]
      : [];
  });
