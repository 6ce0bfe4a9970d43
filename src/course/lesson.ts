import type { Scenario } from '../network/scenario.ts';
import { type Form, group, list, ofForm, text } from './form.ts';
import { type Exercise, kinds } from './kinds/index.ts';
import { type Lab, labFields } from './lab.ts';

/**
 * What an instructor writes above a lesson's prose: labs to try things in, and exercises. Each field has one
 * form, and every exercise is complete by itself. `NN-name.mdx` gives a lesson its order and its address.
 */
export interface Lesson {
  readonly title: string;
  readonly description: string;
  readonly labs: readonly Lab[];
  readonly exercises: readonly Exercise[];
}

/** A network that lessons share: a scenario without probes. */
export type Network = Pick<Scenario, 'hosts' | 'links'> & { readonly title: string };

// The type of each kind's own fields was checked where the kind was defined.
const exercise = {
  is: 'by-kind',
  forms: Object.fromEntries(
    Object.values(kinds).map(({ name, fields }) => [
      name,
      { is: 'group', fields: { ...labFields, kind: text, task: text, ...fields } },
    ]),
  ),
} as Form<Exercise>;

const lab = group<Lab>(labFields);

/** A lab or an exercise out of JSON that was kept or sent; null if it is neither. */
export const readLab = (value: unknown): Lab | Exercise | null =>
  typeof value === 'object' && value !== null && 'kind' in value
    ? ofForm(exercise, value)
    : ofForm(lab, value);

/** The form of a lesson's fields. */
export const lessonForm = group<Lesson>({
  title: text,
  description: text,
  labs: list(lab),
  exercises: list(exercise),
});
