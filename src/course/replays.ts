/**
 * What a lesson runs, as steps that the simulator and a real machine can take alike: each lab and exercise with each of its
 * texts, and each listing.
 */
import type { ProbeSpec, Scenario } from '../network/scenario.ts';
import { fingerprint } from '../text/fingerprint.ts';
import { firstText, isExercise, kindOf } from './exercise.ts';
import type { Exercise } from './kinds/index.ts';
import type { Lab } from './lab.ts';
import { ladderSteps } from './ladderSteps.ts';
import type { Network } from './lesson.ts';
import type { WrittenLesson } from './markdown/readLesson.ts';
import { prepareLab } from './prepareLab.ts';
import { varied } from './vary.ts';

/** One step of a replay. */
export type ReplayStep =
  | {
      readonly kind: 'text';
      readonly host: string;
      readonly language: Lab['language'];
      readonly text: string;
    }
  | { readonly kind: 'command'; readonly host: string; readonly command: string }
  | { readonly kind: 'probe'; readonly probe: ProbeSpec }
  | { readonly kind: 'wait'; readonly seconds: number };

/** Steps that are taken one after the other on a fresh network. */
export interface Replay extends Pick<Scenario, 'hosts' | 'links'> {
  /** What it is, in its lab: `start`, `wrong answer 2, number 7`. */
  readonly name: string;
  /** The number whose variant it is; 0 for what is written. */
  readonly seed: number;
  readonly steps: readonly ReplayStep[];
}

/** All that is run of one lab, or one listing. */
export interface Replayed {
  /** Its name in a lesson's recording. */
  readonly name: string;
  readonly replays: readonly Replay[];
}

type Room = Lab | Exercise;

const labName = (lab: Room): string => `lab ${lab.id}`;
const listingName = (lab: Room, command: string): string => `output ${lab.id}: ${command}`;

/** The number whose variants are recorded with what is written. */
export const recordedSeed = 1;

/** Everything of a lesson that is recorded: what is written, and what varies with one number too. */
export const replaysOf = (
  lesson: Pick<WrittenLesson, 'labs' | 'exercises' | 'listings'>,
  networks: Readonly<Record<string, Network>>,
): readonly Replayed[] => {
  const labs = [...lesson.labs, ...lesson.exercises];
  const of = (id: string) => labs.find((lab) => lab.id === id);
  return [
    ...labs.map((lab) => replayedLab(lab, networks[lab.network]!)),
    ...lesson.listings.flatMap(({ kind, lab: id, text }) => {
      const lab = kind === 'output' ? of(id) : undefined;
      return lab ? [replayedListing(lab, networks[lab.network]!, text)] : [];
    }),
  ];
};

/** What is run of a lab or an exercise. */
export const replayedLab = (lab: Room, network: Network): Replayed => ({
  name: labName(lab),
  replays: [...labReplays(lab, network), ...variedReplays(lab, network, recordedSeed)],
});

/** What is run of a lab with the numbers of a learner; nothing of one that does not vary. */
export const variedReplays = (lab: Room, network: Network, seed: number): readonly Replay[] => {
  const other = varied({ lab, network }, seed);
  return other.lab === lab
    ? []
    : labReplays(other.lab, other.network).map((r) => ({ ...r, seed, name: `${r.name}, number ${seed}` }));
};

/** What is run of a listing: its lab's text as written, and the command. */
export const replayedListing = (lab: Room, network: Network, command: string): Replayed => ({
  name: listingName(lab, command),
  replays: [
    {
      name: 'listing',
      seed: 0,
      ...placeOf(network),
      steps: [textStep(lab, lab.start), { kind: 'command', host: lab.host, command }],
    },
  ],
});

/** Tells what is run from all else that could be: the network, the texts, the commands and the packets. */
export const fingerprintOf = ({ replays }: Replayed): string =>
  fingerprint(JSON.stringify(replays.map(({ hosts, links, steps }) => [hosts, links ?? null, steps])));

const placeOf = ({ hosts, links }: Network): Pick<Replay, 'hosts' | 'links'> => ({
  hosts,
  ...(links && { links }),
});

const textStep = ({ host, language }: Room, text: string): ReplayStep => ({
  kind: 'text',
  host,
  language,
  text,
});

const labReplays = (lab: Room, network: Network): readonly Replay[] => {
  const rooms: readonly Room[] =
    isExercise(lab) && lab.kind === 'ladder' ? ladderSteps(prepareLab(lab, network)) : [lab];
  const replays = rooms.flatMap((room, i) =>
    textsOf(room).map(([what, text, commands]) => ({
      name: rooms.length > 1 ? `step ${i + 1}, ${what}` : what,
      seed: 0,
      ...placeOf(network),
      steps: stepsOf(room, text, commands),
    })),
  );
  const known = replays.map(({ steps }) => JSON.stringify(steps));
  return replays.filter((_, i) => known.indexOf(known[i]!) === i);
};

/** The texts of a lab that run: what, and the commands that a learner is asked to run after it. */
const textsOf = (
  room: Room,
): readonly (readonly [what: string, text: string, commands: readonly string[]])[] => {
  if (!isExercise(room)) return [['start', room.start, []]];
  const start = firstText(room);
  const solution = kindOf(room).solution(room);
  if (room.kind === 'find')
    return [
      ['start', start, room.runs.map((r) => r.command)],
      ['solution', `${start}\n${room.solution}`, []],
    ];
  const wrong = 'wrong' in room ? room.wrong : [];
  return [
    ['start', start, []],
    ...(solution === null ? [] : [['solution', solution, []] as const]),
    ...wrong.map(({ answer }, i) => [`wrong answer ${i + 1}`, answer, []] as const),
  ];
};

/** A text, what is listed after it, the packets and what happens between them, and what is listed then. */
const stepsOf = (room: Room, text: string, commands: readonly string[]): readonly ReplayStep[] => {
  const run = (command: string): ReplayStep => ({ kind: 'command', host: room.host, command });
  const send = (packets: Lab['packets']): readonly ReplayStep[] =>
    packets.map(({ probe: { name: _, ...probe } }) => ({ kind: 'probe', probe }));
  const sent = [...send(room.packets), ...room.changes.flatMap((c) => [...c.steps, ...send(c.packets)])];
  return [
    textStep(room, text),
    ...commands.map(run),
    ...room.show.map(run),
    ...sent,
    ...(sent.length ? room.show.map(run) : []),
  ];
};
