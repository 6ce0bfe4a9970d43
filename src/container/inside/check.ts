import { gradeWorld } from '../../course/grade.ts';
import type { PacketResult } from '../../course/lab.ts';
import type { World } from '../../network/world.ts';
import { describeTrace } from '../../trace/describeTrace.ts';
import { sayOutcome } from '../../trace/sayOutcome.ts';
import type { ExerciseFile } from '../files.ts';

/**
 * What `check` prints: how each packet ends, the way of the first that ends otherwise, and a hint. Nothing of
 * it changes the world.
 */
export const check = (
  lab: ExerciseFile,
  world: World,
): { readonly status: number; readonly text: string } => {
  if ('kind' in lab && lab.kind === 'predict')
    return { status: 2, text: `"${lab.title}" asks what you think. It is answered on the lesson's page.\n` };
  const { passed, hint, result } = gradeWorld(lab, world);
  const failing = result.packets.find((p) => !p.passed);
  const lines = result.packets.map(line);
  if (failing) lines.push('', `The way of "${failing.expectation.probe.name}":`, ...way(failing));
  if (hint !== null) lines.push('', `A hint: ${hint}`);
  lines.push('', passed ? 'Done. Every packet ends as it should.' : 'Not yet.');
  return { status: passed ? 0 : 1, text: `${lines.join('\n')}\n` };
};

const line = ({ expectation, answer, passed }: PacketResult): string => {
  const seen = expectation.seenFrom === undefined ? '' : `, seen from ${answer.seen?.source ?? 'nowhere'}`;
  const wanted = passed
    ? ''
    : `; it should be ${sayOutcome({ outcome: expectation.outcome, icmp: null })}${expectation.seenFrom === undefined ? '' : `, seen from ${expectation.seenFrom}`}`;
  return `${passed ? '✓' : '✗'} ${expectation.probe.name}: ${sayOutcome(answer)}${seen}${wanted}`;
};

const way = (packet: PacketResult): readonly string[] =>
  describeTrace(packet.trace, packet.world).map((l) => `${'  '.repeat(l.indent + 1)}${l.text}`);
