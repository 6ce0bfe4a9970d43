import type { Scenario } from '../network/scenario.ts';
import { type Form, group, list, ofForm, optional, text } from './form.ts';
import { type Exercise, kinds } from './kinds/index.ts';
import { type Lab, labFields } from './lab.ts';

/**
 * What is above a lesson's text. The labs and exercises are in the text itself: markdown/readLesson.ts reads them.
 * `NN-name.mdx` gives a lesson its order and its address.
 */
export interface FrontMatter {
  readonly title: string;
  readonly description: string;
  /** The network and the host of every lab that names no other, and what its host prints beside it. */
  readonly network?: string;
  readonly host?: string;
  readonly show?: readonly string[];
}

/** The form of a lesson's front matter. */
export const frontMatter = group<FrontMatter>({
  title: text,
  description: text,
  network: optional(text),
  host: optional(text),
  show: optional(list(text)),
});

/** A lesson with everything that is tried and solved in it. */
export interface Lesson extends FrontMatter {
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
