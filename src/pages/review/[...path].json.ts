import '../../netfilter/allExtensions.ts';
import '../../shell/commands/all.ts';
import { getCollection } from 'astro:content';
import type { Exercise } from '../../course/kinds/index.ts';
import { ladderSteps } from '../../course/ladderSteps.ts';
import type { Lesson } from '../../course/lesson.ts';
import { prepareLab } from '../../course/prepareLab.ts';
import type { LabDefinition } from '../../lab/exercise/builtLab.ts';
import { findLab } from '../../lab/exercise/findLab.ts';

export const getStaticPaths = async () =>
  (await getCollection('docs', ({ id }) => /(^|\/)lessons\//.test(id))).flatMap(({ id: page, data }) =>
    ((data as Partial<Lesson>).exercises ?? []).map(({ id }) => ({
      params: { path: `${page}/${id}` },
      props: { lesson: data as Partial<Lesson>, id },
    })),
  );

/** An exercise with its network, to be solved once more. Of a ladder, its last step. */
export const GET = async ({
  props: { lesson, id },
}: {
  readonly props: { readonly lesson: Partial<Lesson>; readonly id: string };
}): Promise<Response> => {
  const { lab: found, network } = await findLab(lesson, id);
  const exercise = found as Exercise;
  const lab = exercise.kind === 'ladder' ? ladderSteps(prepareLab(exercise, network))[3] : exercise;
  const definition: LabDefinition = {
    lab: 'wrong' in lab ? { ...lab, wrong: [] } : lab,
    network: { hosts: network.hosts },
  };
  return Response.json(definition);
};
