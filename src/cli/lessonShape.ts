import { suggest } from '../netfilter/suggest.ts';

/** What a field has to be: a kind of value, a list of fields' owner, or an object of named fields. A `?` behind a name makes it optional. */
type Shape = 'text' | 'texts' | 'probe' | readonly [Shape] | { readonly [field: string]: Shape };

const packet: Shape = { probe: 'probe', outcome: 'text', 'seenFrom?': 'text', because: 'text' };
const change: Shape = { say: 'text', host: 'text', device: 'text', addresses: 'texts', packets: [packet] };
const lab = { id: 'text', title: 'text', network: 'text', host: 'text', language: 'text', start: 'text', show: 'texts', packets: [packet], 'change?': change } as const;
const when: Shape = { 'packet?': 'text', 'outcome?': 'text', 'stoppedBy?': 'text', 'seenFrom?': 'text', 'unmatched?': 'text', 'has?': 'text', 'lacks?': 'text' };
const exercise: Shape = { ...lab, kind: 'text', task: 'text', hints: [{ when, say: 'text' }], 'solution?': 'text', 'wrong?': [{ answer: 'text', fails: 'text' }] };
const lesson: Shape = { title: 'text', description: 'text', labs: [lab], exercises: [exercise] };

/** One defect of a lesson's fields. */
export interface ShapeProblem {
  readonly path: readonly (string | number)[];
  readonly message: string;
}

const isObject = (v: unknown): v is Readonly<Record<string, unknown>> => typeof v === 'object' && v !== null && !Array.isArray(v);

const compare = (value: unknown, shape: Shape, path: readonly (string | number)[]): ShapeProblem[] => {
  const name = String(path.at(-1) ?? 'the lesson');
  if (shape === 'text') return typeof value === 'string' ? [] : [{ path, message: `${name} has to be a text` }];
  if (shape === 'texts') return Array.isArray(value) && value.every((v) => typeof v === 'string') ? [] : [{ path, message: `${name} has to be a list of texts` }];
  if (Array.isArray(shape)) {
    const items: readonly unknown[] | null = Array.isArray(value) ? value : null;
    return items ? items.flatMap((v, i) => compare(v, (shape as readonly [Shape])[0], [...path, i])) : [{ path, message: `${name} has to be a list` }];
  }
  if (!isObject(value)) return [{ path, message: `${name} has to have fields` }];
  if (shape === 'probe') return typeof value['name'] === 'string' && typeof value['from'] === 'string' ? [] : [{ path, message: 'a probe needs a name and from' }];
  const fields = shape as Readonly<Record<string, Shape>>;
  const known = Object.keys(fields).map((k) => k.replace('?', ''));
  const strangers = Object.keys(value).filter((k) => !known.includes(k)).map((key) => {
    const near = suggest(key, known);
    return { path: [...path, key], message: `there is no field ${key}${near ? `; did you mean ${near}?` : `; there are ${known.join(', ')}`}` };
  });
  return [
    ...strangers,
    ...Object.entries(fields).flatMap(([key, inner]) => {
      const plain = key.replace('?', '');
      if (value[plain] === undefined || value[plain] === null) return key.endsWith('?') ? [] : [{ path, message: `${plain} is missing` }];
      return compare(value[plain], inner, [...path, plain]);
    }),
  ];
};

const allowed: Readonly<Record<string, readonly string[]>> = {
  kind: ['write', 'fix', 'predict'], language: ['commands', 'save'], outcome: ['connected', 'replied', 'refused', 'unreachable', 'timeout'],
};

const words = (value: unknown, path: readonly (string | number)[]): ShapeProblem[] => {
  if (Array.isArray(value)) return value.flatMap((v, i) => words(v, [...path, i]));
  if (!isObject(value)) return [];
  return Object.entries(value).flatMap(([key, v]) => {
    const choice = allowed[key];
    if (choice && typeof v === 'string' && !choice.includes(v)) return [{ path: [...path, key], message: `${key} is ${v}; it has to be ${choice.join(', ')}` }];
    return words(v, [...path, key]);
  });
};

/** Everything that is wrong with the form of a lesson's fields; empty where nothing is. */
export const lessonProblems = (value: unknown): readonly ShapeProblem[] => {
  const problems = compare(value, lesson, []);
  if (problems.length) return problems;
  const missing = (value as { exercises: readonly Record<string, unknown>[] }).exercises.flatMap((e, i) =>
    e['kind'] === 'predict' ? [] : ['solution', 'wrong'].filter((k) => e[k] === undefined).map((k) => ({ path: ['exercises', i], message: `an exercise to ${String(e['kind'])} needs ${k}` })),
  );
  return [...missing, ...words(value, [])];
};
