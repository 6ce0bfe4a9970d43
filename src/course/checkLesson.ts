import type { World } from '../network/world.ts';
import { suggest } from '../text/suggest.ts';
import type { Defect } from './defect.ts';
import { isExercise, kindOf } from './exercise.ts';
import { misfits, type Path } from './form.ts';
import type { Exercise } from './kinds/index.ts';
import { allPackets, type Lab } from './lab.ts';
import { type Lesson, lessonForm, type Network } from './lesson.ts';
import { packetDefects } from './packetDefects.ts';
import { prepareLab } from './prepareLab.ts';
import { type LabResult, runLab } from './runLab.ts';

/** The networks that labs may name; null for one that has defects of its own. */
export type Networks = Readonly<Record<string, Network | null>>;

/** What is wrong with a lesson: in its fields, and in its prose by line (from 1). */
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
  return {
    fields: [
      ...countDefects(lesson),
      ...lesson.labs.flatMap((lab, i) => labDefects(lab, ['labs', i], networks)),
      ...lesson.exercises.flatMap((e, i) => labDefects(e, ['exercises', i], networks)),
      ...shownDefects(lesson, prose),
    ],
    prose: proseDefects(lesson, prose),
  };
};

const fewestExercises = 3;

const countDefects = ({ labs, exercises }: Lesson): readonly Defect[] => {
  const all = [
    ...labs.map((l, i) => ({ id: l.id, path: ['labs', i, 'id'] as Path })),
    ...exercises.map((e, i) => ({ id: e.id, path: ['exercises', i, 'id'] as Path })),
  ];
  return [
    ...(exercises.length < fewestExercises
      ? [
          {
            path: ['exercises'],
            message: `a lesson has at least ${fewestExercises} exercises; this one has ${exercises.length}`,
          },
        ]
      : []),
    ...all
      .filter(({ id }, i) => all.findIndex((other) => other.id === id) !== i)
      .map(({ id, path }) => ({ path, message: `the id ${id} is used twice in this lesson` })),
  ];
};

/** What is wrong with one lab or exercise. */
const labDefects = (lab: Lab | Exercise, path: Path, networks: Networks): readonly Defect[] => {
  if (!Object.hasOwn(networks, lab.network)) {
    const near = suggest(lab.network, Object.keys(networks));
    const help = near ? `; did you mean ${near}?` : `; there are ${Object.keys(networks).join(', ')}`;
    return [{ path: [...path, 'network'], message: `there is no network ${lab.network}${help}` }];
  }
  const network = networks[lab.network];
  if (!network)
    return [
      { path: [...path, 'network'], message: `the network ${lab.network} has mistakes: correct them first` },
    ];
  const prepared = prepareLab(lab, network);
  const inNetwork = [...hostDefects(lab, prepared.untouched), ...nameDefects(lab)];
  const below = (defects: readonly Defect[]): readonly Defect[] =>
    defects.map((d) => ({ ...d, path: [...path, ...d.path] }));
  if (inNetwork.length) return below(inNetwork);
  if (!isExercise(lab)) return below(promiseDefects(runLab(prepared, lab.start)));
  const kind = kindOf(lab);
  if (!kind.languages.includes(lab.language))
    return below([
      {
        path: ['language'],
        message: `an exercise of the kind ${kind.name} has the language ${kind.languages.join(' or ')}`,
      },
    ]);
  return below(kind.defects({ lab, untouched: prepared.untouched }));
};

const hostDefects = (lab: Lab, { hosts }: World): readonly Defect[] => {
  const named: readonly { readonly host: string; readonly path: Path }[] = [
    { host: lab.host, path: ['host'] },
    ...lab.packets.map((p, i) => ({ host: p.probe.from, path: ['packets', i, 'probe', 'from'] })),
    ...(lab.change ? [{ host: lab.change.host, path: ['change', 'host'] }] : []),
    ...(lab.change?.packets ?? []).map((p, i) => ({
      host: p.probe.from,
      path: ['change', 'packets', i, 'probe', 'from'],
    })),
  ];
  const strangers = named
    .filter(({ host }) => !Object.hasOwn(hosts, host))
    .map(({ host, path }) => ({
      path,
      message: `the network ${lab.network} has no host ${host}; its hosts are ${Object.keys(hosts).join(', ')}`,
    }));
  if (strangers.length || !lab.change) return strangers;
  const { host, device } = lab.change;
  const devices = hosts[host]!.interfaces.map((i) => i.name);
  return devices.includes(device)
    ? []
    : [
        {
          path: ['change', 'device'],
          message: `${host} has no interface ${device}; it has ${devices.join(', ')}`,
        },
      ];
};

const nameDefects = (lab: Lab): readonly Defect[] => {
  const names = allPackets(lab).map((p) => p.probe.name);
  const twice = names.find((name, i) => names.indexOf(name) !== i);
  return twice === undefined
    ? []
    : [{ path: ['packets'], message: `two packets have the name "${twice}": give each its own` }];
};

/** A lab to try things in is right if its start has no mistake and its packets end as the lesson says. */
const promiseDefects = ({ problems, packets }: LabResult): readonly Defect[] => [
  ...problems
    .slice(0, 1)
    .map((p) => ({ path: ['start'], message: `the start has a mistake: ${p.message.split('\n')[0]}` })),
  ...packetDefects(packets),
];

const tags = (prose: string) =>
  prose.split('\n').flatMap((text, i) =>
    [...text.matchAll(/<(Lab|Exercise|Output|Way)\s+(?:id|lab)="([^"]*)"/g)].map((m) => ({
      tag: m[1]!,
      id: m[2]!,
      line: i + 1,
      column: m.index + 1,
    })),
  );

/** Every lab and exercise is shown once in the prose. */
const shownDefects = ({ labs, exercises }: Lesson, prose: string): readonly Defect[] => {
  const count = (tag: string, id: string) => tags(prose).filter((t) => t.tag === tag && t.id === id).length;
  const check = (tag: string, list: readonly Lab[], field: string) =>
    list.flatMap(({ id }, i): readonly Defect[] => {
      const shown = count(tag, id);
      return shown === 1
        ? []
        : [
            {
              path: [field, i, 'id'],
              message: shown
                ? `${id} is shown ${shown} times: keep one <${tag} id="${id}" />`
                : `${id} is not shown: write <${tag} id="${id}" /> in the prose`,
            },
          ];
    });
  return [...check('Lab', labs, 'labs'), ...check('Exercise', exercises, 'exercises')];
};

const proseDefects = ({ labs, exercises }: Lesson, prose: string): LessonDefects['prose'] =>
  tags(prose).flatMap(({ tag, id, line, column }) => {
    const list = tag === 'Exercise' ? exercises : labs;
    if (list.some((l) => l.id === id)) return [];
    const what = tag === 'Exercise' ? 'exercise' : 'lab';
    const near = suggest(
      id,
      list.map((l) => l.id),
    );
    return [{ line, column, message: `there is no ${what} ${id}${near ? `; did you mean ${near}?` : ''}` }];
  });
