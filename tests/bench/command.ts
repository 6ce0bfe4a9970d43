/** How long the `four-tables` command takes beside the real commands, each with its own start. */
import { spawnSync } from 'node:child_process';
import { join, resolve } from 'node:path';
import { bundleCommand } from '../../src/tasks/bundle-command.mjs';

/** One way to load a text and print it again: what a shell runs, standing in the folder with the text. */
interface Way {
  readonly name: string;
  readonly command: string;
}

/** The median of each way, in milliseconds. They take turns, so that all have the machine in the same moods. */
const medians = (ways: readonly Way[], folder: string, times: number): readonly number[] => {
  const spent = ways.map(() => [] as number[]);
  for (let i = 0; i < times; i++)
    for (const [n, { name, command }] of ways.entries()) {
      const start = performance.now();
      const { status } = spawnSync('unshare', ['-n', 'sh', '-c', command], { cwd: folder });
      if (status !== 0) throw new Error(`${name} ended with status ${status}`);
      spent[n]!.push(performance.now() - start);
    }
  return spent.map((all) => all.sort((a, b) => a - b)[Math.floor(times / 2)]!);
};

/**
 * Loads the dump `file` of a folder and prints it: with iptables-nft, with the bundle of the command, and through
 * npm. Each with its time in milliseconds and how many times that of iptables-nft it is. Needs root.
 */
export const commandTimes = async (
  folder: string,
  file: string,
): Promise<readonly { readonly name: string; readonly ms: number; readonly ratio: number }[]> => {
  const bundle = join(folder, 'four-tables.mjs');
  const root = resolve(import.meta.dirname, '../..');
  await bundleCommand(root, bundle);
  const ways: readonly Way[] = [
    {
      name: 'iptables-nft-restore and iptables-nft-save',
      command: `iptables-nft-restore < ${file} && iptables-nft-save > saved`,
    },
    {
      name: '`node BUNDLE restore --save`',
      command: `"${process.execPath}" "${bundle}" restore --save < ${file} > saved`,
    },
    {
      name: '`npm run --silent four-tables -- restore --save`',
      command: `npm --prefix "${root}" run --silent four-tables -- restore --save < ${file} > saved`,
    },
  ];
  medians(ways, folder, 1);
  const spent = medians(ways, folder, 9);
  return ways.map(({ name }, i) => ({ name, ms: spent[i]!, ratio: spent[i]! / spent[0]! }));
};
