import type { Defect } from './defect.ts';
import { rulesDefects } from './kinds/answeredWithRules.ts';
import { fillDefects } from './kinds/fill.ts';
import type { ExerciseDefects } from './kinds/kind.ts';
import type { LadderExercise } from './kinds/ladder.ts';
import { parsonsDefects } from './kinds/parsons.ts';
import { onePacketDefects } from './kinds/trace.ts';
import { type LadderSteps, ladderSteps } from './ladderSteps.ts';
import type { PreparedLab } from './prepareLab.ts';

/** What the author of a ladder must correct: in the exercise, or if that is right, in a step that is made of it. */
export const ladderDefects: ExerciseDefects<LadderExercise> = (prepared) =>
  stepsDefects(prepared, ladderSteps);

/** The same of a ladder whose steps are made in another way: those of a learner with other numbers. */
export const stepsDefects = (
  prepared: PreparedLab<LadderExercise>,
  steps: (prepared: PreparedLab<LadderExercise>) => LadderSteps,
): readonly Defect[] => {
  const { lab, untouched } = prepared;
  const unfit = formDefects(lab);
  if (unfit.length) return unfit;
  const [trace, parsons, fill, write] = steps(prepared);
  const own = rulesDefects({ lab: write, untouched });
  if (own.length) return own;
  return [
    ...traceStepDefects({ lab, trace, untouched }),
    ...inStep('order', parsonsDefects({ lab: parsons, untouched })),
    ...inStep('fill', fillDefects({ lab: fill, untouched })),
  ];
};

const formDefects = ({ start, packets, traced }: LadderExercise): readonly Defect[] => {
  const names = packets.map((p) => p.probe.name);
  return [
    ...(start === ''
      ? []
      : [{ path: ['start'], message: 'a ladder has no start: put these lines into the solution' }]),
    ...(traced === '' || names.includes(traced)
      ? []
      : [
          {
            path: ['traced'],
            message: `there is no packet "${traced}" to trace; the packets are ${names.map((n) => `"${n}"`).join(', ')}`,
          },
        ]),
  ];
};

/** Defects of a step, with its name; what is in no part of the ladder's own text is in its solution. */
const inStep = (name: string, defects: readonly Defect[]): readonly Defect[] =>
  defects.map(({ path, message }) => ({
    path: path[0] === 'start' ? ['solution'] : path,
    message: `in the step ${name}, ${message}`,
  }));

const traceStepDefects = ({
  lab,
  trace,
  untouched,
}: {
  readonly lab: LadderExercise;
  readonly trace: LadderSteps[0];
  readonly untouched: Parameters<typeof ladderDefects>[0]['untouched'];
}): readonly Defect[] => {
  const [packet] = trace.packets;
  if (!packet)
    return [
      {
        path: ['solution'],
        message: `in the step trace, no packet meets a rule or a policy on ${lab.host}: add one that does`,
      },
    ];
  const index = lab.packets.findIndex(({ probe }) => probe.name === packet.probe.name);
  return inStep('trace', onePacketDefects({ lab: trace, untouched }, 1)).map(({ path, message }) => ({
    path: path[0] === 'packets' ? ['packets', index, ...path.slice(2)] : path,
    message,
  }));
};
