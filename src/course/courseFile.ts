import { suggest } from '../text/suggest.ts';
import { byName, type Form, group, list, misfits, optional, text } from './form.ts';

/** What course.yaml says: what is the course's own besides its lessons and networks. */
export interface CourseFile {
  readonly title: string;
  /** One or two sentences, on the front page and for search engines. */
  readonly description: string;
  /** What the front page says in large letters; the title if there is none. */
  readonly headline?: string;
  /** The language of the lessons, as in `en` or `pt-BR`: search, the menu and screen readers go by it. */
  readonly language?: string;
  /** Said at the foot of each page. */
  readonly licence?: string;
  readonly credit?: string;
  /** Colours that differ from those of Four Tables, by theme and name, as `#rrggbb`. */
  readonly colours?: Readonly<Partial<Record<'light' | 'dark', Readonly<Record<string, string>>>>>;
  /** Lessons of Four Tables that this course has too, by the name in their address. */
  readonly take?: readonly string[];
  /** Ways through the course for those who come with a purpose. */
  readonly purposes?: readonly Purpose[];
}

/** Why a learner comes, and the lessons that help, in the course's order. */
export interface Purpose {
  /** In the learner's words: `I have a broken port-forward`. */
  readonly say: string;
  /** By the name in their address. */
  readonly lessons: readonly string[];
}

/** The names that colours have in course.yaml. */
export const colourNames: readonly string[] = [
  'paper',
  'raised',
  'sunken',
  'ink',
  'muted',
  'line',
  'accent',
  'packet',
];

const form: Form<CourseFile> = group<CourseFile>({
  title: text,
  description: text,
  headline: optional(text),
  language: optional(text),
  licence: optional(text),
  credit: optional(text),
  colours: optional(
    group<NonNullable<CourseFile['colours']>>({
      light: optional(byName(text)),
      dark: optional(byName(text)),
    }),
  ),
  take: optional(list(text)),
  purposes: optional(list(group<Purpose>({ say: text, lessons: list(text) }))),
});

/** Everything that is wrong with a value that should be a course's; `known` are the lessons that can be taken over, null if that is not known. */
export const courseDefects = (
  value: unknown,
  known: readonly string[] | null,
  own: readonly string[],
): ReturnType<typeof misfits> => {
  const wrong = misfits(form, value);
  if (wrong.length > 0) return wrong;
  const { language = 'en', colours = {}, take = [], purposes = [] } = value as CourseFile;
  const all = [...own, ...take];
  const instead = (name: string, names: readonly string[]) => {
    const meant = suggest(name, names);
    return meant ? `; did you mean ${meant}?` : `; there are ${names.join(', ')}`;
  };
  return [
    ...(/^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/.test(language)
      ? []
      : [{ path: ['language'], message: `${language} is no language: write its code, as en, de or pt-BR` }]),
    ...Object.entries(colours).flatMap(([theme, named]) =>
      Object.entries(named ?? {}).flatMap(([name, colour]) => [
        ...(colourNames.includes(name)
          ? []
          : [
              {
                path: ['colours', theme, name],
                message: `there is no colour ${name}${instead(name, colourNames)}`,
              },
            ]),
        ...(/^#[0-9a-f]{6}$/i.test(colour)
          ? []
          : [
              {
                path: ['colours', theme, name],
                message: `${name} must be a colour in quotation marks, as "#0b5c77"`,
              },
            ]),
      ]),
    ),
    ...take.flatMap((name, i) =>
      known === null || known.includes(name)
        ? []
        : [{ path: ['take', i], message: `Four Tables has no lesson ${name}${instead(name, known)}` }],
    ),
    ...purposes.flatMap(({ lessons }, i) =>
      lessons.length === 0
        ? [{ path: ['purposes', i, 'lessons'], message: 'name at least one lesson' }]
        : lessons.flatMap((name, j) =>
            all.includes(name)
              ? []
              : [
                  {
                    path: ['purposes', i, 'lessons', j],
                    message: `this course has no lesson ${name}${instead(name, all)}`,
                  },
                ],
          ),
    ),
    ...take.flatMap((name, i) =>
      known !== null && own.includes(name)
        ? [
            {
              path: ['take', i],
              message: `lessons/ has ${name} too: take it out here, or give yours another name`,
            },
          ]
        : [],
    ),
  ];
};
