/**
 * The form of a lesson's fields, once: the site, `four-tables check` and the tests read lessons through it.
 * What the fields mean stands in course/lesson.ts.
 */
import { z } from 'astro/zod';
import type { Change, Exercise, Hint, Lab, Lesson } from './course/lesson.ts';
import { suggest } from './text/suggest.ts';

const text = z.string();
const list = <T extends z.ZodType>(of: T) => z.array(of).readonly();
const outcome = z.enum(['connected', 'replied', 'refused', 'unreachable', 'timeout']);

const probe = z.strictObject({
  name: text,
  from: text,
  tcp: text.exactOptional(),
  udp: text.exactOptional(),
  ping: text.exactOptional(),
  source: text.exactOptional(),
  sport: z.int().exactOptional(),
  ttl: z.int().exactOptional(),
  tos: z.int().exactOptional(),
  uid: z.int().exactOptional(),
  gid: z.int().exactOptional(),
  payload: z.union([z.int(), text]).exactOptional(),
  flags: text.exactOptional(),
  says: list(text).exactOptional(),
});
const expectation = z.strictObject({ probe, outcome, seenFrom: text.exactOptional(), because: text });
const change = z.strictObject({
  say: text,
  host: text,
  device: text,
  addresses: list(text),
  packets: list(expectation),
});
const lab = z.strictObject({
  id: text,
  title: text,
  network: text,
  host: text,
  language: z.enum(['commands', 'save', 'terminal']),
  start: text,
  show: list(text),
  packets: list(expectation),
  change: change.nullable().exactOptional(),
});
const hint = z.strictObject({
  when: z.strictObject({
    packet: text.exactOptional(),
    outcome: outcome.exactOptional(),
    stoppedBy: text.exactOptional(),
    seenFrom: text.exactOptional(),
    unmatched: text.exactOptional(),
    has: text.exactOptional(),
    lacks: text.exactOptional(),
  }),
  say: text,
});
const task = { task: text, hints: list(hint) };
const found = {
  task: text,
  solution: text,
  runs: list(z.strictObject({ command: text, hint: text })),
  asks: list(z.strictObject({ ask: text, answers: list(text), wrong: list(text), hint: text })),
};
const answered = { ...task, solution: text, wrong: list(z.strictObject({ answer: text, fails: text })) };
const exercise = z.discriminatedUnion('kind', [
  lab.extend({ kind: z.literal('write'), ...answered }),
  lab.extend({ kind: z.literal('fix'), ...answered }),
  lab.extend({ kind: z.literal('predict'), ...task }),
  lab.extend({ kind: z.literal('find'), ...found }),
]);

/** The fields a lesson has besides the title, which every page has. */
export const lessonFields = { description: text, labs: list(lab), exercises: list(exercise) };

const lesson = z.strictObject({ title: text, ...lessonFields });

// The schema and the types say the same, both ways; a field added to one alone fails to compile.
type Same<A, B> = [A] extends [B] ? ([B] extends [A] ? true : never) : never;
true satisfies Same<z.infer<typeof lesson>, Lesson> &
  Same<z.infer<typeof lab>, Lab> &
  Same<z.infer<typeof exercise>, Exercise> &
  Same<z.infer<typeof hint>, Hint> &
  Same<z.infer<typeof change>, Change>;

/** One defect of a lesson's fields, and where it is. */
export interface LessonProblem {
  readonly path: readonly (string | number)[];
  readonly message: string;
}

/** The fields that could stand where an unknown one does, found by following the path through the schema. */
const fieldsAt = (schema: z.ZodType, path: readonly PropertyKey[], value: unknown): readonly string[] => {
  const [step, ...rest] = path;
  if (schema instanceof z.ZodReadonly || schema instanceof z.ZodOptional || schema instanceof z.ZodNullable)
    return fieldsAt(schema.unwrap() as z.ZodType, path, value);
  if (schema instanceof z.ZodDiscriminatedUnion) {
    const kind = (value as { kind?: unknown } | undefined)?.kind;
    const option = (schema.options as z.ZodObject[]).find((o) => o.shape['kind']!.safeParse(kind).success);
    return option ? fieldsAt(option, path, value) : [];
  }
  const inner = (value as Record<PropertyKey, unknown> | undefined)?.[step as PropertyKey];
  if (schema instanceof z.ZodArray) return fieldsAt(schema.element as z.ZodType, rest, inner);
  if (!(schema instanceof z.ZodObject)) return [];
  return step === undefined
    ? Object.keys(schema.shape)
    : fieldsAt(schema.shape[step as string] as z.ZodType, rest, inner);
};

const kindsOf = {
  string: 'a text',
  array: 'a list',
  object: 'a group of fields',
  int: 'a whole number',
  number: 'a number',
} as Readonly<Record<string, string>>;

/** Everything that is wrong with the form of a lesson's fields; empty where nothing is. */
export const lessonProblems = (value: unknown): readonly LessonProblem[] => {
  const read = lesson.safeParse(value);
  if (read.success) return [];
  return read.error.issues.flatMap((issue): LessonProblem[] => {
    const path = issue.path as (string | number)[];
    const name = String(path.findLast((p) => typeof p === 'string') ?? 'a lesson');
    switch (issue.code) {
      case 'unrecognized_keys': {
        const known = fieldsAt(lesson, path, value);
        return issue.keys.map((key) => {
          const near = suggest(key, known);
          return {
            path: [...path, key],
            message: `there is no field ${key}${near ? `; did you mean ${near}?` : `; there are ${known.join(', ')}`}`,
          };
        });
      }
      case 'invalid_type':
        return [
          {
            path,
            message: issue.message.endsWith('received undefined')
              ? `${name} is missing`
              : `${name} has to be ${kindsOf[issue.expected] ?? issue.expected}`,
          },
        ];
      case 'invalid_value':
        return [{ path, message: `${name} has to be ${issue.values.join(', ')}` }];
      case 'invalid_union':
        return [
          {
            path,
            message: `${name} has to be ${name === 'kind' ? 'write, fix, predict, find' : 'a number or a text'}`,
          },
        ];
      default:
        return [{ path, message: issue.message }];
    }
  });
};
