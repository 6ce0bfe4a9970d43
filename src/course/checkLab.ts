import { decodeScenario } from '../network/decodeScenario.ts';
import { run } from '../shell/run.ts';
import { suggest } from '../text/suggest.ts';
import type { Defect } from './defect.ts';
import { isExercise, kindOf } from './exercise.ts';
import { exerciseDefects } from './exerciseDefects.ts';
import type { Path } from './form.ts';
import type { Exercise } from './kinds/index.ts';
import { allPackets, type Lab } from './lab.ts';
import type { Network } from './lesson.ts';
import { makeStep } from './makeChange.ts';
import { packetDefects } from './packetDefects.ts';
import { prepareLab } from './prepareLab.ts';
import { runLab, runText } from './runLab.ts';
import { variedDefects } from './variedDefects.ts';

/** The networks that labs may name; null for one that has defects of its own. */
export type Networks = Readonly<Record<string, Network | null>>;

/**
 * Everything that is wrong with one lab or exercise whose fields have their form: first its network, host and
 * packets; if they are right, what it promises, by running it. A path begins at the lab.
 */
export const checkLab = (lab: Lab | Exercise, networks: Networks): readonly Defect[] => {
  if (!Object.hasOwn(networks, lab.network)) {
    const names = Object.keys(networks);
    return [
      { path: ['network'], message: `there is no network ${lab.network}${instead(lab.network, names)}` },
    ];
  }
  const network = networks[lab.network];
  if (!network)
    return [{ path: ['network'], message: `the network ${lab.network} has mistakes: correct them first` }];
  const wrongPlaces = [
    ...hostDefects(lab, network),
    ...changeDefects(lab, network),
    ...probeDefects(lab, network),
    ...nameDefects(lab),
  ];
  if (wrongPlaces.length) return wrongPlaces;
  const failingSteps = stepDefects(lab, network);
  if (failingSteps.length) return failingSteps;
  const failingShow = showDefects(lab, network);
  if (failingShow.length) return failingShow;
  if (isExercise(lab)) return provenDefects(lab, network);
  const { problems, packets } = runLab(prepareLab(lab, network), lab.start);
  return [
    ...problems
      .slice(0, 1)
      .map((p) => ({ path: ['start'], message: `the start has a mistake: ${p.message.split('\n')[0]}` })),
    ...packetDefects(packets),
  ];
};

const provenDefects = (exercise: Exercise, network: Network): readonly Defect[] => {
  const { languages, name } = kindOf(exercise);
  if (languages.includes(exercise.language)) {
    const defects = exerciseDefects(prepareLab(exercise, network));
    return defects.length ? defects : variedDefects(exercise, network);
  }
  return [
    {
      path: ['language'],
      message: `an exercise of the kind ${name} has the language ${languages.join(' or ')}`,
    },
  ];
};

/** What the author may have meant, or what there is. */
export const instead = (written: string, names: readonly string[]): string => {
  const near = suggest(written, names);
  if (near) return `; did you mean ${near}?`;
  return names.length ? `; there ${names.length === 1 ? 'is' : 'are'} ${names.join(', ')}` : '';
};

const hostDefects = (lab: Lab, { hosts }: Network): readonly Defect[] =>
  Object.hasOwn(hosts, lab.host)
    ? []
    : [
        {
          path: ['host'],
          message: `the network ${lab.network} has no host ${lab.host}${instead(lab.host, Object.keys(hosts))}`,
        },
      ];

const changeDefects = ({ changes, network }: Lab, { hosts }: Network): readonly Defect[] =>
  changes.flatMap(({ steps }, i) =>
    steps.flatMap((step, j) =>
      step.kind === 'wait' || Object.hasOwn(hosts, step.host)
        ? []
        : [
            {
              path: ['changes', i, 'steps', j],
              message: `the network ${network} has no host ${step.host}${instead(step.host, Object.keys(hosts))}`,
            },
          ],
    ),
  );

/** Steps of a change that go wrong when they are made. */
const stepDefects = (lab: Lab, network: Network): readonly Defect[] => {
  let { world } = runText(prepareLab(lab, network), lab.start);
  return lab.changes.flatMap(({ steps }, i) =>
    steps.flatMap((step, j): readonly Defect[] => {
      const made = makeStep(world, step);
      world = made.world;
      if (made.error === null) return [];
      return [
        {
          path: ['changes', i, 'steps', j],
          message: `this command fails: ${made.error.trim().split('\n')[0]}`,
        },
      ];
    }),
  );
};

/** Commands whose output should be shown, and that print an error instead. */
const showDefects = (lab: Lab, network: Network): readonly Defect[] => {
  const { world } = runText(prepareLab(lab, network), lab.start);
  return lab.show.flatMap((command, i) => {
    const { status, stderr } = run(world, lab.host, command);
    return status === 0
      ? []
      : [
          {
            path: ['show', i],
            message: `\`${command}\` fails: ${stderr.trim().split('\n')[0] || `status ${status}`}`,
          },
        ];
  });
};

/** A lab's packets are probes of a scenario, and are checked as such. */
const probeDefects = (lab: Lab, { hosts, links }: Network): readonly Defect[] => {
  const decoded = decodeScenario({
    hosts,
    ...(links && { links }),
    probes: allPackets(lab).map((p) => p.probe),
  });
  if (decoded.ok) return [];
  return decoded.problems.flatMap(({ path, message, hint }): readonly Defect[] => {
    const [, index, ...rest] = path;
    const packet = packetPath(lab, Number(index));
    // A change may give the host that address.
    if (packet[0] === 'changes' && rest[0] === 'source') return [];
    return [{ path: [...packet, 'probe', ...rest], message: `${message}. ${hint}`.replace(/\.$/, '') }];
  });
};

/** The way to a packet by its place among all packets of its lab. */
const packetPath = ({ packets, changes }: Lab, index: number): Path => {
  let before = packets.length;
  if (index < before) return ['packets', index];
  for (const [i, change] of changes.entries()) {
    if (index < before + change.packets.length) return ['changes', i, 'packets', index - before];
    before += change.packets.length;
  }
  return [];
};

const nameDefects = (lab: Lab): readonly Defect[] => {
  const names = allPackets(lab).map((p) => p.probe.name);
  const twice = names.find((name, i) => names.indexOf(name) !== i);
  return twice === undefined
    ? []
    : [{ path: ['packets'], message: `two packets have the name "${twice}": give each its own` }];
};
