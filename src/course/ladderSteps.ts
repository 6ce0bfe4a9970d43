/** The steps of a ladder, each an exercise of its own, made of one solution. */
import { save } from '../netfilter/print/save.ts';
import { marked, missingWords, unmarked } from './blanks.ts';
import type { FillExercise } from './kinds/fill.ts';
import type { Exercise } from './kinds/index.ts';
import type { LadderExercise } from './kinds/ladder.ts';
import type { ParsonsExercise } from './kinds/parsons.ts';
import { lengthOfWay, type TraceExercise } from './kinds/trace.ts';
import type { Lab } from './lab.ts';
import { orderedText } from './linesToOrder.ts';
import type { PreparedLab } from './prepareLab.ts';
import { runLab, runText } from './runLab.ts';
import { wholeOf } from './vary.ts';

/** The steps in their order. The last is the ladder's own exercise. */
export type LadderSteps = readonly [
  trace: TraceExercise,
  parsons: ParsonsExercise,
  fill: FillExercise,
  write: LadderExercise,
];

/** The ids of a ladder's steps. The last step has that of the whole. */
export const stepIds = (id: string): readonly [string, string, string, string] => [
  `${id}-trace`,
  `${id}-parsons`,
  `${id}-fill`,
  id,
];

/** The ids that a lab or an exercise takes on its page. */
export const idsOf = (lab: Lab | Exercise): readonly string[] =>
  'kind' in lab && lab.kind === 'ladder' ? stepIds(lab.id) : [lab.id];

/** Makes the steps of a ladder. `check` tells its author which of them are no exercise. */
export const ladderSteps = (prepared: PreparedLab<LadderExercise>): LadderSteps => {
  const { lab } = prepared;
  const { extra, traced: _, kind: __, ...rest } = lab;
  const solution = unmarked(lab.solution);
  const words = marked(lab.solution);
  const ids = stepIds(lab.id);
  const whole = wholeOf(lab);
  const step = (n: number) => ({
    ...rest,
    ...whole,
    id: ids[n]!,
    title: `${lab.title}, step ${n + 1}`,
    wrong: [],
  });
  return [
    traceStep(prepared, { ...step(0), solution }),
    {
      ...step(1),
      kind: 'parsons',
      task: `Put the lines of the solution in order.${extra === '' ? '' : ' You do not need all of them.'}`,
      solution,
      extra,
    },
    {
      ...step(2),
      kind: 'fill',
      task:
        missingWords(words).length === 1
          ? 'One word is missing in the solution. Fill it in.'
          : 'Words are missing in the solution. Fill them in.',
      solution: words,
    },
    { ...lab, ...whole, solution, start: orderedText({ ...lab, solution }, []) },
  ];
};

type Common = Omit<LadderExercise, 'kind' | 'extra' | 'traced'>;

/** A packet's way through the rules that the solution leaves: of the packet that is named, or the longest way. */
const traceStep = ({ lab, untouched }: PreparedLab<LadderExercise>, common: Common): TraceExercise => {
  const { world } = runText({ lab, untouched }, common.solution);
  const { solution: _, wrong: __, ...rest } = common;
  const step = (packets: TraceExercise['packets']): TraceExercise => ({
    ...rest,
    kind: 'trace',
    task: `These rules are the solution. Choose those that match the packet on ${lab.host} and the policies that decide, in order.`,
    language: 'save',
    start: save(world.hosts[lab.host]!.filter).replace(/\[\d+:\d+\]/g, '[0:0]'),
    show: [],
    packets,
    changes: [],
    // Hints of the exercise speak of rules that a learner wrote.
    hints: [],
  });
  if (lab.traced !== '') return step(lab.packets.filter((p) => p.probe.name === lab.traced));
  const ways = lab.packets.map((packet) => {
    const one = step([packet]);
    const [sent] = runLab({ lab: one, untouched }, one.start).packets;
    return { one, length: sent ? lengthOfWay(sent.trace, lab.host) : 0 };
  });
  return ways.reduce((a, b) => (b.length > a.length ? b : a), { one: step([]), length: 0 }).one;
};
