/**
 * What is seldom asked: what the full terminal's page needs, and the explanation of a mistake. One part, because with one
 * more the bundler cuts what every lab loads into more pieces, 3 KB larger together.
 */
import { readWorld, worldText } from '../../container/files.ts';
import { treeOf } from '../../container/tree.ts';
import { anotherPacket } from '../../course/anotherPacket.ts';
import { firstText, kindOf } from '../../course/exercise.ts';
import { hintRungs, saySettings, secondHint } from '../../course/hintRungs.ts';
import type { Exercise } from '../../course/kinds/index.ts';
import { canSend, type OtherPacket, sendInstead } from '../../course/kinds/predict.ts';
import { labText } from '../../course/labText.ts';
import { labView, packetView } from '../../course/labView.ts';
import type { OwnStep } from '../../course/ownSteps.ts';
import type { PreparedLab } from '../../course/prepareLab.ts';
import { runLab, runText, tryWorld } from '../../course/runLab.ts';
import { sayDecided } from '../../course/sayDecided.ts';
import { saySent } from '../../course/saySent.ts';
import { sendSteps } from '../../course/sendSteps.ts';
import { parametersThatDiffer, solutionDiff } from '../../course/solutionDiff.ts';
import { decisive, isNoRule, isWanted, triedHint } from '../../course/triedHint.ts';
import { whyOtherwise } from '../../course/whyOtherwise.ts';
import { save } from '../../netfilter/print/save.ts';
import { probeName } from '../../network/sendProbe.ts';
import type { World } from '../../network/world.ts';
import { run } from '../../shell/run.ts';
import { drawText } from '../../trace/drawnWay.ts';
import type { LabDefinition } from '../exercise/builtLab.ts';
import type { Sent } from './openTerminal.ts';
import type { Requests } from './protocol.ts';

export { buildLab } from '../exercise/buildLab.ts';
export { explainMistake } from './explainMistake.ts';
export { readHandover } from './readHandover.ts';

type Prepared = PreparedLab<LabDefinition['lab']>;

/** The world after a lab's text. */
export const worldAfter = (prepared: Prepared, text: string): string =>
  worldText(runText(prepared, text).world);

/** A lab's text for a world; null where the world's text is none. */
export const textOfWorld = (prepared: Prepared, world: string): string | null => {
  const read = readWorld(world);
  return read && labText(prepared, read);
};

/** The host's rules and addresses, and the way of what was sent last; null where the world has no such host. */
export const lookAt = ({ lab }: Prepared, world: string): Requests['look'][1] => {
  const read = readWorld(world);
  if (!read || !Object.hasOwn(read.hosts, lab.host)) return null;
  return {
    rules: save(read.hosts[lab.host]!.filter),
    addresses: run(read, lab.host, 'ip -brief address; ip route; ip rule').stdout,
    way: drawText(read.sent),
  };
};

/** Sends packets in place of one of a prediction's, keeps them in `others`, and looks for another that asks the same. */
export const askAgain = (
  { lab, untouched }: Prepared,
  packet: string,
  { sent, known }: Readonly<Record<'sent' | 'known', readonly OtherPacket[]>>,
  others: Map<string, Sent>,
): Requests['another'][1] => {
  const { packets } = runLab({ lab, untouched }, lab.start);
  const index = packets.findIndex((p) => p.expected.probe.name === packet);
  const of = packets[index];
  if (!of) return { sent: [], next: null };
  const next = anotherPacket(lab.host, packets, index, sent, known);
  return {
    sent: sent
      .filter((other) => canSend(of, other))
      .map((other) => {
        const result = sendInstead(of, other);
        const key = `${packet}/${probeName(other)}`;
        others.set(key, result);
        // The lesson's reason is about its own packet.
        const because = [
          sayDecided(result.answer, result.trace, lab.host, other.from),
          whyOtherwise(of, result, lab.host),
        ];
        const view = packetView({ ...result, because: because.filter(Boolean).join('\n') }, lab.host);
        return { ...view, says: saySent(other, of.world), key };
      }),
    next: next && { packet: next, says: saySent(next, of.world) },
  };
};

/** Makes a learner's own steps, and keeps what was sent in `others`, under keys that begin with `run`; what was sent before is gone. */
export const send = (
  lab: Prepared['lab'],
  world: World,
  run: string,
  steps: readonly OwnStep[],
  others: Map<string, Sent>,
): Requests['send'][1] => {
  for (const key of others.keys()) if (key.startsWith('own ')) others.delete(key);
  return sendSteps(lab, world, steps).map(({ view, sent }, i) => {
    // Another packet in this place is another way.
    const key = `${run} ${JSON.stringify(steps.slice(0, i + 1))}`;
    if (sent) others.set(key, sent);
    return { ...view, key };
  });
};

/** The files that a container begins with. */
export const treeFor = (
  { lab, network }: LabDefinition,
  { world, files, bundle }: Pick<Requests['tree'][0], 'world' | 'files' | 'bundle'>,
): Requests['tree'][1] => {
  const read = readWorld(world);
  if (!read) throw new Error('this is no world');
  return treeOf({ scenario: network, exercise: lab, world: read, files, bundle });
};

/** Help with what a learner has made of an exercise's network. `hint` is the author's, or a misconception's. */
export const help = (
  prepared: PreparedLab<Exercise>,
  made: World,
  /** Where the learner's text has its first mistake: its line, from 1, or after the last one. */
  mistake: number | 'end' | null,
  hint: string | null,
): Requests['help'][1] => {
  const { lab } = prepared;
  const kind = kindOf(lab);
  const solution = kind.solution(lab);
  const solved = solution === null ? made : runText(prepared, solution).world;
  const untouched = runText(prepared, firstText(lab)).world;
  const differences = solutionDiff(made, solved, lab.host, untouched);
  const tried = tryWorld(lab, made);
  const { packets } = labView(lab, tried, 0);
  const since = solutionDiff(made, untouched, lab.host);
  const lost = differences.find(
    (d) =>
      d.mine === null &&
      since.some((u) => u.mine === null && u.where === d.where && u.ours === d.ours) &&
      // In another table it is not gone.
      !differences.some((other) => other.ours === null && other.mine === d.ours) &&
      isWanted(lab, made, d, tried.packets),
  );
  const changed = parametersThatDiffer(untouched, solved, lab.host);
  const set = parametersThatDiffer(made, solved, lab.host);
  const settings = {
    ours: set.filter((name) => changed.includes(name)),
    mine: set.filter((name) => !changed.includes(name)),
  };
  // Of rules nothing is said where another thing is missing: a file, an entry in the connection table.
  const inRules = isNoRule(lab, made, solved, tried.packets) ? [] : differences;
  const second = lab.kind === 'fill' ? null : secondHint(made, solved, lab.host, inRules);
  return {
    differences,
    settings: saySettings(settings, differences.length > 0),
    hints: hintRungs({
      hint: (mistake === null && triedHint(lab, made, tried.packets, differences, since)) || hint,
      untouched: since.length === 0 && mistake === null,
      packets,
      differences: inRules,
      second,
      mistake,
      lost: lost?.ours ?? null,
      settings,
      undo: lab.language === 'terminal',
      decisive: decisive(lab, made, inRules, tried.packets),
    }),
  };
};
