/** What the tests of the container mount: a lab of a lesson, and the bundled file, made once. */
import { readLessonAt, readNetworks } from '../../../src/cli/files.ts';
import type { ExerciseFile } from '../../../src/container/files.ts';
import { localContainer } from '../../../src/container/local.ts';
import { commandNames, type TreeParts, treeOf } from '../../../src/container/tree.ts';
import type { Network } from '../../../src/course/lesson.ts';
import { prepareLab } from '../../../src/course/prepareLab.ts';
import { runText } from '../../../src/course/runLab.ts';
import { containerBundle } from '../../../src/site/container-bundle.ts';
import type { Printed } from '../../conformance/real.ts';

const bundle = containerBundle();

/** A lab on a network as its page shows it at first. */
export const partsOf = async (
  exercise: ExerciseFile,
  network: Pick<Network, 'hosts'>,
): Promise<TreeParts> => ({
  scenario: network,
  exercise,
  world: runText(prepareLab(exercise, network), exercise.start).world,
  files: {},
  bundle: await bundle,
});

/** An exercise of a lesson by its id. */
export const exerciseOf = async (lesson: string, id: string): Promise<TreeParts> => {
  const { labs, exercises } = (await readLessonAt(`content/lessons/${lesson}.mdx`)).lesson;
  const found = [...labs, ...exercises].find((e) => e.id === id);
  if (!found) throw new Error(`${lesson} has no ${id}`);
  return partsOf(found, readNetworks('content')[found.network]!);
};

/** A lab without packets on one machine, as `four-tables run` has it. */
export const freshHost = (): Promise<TreeParts> =>
  partsOf(
    {
      id: 'fresh',
      title: 'A fresh host',
      network: 'fresh',
      host: 'host',
      language: 'commands',
      start: '',
      show: [],
      packets: [],
      changes: [],
    },
    { hosts: { host: { interfaces: { eth0: { link: 'net' } } } } },
  );

/** A mounted lab, and how a line runs in it. */
export const mounted = async (parts: TreeParts) => {
  const container = localContainer();
  await container.mount(treeOf(parts));
  const setUp = await (await container.spawn('node', ['-e', "require('./lib/four-tables.cjs').setup(false)"]))
    .exit;
  if (setUp !== 0) throw new Error('the tree is not set up');
  const run = async (line: string): Promise<Printed> => {
    const out = `run/out${++runs}`;
    const running = await container.spawn('bash', [
      '-c',
      `bash -c "$1" </dev/null >${out} 2>${out}.err`,
      '-',
      line,
    ]);
    const status = await running.exit;
    return { status, stdout: await container.read(out), stderr: await container.read(`${out}.err`) };
  };
  // A command that is not mounted would be this machine's own.
  const found = (await run(`command -v ${commandNames.join(' ')}`)).stdout;
  if (found !== commandNames.map((name) => `${container.folder}/bin/${name}\n`).join(''))
    throw new Error(`not everything is mounted: ${found}`);
  return { container, run };
};
let runs = 0;
