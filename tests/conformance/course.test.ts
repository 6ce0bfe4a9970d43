/**
 * The packets of the course on the real kernel: every text that a lesson runs (starts, solutions, wrong answers) and
 * what becomes of each of its packets, counters and connections included. A change in the middle of a lab is left out,
 * and so are the packets after it.
 */
import { expect, it } from 'vitest';
import { lessonPaths, readLessonAt, readNetworks } from '../../src/cli/files.ts';
import { kindOf } from '../../src/course/exercise.ts';
import type { Exercise } from '../../src/course/kinds/index.ts';
import type { Lab } from '../../src/course/lab.ts';
import { prepareLab } from '../../src/course/prepareLab.ts';
import { runText } from '../../src/course/runLab.ts';
import { save } from '../../src/netfilter/print/save.ts';
import type { Scenario } from '../../src/network/scenario.ts';
import { compare } from './flowsFuzz.ts';
import { unavailable } from './real.ts';

const networks = readNetworks('content');

/** The texts of a lab that load, by what they are. */
const textsOf = (lab: Lab | Exercise): readonly (readonly [what: string, text: string])[] => {
  const solution = 'kind' in lab ? kindOf(lab).solution(lab) : null;
  const wrong = 'wrong' in lab ? lab.wrong : [];
  return [
    ['start', lab.start],
    ...(solution === null ? [] : [['solution', solution] as const]),
    ...wrong.map(({ answer, fails }, i) => [`wrong answer ${i + 1} (${fails})`, answer] as const),
  ];
};

const scenariosOf = (lab: Lab | Exercise): readonly (readonly [what: string, scenario: Scenario])[] => {
  const { hosts, links } = networks[lab.network]!;
  const prepared = prepareLab(lab, { hosts, ...(links && { links }) });
  return textsOf(lab).map(([what, text]) => {
    const { world } = runText(prepared, text);
    const rules = save(world.hosts[lab.host]!.filter, { counters: true });
    return [
      what,
      {
        hosts: { ...hosts, [lab.host]: { ...hosts[lab.host], rules } },
        ...(links && { links }),
        probes: lab.packets.map((p) => p.probe),
      },
    ];
  });
};

const lessons = await Promise.all(
  [...lessonPaths('content'), 'content/authors/index.mdx'].map(async (path) => ({
    path,
    ...(await readLessonAt(path)).lesson,
  })),
);
const rows = lessons.flatMap(({ path, labs, exercises }) =>
  [...labs, ...exercises]
    .filter((lab) => lab.packets.length > 0)
    .flatMap((lab) =>
      scenariosOf(lab).map(([what, scenario]) => [`${path}: ${lab.id}, ${what}`, scenario] as const),
    ),
);
const why = unavailable();

it.skipIf(why !== null)(
  `${rows.length} texts of the course do here what they do there${why ? ` (skipped: ${why})` : ''}`,
  { timeout: 120_000 },
  async () => {
    const found = await compare(rows.map(([, scenario]) => scenario));
    expect(
      Object.fromEntries(rows.flatMap(([name], i) => (found[i]!.length ? [[name, found[i]]] : []))),
    ).toEqual({});
  },
);
