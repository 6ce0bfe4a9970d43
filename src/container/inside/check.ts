import { isExercise, kindOf } from '../../course/exercise.ts';
import type { Lab } from '../../course/lab.ts';
import { type PacketResult, tryWorld } from '../../course/runLab.ts';
import { sayEnd, sayExpected } from '../../course/sayEnd.ts';
import type { World } from '../../network/world.ts';
import { describeTrace } from '../../trace/describeTrace.ts';
import type { ExerciseFile } from '../files.ts';

/**
 * What `check` prints: how each packet ends, what happened to the first that ends in another way than it
 * should, and a hint. The world stays as it is. Status 2: this exercise cannot be answered here.
 */
export const check = (
  lab: ExerciseFile,
  world: World,
): { readonly status: number; readonly text: string } => {
  const result = tryWorld(withoutShow(lab), world);
  const grade = isExercise(lab) ? kindOf(lab).gradeResult(lab, result) : null;
  if (isExercise(lab) && grade === null)
    return { status: 2, text: `"${lab.title}" is answered on the lesson's page.\n` };
  const failing = result.packets.find((p) => !p.passed);
  const passed = grade?.passed ?? failing === undefined;
  const lines = result.packets.map(line);
  if (failing) lines.push('', `What happened to "${failing.expected.probe.name}":`, ...way(failing));
  if (grade && grade.hint !== null) lines.push('', `A hint: ${grade.hint}`);
  lines.push('', passed ? 'Done. Every packet ends as it should.' : 'Not yet.');
  return { status: passed ? 0 : 1, text: `${lines.join('\n')}\n` };
};

// What the lab's own commands print is not shown here.
const withoutShow = (lab: Lab): Lab => ({ ...lab, show: [] });

const line = (packet: PacketResult): string => {
  const { expected, passed } = packet;
  const wanted = passed ? '' : `; it should be ${sayExpected(expected)}`;
  return `${passed ? '✓' : '✗'} ${expected.probe.name}: ${sayEnd(packet)}${wanted}`;
};

const way = (packet: PacketResult): readonly string[] =>
  describeTrace(packet.trace).map((l) => `${'  '.repeat(l.indent + 1)}${l.text}`);
