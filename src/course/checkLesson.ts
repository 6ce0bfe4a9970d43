import { explainRule } from '../netfilter/print/explain.ts';
import { isTable, tableNames } from '../netfilter/types.ts';
import { run } from '../shell/run.ts';
import { answerDefects } from './answerDefects.ts';
import { checkLab, instead, type Networks } from './checkLab.ts';
import type { Defect } from './defect.ts';
import { misfits } from './form.ts';
import { allPackets } from './lab.ts';
import { idsOf } from './ladderSteps.ts';
import { type FrontMatter, frontMatter } from './lesson.ts';
import type { TextDefect } from './markdown/page.ts';
import { type Listing, readLesson, type WrittenLesson } from './markdown/readLesson.ts';
import type { Node } from './markdown/tree.ts';
import { prepareLab } from './prepareLab.ts';
import { runText } from './runLab.ts';

/** What is wrong with a lesson: in its front matter, and in its text. */
export interface LessonDefects {
  readonly fields: readonly Defect[];
  readonly text: readonly TextDefect[];
  /** What was run; null if the text could not be read, so that nothing was. */
  readonly proven: Proven | null;
  /** What could be read. */
  readonly written: WrittenLesson;
}

/** How much of a lesson was run to find its defects. */
export interface Proven {
  readonly labs: number;
  readonly exercises: number;
  readonly packets: number;
  readonly wrongAnswers: number;
  readonly listings: number;
  /** Exercises that were proven with other numbers too. */
  readonly varied: number;
}

/**
 * Everything that is wrong with a lesson: first what cannot be read; if all can, what its labs and exercises promise,
 * each proven by running it. Never throws, whatever the fields and the text are. `fewest` is how many exercises it must have.
 */
export const checkLesson = (
  fields: unknown,
  tree: Node,
  source: string,
  networks: Networks,
  fewest: number = fewestExercises,
): LessonDefects => {
  const wrongForm = misfits(frontMatter, fields);
  const written = readLesson(tree, source, wrongForm.length ? {} : (fields as FrontMatter));
  // Without its defaults, a lab may seem to lack what it has.
  if (wrongForm.length) return { fields: wrongForm, text: [], proven: null, written };
  if (written.defects.length) return { fields: [], text: written.defects, proven: null, written };
  const checked = withPaths(written).map(({ lab, path }) => ({
    lab,
    defects: checkLab(lab, networks).map((d) => ({ ...d, path: [...path, ...d.path] })),
  }));
  const text = [
    ...idDefects(written),
    ...answerDefects(written),
    ...checked.flatMap(({ defects }) => defects),
  ].map(({ path, message }) => ({ ...(written.positionOf(path) ?? { line: 1, column: 1 }), message }));
  // What a lab with mistakes would print says nothing.
  const broken = checked.filter(({ defects }) => defects.length > 0).map(({ lab }) => lab.id);
  const listings = written.listings.filter(({ lab }) => !broken.includes(lab));
  return {
    fields: countDefects(written, fewest),
    text: [...text, ...listingDefects({ ...written, listings }, networks)],
    proven: {
      labs: written.labs.length,
      exercises: written.exercises.length,
      packets: checked.flatMap(({ lab }) => allPackets(lab)).length,
      wrongAnswers: written.exercises.flatMap((e) => ('wrong' in e ? e.wrong : [])).length,
      listings: listings.length,
      varied: written.exercises.filter((e) => e.varies).length,
    },
    written,
  };
};

const fewestExercises = 3;

const countDefects = ({ exercises }: WrittenLesson, fewest: number): readonly Defect[] =>
  exercises.length >= fewest
    ? []
    : [
        {
          path: ['title'],
          message: `a lesson has at least ${fewest} exercises; this one has ${exercises.length}`,
        },
      ];

/** Labs and exercises with the way to each. */
const withPaths = ({ labs, exercises }: WrittenLesson) => [
  ...labs.map((lab, i) => ({ lab, path: ['labs', i] })),
  ...exercises.map((lab, i) => ({ lab, path: ['exercises', i] })),
];

const idDefects = (written: WrittenLesson): readonly Defect[] =>
  withPaths(written)
    .flatMap(({ lab, path }) => idsOf(lab).map((id) => ({ id, path })))
    .filter(({ id }, i, all) => all.findIndex((other) => other.id === id) !== i)
    .map(({ id, path }) => ({ path, message: `the id ${id} is used twice in this lesson` }));

/** Listings of labs and packets that are not there, and commands that print an error. */
const listingDefects = (written: WrittenLesson, networks: Networks): readonly TextDefect[] =>
  written.listings.flatMap((listing) => {
    const message = listingDefect(listing, written, networks);
    return message === null ? [] : [{ line: listing.line, column: listing.column, message }];
  });

const listingDefect = (
  { kind, text, lab: id, table }: Listing,
  written: WrittenLesson,
  networks: Networks,
): string | null => {
  if (kind === 'hooks') return null;
  if (kind === 'explain') {
    if (table !== undefined && !isTable(table))
      return `there is no table ${table}${instead(table, tableNames)}`;
    const explained = explainRule(text, table === undefined ? {} : { table });
    return explained.ok ? null : `this rule is refused: ${explained.problem.message.split('\n')[0]}`;
  }
  const labs = withPaths(written).map(({ lab }) => lab);
  const lab = labs.find((l) => l.id === id);
  if (!lab)
    return `there is no lab ${id}${instead(
      id,
      labs.map((l) => l.id),
    )}`;
  if (kind === 'way') {
    const names = allPackets(lab).map((p) => p.probe.name);
    return names.includes(text) ? null : `the lab ${id} has no packet "${text}"${instead(text, names)}`;
  }
  const { world } = runText(prepareLab(lab, networks[lab.network]!), lab.start);
  const { stderr, status, problems } = run(world, lab.host, text);
  // Some programs say other things there too.
  return stderr === '' || (status === 0 && problems.length === 0)
    ? null
    : `this command prints an error: ${stderr.trim().split('\n')[0]}; if that is meant, add 2>&1 to it`;
};
