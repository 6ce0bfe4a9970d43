import { getEntry } from 'astro:content';
import type { Exercise } from '../../course/kinds/index.ts';
import type { Lab } from '../../course/lab.ts';
import type { Lesson, Network } from '../../course/lesson.ts';

/**
 * The labs and exercises of the page that is being built, and the network of one of them. Throws where the
 * page names what is not there.
 */
export const findLab = async (
  lesson: Partial<Lesson>,
  id: string,
): Promise<{ readonly lab: Lab | Exercise; readonly network: Network }> => {
  const lab = [...(lesson.labs ?? []), ...(lesson.exercises ?? [])].find((l) => l.id === id);
  if (!lab) throw new Error(`this lesson has no lab and no exercise ${id}`);
  const network = await getEntry('networks', lab.network);
  if (!network) throw new Error(`there is no network ${lab.network}`);
  return { lab, network: network.data as unknown as Network };
};
