import { checkLab, instead, type Networks } from './checkLab.ts';
import type { Defect } from './defect.ts';
import { misfits } from './form.ts';
import type { Lab } from './lab.ts';
import { type Lesson, lessonForm } from './lesson.ts';

/** What is wrong with a lesson: in its fields, and in its prose by line and column (from 1). */
export interface LessonDefects {
  readonly fields: readonly Defect[];
  readonly prose: readonly { readonly line: number; readonly column: number; readonly message: string }[];
}

/**
 * Everything that is wrong with a lesson: the form of its fields first; if that is right, what its labs and
 * exercises promise, each proven by running it. Never throws, whatever the fields are.
 */
export const checkLesson = (fields: unknown, prose: string, networks: Networks): LessonDefects => {
  const wrongForm = misfits(lessonForm, fields);
  if (wrongForm.length) return { fields: wrongForm, prose: [] };
  const lesson = fields as Lesson;
  const check = (field: 'labs' | 'exercises'): readonly Defect[] =>
    lesson[field].flatMap((lab, i) =>
      checkLab(lab, networks).map((d) => ({ ...d, path: [field, i, ...d.path] })),
    );
  const tags = tagsOf(prose);
  return {
    fields: [
      ...countDefects(lesson),
      ...idDefects(lesson),
      ...check('labs'),
      ...check('exercises'),
      ...shownDefects(lesson, tags),
    ],
    prose: [...tagDefects(lesson, tags), ...indentDefects(prose)],
  };
};

const fewestExercises = 3;

const countDefects = ({ exercises }: Lesson): readonly Defect[] =>
  exercises.length >= fewestExercises
    ? []
    : [
        {
          path: ['exercises'],
          message: `a lesson has at least ${fewestExercises} exercises; this one has ${exercises.length}`,
        },
      ];

/** Labs and exercises by the component that shows them. */
const shown = ({ labs, exercises }: Lesson) => [
  ...labs.map((lab: Lab, i) => ({ id: lab.id, tag: 'Lab', path: ['labs', i, 'id'] })),
  ...exercises.map((lab: Lab, i) => ({ id: lab.id, tag: 'Exercise', path: ['exercises', i, 'id'] })),
];

const idDefects = (lesson: Lesson): readonly Defect[] =>
  shown(lesson)
    .filter(({ id }, i, all) => all.findIndex((other) => other.id === id) !== i)
    .map(({ id, path }) => ({ path, message: `the id ${id} is used twice in this lesson` }));

/** A component in the prose that names a lab. */
interface Tag {
  readonly tag: string;
  readonly id: string;
  readonly line: number;
  readonly column: number;
}

const tagsOf = (prose: string): readonly Tag[] =>
  prose.split('\n').flatMap((text, i) =>
    [...text.matchAll(/<(Lab|Exercise|Output|Way)\s[^>]*?\b(?:id|lab)="([^"]*)"/g)].map((m) => ({
      tag: m[1]!,
      id: m[2]!,
      line: i + 1,
      column: m.index + 1,
    })),
  );

/** Every lab and exercise is shown once in the prose. */
const shownDefects = (lesson: Lesson, tags: readonly Tag[]): readonly Defect[] =>
  shown(lesson).flatMap(({ id, tag, path }): readonly Defect[] => {
    const times = tags.filter((t) => t.tag === tag && t.id === id).length;
    if (times === 1) return [];
    const message =
      times === 0
        ? `${id} is not shown: write <${tag} id="${id}" /> in the prose`
        : `${id} is shown ${times} times: keep one <${tag} id="${id}" />`;
    return [{ path, message }];
  });

/** `<Output>` and `<Way>` may show a lab or an exercise. */
const tagDefects = (lesson: Lesson, tags: readonly Tag[]): LessonDefects['prose'] =>
  tags.flatMap(({ tag, id, line, column }) => {
    const ids = shown(lesson)
      .filter((s) => (tag === 'Lab' || tag === 'Exercise' ? s.tag === tag : true))
      .map((s) => s.id);
    if (ids.includes(id)) return [];
    return [
      {
        line,
        column,
        message: `there is no ${tag === 'Exercise' ? 'exercise' : 'lab'} ${id}${instead(id, ids)}`,
      },
    ];
  });

/** Markdown takes an indented line after an empty one for code. MDX does not, and joins such lines to a paragraph. */
const indentDefects = (prose: string): LessonDefects['prose'] => {
  const lines = prose.replace(/^```[\s\S]*?^```/gm, (code) => code.replace(/[^\n]+/g, '```')).split('\n');
  return lines.flatMap((text, i) =>
    /^( {4}|\t)\S/.test(text) && (lines[i - 1] ?? '').trim() === ''
      ? [
          {
            line: i + 1,
            column: 1,
            message: 'an indented line is no code in MDX: put ``` before and after it',
          },
        ]
      : [],
  );
};
