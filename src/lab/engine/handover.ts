/**
 * What is seldom asked: what the full terminal's page needs, and the explanation of a mistake. One part, because with one
 * more the bundler cuts what every lab loads into more pieces, 3 KB larger together.
 */
import { readWorld, worldText } from '../../container/files.ts';
import { treeOf } from '../../container/tree.ts';
import { labText } from '../../course/labText.ts';
import type { PreparedLab } from '../../course/prepareLab.ts';
import { runText } from '../../course/runLab.ts';
import { save } from '../../netfilter/print/save.ts';
import { run } from '../../shell/run.ts';
import { drawText } from '../../trace/drawnWay.ts';
import type { LabDefinition } from '../exercise/builtLab.ts';
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

/** The files that a container begins with. */
export const treeFor = (
  { lab, network }: LabDefinition,
  { world, files, bundle }: Pick<Requests['tree'][0], 'world' | 'files' | 'bundle'>,
): Requests['tree'][1] => {
  const read = readWorld(world);
  if (!read) throw new Error('this is no world');
  return treeOf({ scenario: network, exercise: lab, world: read, files, bundle });
};
